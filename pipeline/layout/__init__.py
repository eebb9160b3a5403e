"""A read page to its tables and lines of text."""

"""A page of a file to words, ruling lines and readings."""

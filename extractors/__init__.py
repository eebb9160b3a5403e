"""What papers look like: one file per kind of naskah, and the parsers they share."""

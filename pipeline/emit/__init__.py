"""The last stage: records and findings become files. Nothing is decided here."""

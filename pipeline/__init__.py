"""The way of the data: ingest, read, segment, extract, reconcile, emit."""

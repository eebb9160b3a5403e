"""The samples: sources, generator, PDFs, truth."""

"""Many files: from an archive of documents to a dataset of three tables, with failures as data."""

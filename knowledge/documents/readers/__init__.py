"""One module per file format; each gives blocks in reading order."""

"""A short text with headings and lists, for wherever it is read."""

"""Numbers computed from the loaded records and their history."""

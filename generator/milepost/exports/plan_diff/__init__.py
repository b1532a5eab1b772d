"""A plan diff in the formats that people and programs read."""

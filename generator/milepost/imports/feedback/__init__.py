"""Feedback of any source: CSV and JSON to the items of a batch."""

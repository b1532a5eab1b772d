"""The record types, one module each."""

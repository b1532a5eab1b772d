"""Resource-constrained scheduling, free of any file format."""

"""Raw events to the values of metrics."""

"""The critical-path schedule of a project, at the grain of days."""

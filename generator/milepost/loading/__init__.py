"""Files in, a project and diagnostics out."""

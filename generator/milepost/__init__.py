"""Milepost turns a repository of project files into a checked, browsable portal."""

__version__ = "0.1.0"

"""What is wrong, as data, and how to show it."""

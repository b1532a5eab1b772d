"""What is different between two states of a portal, and what follows from it."""

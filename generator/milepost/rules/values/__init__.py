"""Values that fit their type and still mean nothing, by what they name."""

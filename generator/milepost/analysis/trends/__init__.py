"""How things moved from commit to commit."""

"""The Monte Carlo forecast of finish dates and cost."""

"""Every word that users see, in each language."""

"""The portal as a site: pages with their navigation, whatever host carries them."""

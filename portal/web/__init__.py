"""The portal in a browser and as an API: doors, pages, views. It decides nothing itself."""

"""A city that does not exist: register, creditors' files, claims, and the truth about them."""

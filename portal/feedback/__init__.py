"""Feedback on its way out: as a file, over the API, and by signed webhook."""

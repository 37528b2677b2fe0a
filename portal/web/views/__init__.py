"""What each page shows, as frozen views: words and numbers ready to be read, no decisions left."""

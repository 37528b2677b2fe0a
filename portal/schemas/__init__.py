"""Our own JSON Schemas, for what leaves the city in a file."""

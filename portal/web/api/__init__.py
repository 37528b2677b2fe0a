"""The API for creditors' systems (`/v1`), after the Dutch REST API Design Rules."""

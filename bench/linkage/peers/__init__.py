"""The peers, each a script for the bench's own virtual environment; they never import our code."""

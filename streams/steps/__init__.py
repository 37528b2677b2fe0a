"""The steps of the line, each parse -> decide -> what to write."""

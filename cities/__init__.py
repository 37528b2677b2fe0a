"""What a city decides, as dated data with its legal source. One folder per city; see README.md."""

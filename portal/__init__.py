"""The doors: web pages, API, command line, clock, settings; and the one place that wires."""

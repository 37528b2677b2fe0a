"""Matching from files: learning weights and measuring, without a city or a database."""

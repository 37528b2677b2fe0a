"""Encoding at the creditor and receiving at the city (level L1): files, keys and doors."""

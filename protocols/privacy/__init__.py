"""The privacy protocol between city and resident: purpose, depth, audit, retention."""

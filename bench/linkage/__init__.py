"""The benchmark of matching: its data sets, the peers, and the table that compares them."""

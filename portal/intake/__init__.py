"""Reading what a creditor delivers: CSV or JSON, its own headings, every fault with its place."""

"""The pages: each reads what was asked, calls one use case, and shows its view."""

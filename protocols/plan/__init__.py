"""The repayment plan: what the law leaves free, one monthly amount, and how it is repaid. Pure."""

"""The covenant (convenant) between city and creditor: may this signal come in, and why not."""

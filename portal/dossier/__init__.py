"""What happens with a resident after contact: consent, one dossier, one affordable plan.

Every use case is one transaction: load the history, decide, append, note how it stands, audit.
"""

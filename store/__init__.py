"""The only SQL: tables, named questions, migrations, and the vault that seals personal data.

A store never commits: whoever opened the transaction with `begin` does, by leaving it whole.
"""

"""Keyed tokens (level L1): the creditor sends tokens, the city opens what is about a resident.

`keys` says which fields together name one person, `suite` hashes them under the keys of one
covenant and epoch, `envelope` seals a signal so that only who holds the same fields can open it,
`index` finds rows of the register by token. Pure: keys and chance come in as arguments.
"""

"""What was agreed: covenant, privacy protocol and work protocol. Pure; standard library only."""

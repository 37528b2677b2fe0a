"""Is this our resident? Pure: a register and a signal in, a judgement with its rule out."""

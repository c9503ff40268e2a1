"""A ledger's rows against the register: planned row by row, then written as one batch."""

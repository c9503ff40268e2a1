"""The ledger's screens: hand in, look at what it would do, confirm, look back."""

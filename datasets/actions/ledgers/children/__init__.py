"""The ledger of children: its rows name a child, the guardian, the household and the categories at once."""

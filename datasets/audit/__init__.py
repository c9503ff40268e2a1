"""The access log: appended to by chain.py, guarded in the database by guards.py, verified by verifying.py."""

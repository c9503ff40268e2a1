"""Encryption at rest: the keys, and what is done with them to values, documents and files. No model, no query."""

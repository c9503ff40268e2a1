"""Ledgers whose row is one record, or nearly: what a collection says of itself in rules.py, the rest is common."""

"""Synthetic people and accounts to try the program with. Nobody here is or was anybody."""

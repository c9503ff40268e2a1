"""Django's SQLite, whose migrations leave alone what they do not know of."""

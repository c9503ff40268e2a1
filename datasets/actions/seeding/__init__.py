"""Loading reference data: what was never there is added, what a city has changed or removed is left alone."""

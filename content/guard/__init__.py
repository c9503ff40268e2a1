"""What may not be published: who goes through it, in which order, stands in `inspection.py`."""

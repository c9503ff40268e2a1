"""封存: to seal, to ask, to decide, to read for a time. Nothing here is open to superusers as such."""

"""What may be asked of the records, as plain data for the rules above."""

"""预警: what the rules have found among the reader's records, and the rules."""

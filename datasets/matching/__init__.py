"""Who is the same person: verdicts on plain data, never a guess."""

"""Who is the same person, which region is meant: verdicts on plain data, never a guess."""

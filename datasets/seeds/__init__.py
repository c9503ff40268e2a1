"""Reference data as CSV files, and how they are read. What a city changes, it changes in the admin, not here."""

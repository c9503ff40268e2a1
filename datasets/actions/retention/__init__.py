"""What becomes of records whose time is over: put away, then made nameless, by two people, with a certificate."""

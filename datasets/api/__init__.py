"""The JSON door for other systems: collections, ledgers, public pages. Views parse, call one action or query, show."""

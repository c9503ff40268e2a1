"""The ledger door: a township's spreadsheet read as plain data.

file (files.py) → table (tables.py) → columns (columns.py) → cells (readers/) → rows (rows.py).
Each step is a pure function; what the rows do to the register is planned and written in
actions/ledgers/.
"""

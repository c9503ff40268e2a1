"""The history engine: many changes in a few statements, and a record's past told in order."""

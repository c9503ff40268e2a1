"""A spreadsheet that no layout knows: what collection it would make, with the evidence for each proposal."""

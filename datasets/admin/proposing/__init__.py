"""从表格新建: a spreadsheet becomes a collection and its records, as somebody corrected the proposal."""

"""Opens a stranger's file in a process of its own. No Django here: the process must start at once.

worker.py is the process; workbooks.py, spreadsheet_ml.py, pages.py, archived_pages.py and texts.py read
one kind of file each. What the file is, its content tells, not its name.
"""

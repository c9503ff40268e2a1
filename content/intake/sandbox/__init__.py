"""Opens a stranger's document in a process of its own. No Django here: the process must start at once.

worker.py is the process; documents.py, pdf.py, pages.py and texts.py read one kind of file each. What the
file is, its content tells, not its name.
"""

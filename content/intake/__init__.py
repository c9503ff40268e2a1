"""Official documents as files become drafts: a policy page and a table of duties, for a person to check.

A file is opened by a process of its own (`sandbox/`), its lines are mended (`mending.py`) and put in order
(`head.py`, `outline.py`); what they say is found there (`citations.py`, `duties/`, `members/`). All of that is
plain text in and plain values out; only `drafting.py` writes.
"""

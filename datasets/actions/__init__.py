"""Every write. An action names who acts (`by`) and why, checks, validates, and leaves its history.

Doors call `create`, `change`, `delete`, `restore` of actions/dispatch.py, or the named action of a noun.
"""

"""What stands between a login and the admin: each gate stops the user until something is done.

The order matters: a session that is over comes first, then what the account owes, last the second factor,
which is asked in every session.
"""

"""Public pages kept whole for visitors without a name, from one publication to the next."""

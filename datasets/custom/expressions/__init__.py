"""Formulas of computed fields: a small language of our own, read into a tree that Python and the database both answer.

    if(age(【出生日期】) < 18, "未成年", "成年")

Python's own `eval` would run whatever an administrator pastes. Here a formula can do what operations.py lists and
nothing else; each operation stands there once, with its two ways to answer, which tests hold equal.
"""

"""The collections' screens: wagtail-modeladmin through one base class, `RecordAdmin` (records.py).

Thin by rule: read the address or the form, ask `access` which rows, call one action, show.
"""

"""Saved conditions: what somebody asks of a collection, as plain JSON, and what it means to the database.

{"all": [...]} or {"any": [...]}, in each other up to three deep; at their ends leaves of
{"field": code, "is": operator, "value": …}. A field's code is its name ("birth_date"), its name at the end of one
link ("family.head_name"), among rows that belong here ("category_links.category", "visits:child.held_date": a
collection and the link by which it points here), or at the end of a link of theirs
("guardianships.guardian.condition"). The name of such rows alone asks how many there are.
"""

from datasets.queries.conditions.building import condition_of, is_read, leaves_of, require_may_ask
from datasets.queries.conditions.fields import Asked, asked_of, fields_to_ask
from datasets.queries.conditions.operators import Operator, Takes
from datasets.queries.conditions.refusing import UnanswerableCondition
from datasets.queries.conditions.scanning import operators_for, with_operator
from datasets.queries.conditions.sentences import sentence_of

__all__ = [
    "Asked",
    "Operator",
    "Takes",
    "UnanswerableCondition",
    "asked_of",
    "condition_of",
    "fields_to_ask",
    "is_read",
    "leaves_of",
    "operators_for",
    "require_may_ask",
    "sentence_of",
    "with_operator",
]

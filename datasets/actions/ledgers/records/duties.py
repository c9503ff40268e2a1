"""Duties: by code, else by policy, clause and text. A table that names agencies lays the duty on them too."""

from collections.abc import Iterator
from typing import Any

from datasets.actions.ledgers.records.references import agencies_named, policies_named
from datasets.actions.ledgers.records.rules import Key, RecordRules, Taken, Values, next_code
from datasets.models import Duty
from datasets.queries.records import Target
from datasets.queries.regions import Place

#: The columns of agencies, and the part that each gives them ("" where the row's 分工 says it).
BEARERS = {"agencies": "", "leads": "lead", "supports": "support"}


def _complete(said: Values, taken: Taken) -> Iterator[tuple[str, Any, str]]:
    policy = said.get("policy")
    if "code" not in said and isinstance(policy, Target):
        yield "code", next_code(policy.code, taken("code")), ""


def _near(said: Values) -> Place | None:
    """教育局 under a policy of 江阴市 is that of 江阴市."""
    policy = said.get("policy")
    return said.get("region") or (policy.place if isinstance(policy, Target) else None)


DUTIES = RecordRules(
    model=Duty,
    fields=("code", "text", "domain", "policy", "clause"),
    naming="text",
    keys=(
        Key(("code",), is_unique=True, confirmed_by="text"),
        Key(("policy", "clause", "text")),
    ),
    doubts=(Key(("policy", "text")),),
    references={"policy": policies_named},
    lists=dict.fromkeys(BEARERS, agencies_named),
    beside=frozenset({"part", "region"}),
    near=_near,
    written_by={"policy": ("number", "title")},
    complete=_complete,
)

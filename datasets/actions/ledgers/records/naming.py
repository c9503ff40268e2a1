"""What rows point to: the record that a cell names, in the register or among the rows themselves."""

import re
from collections import defaultdict
from collections.abc import Sequence

from datasets.access import Actor
from datasets.actions.ledgers.records.references import Finder
from datasets.actions.ledgers.records.rows import Coming, RecordRow
from datasets.actions.ledgers.records.rules import RecordRules, plain_key
from datasets.queries.records import Target
from datasets.queries.regions import Place

_BETWEEN = re.compile(r"[、，,；;/\s]+(?![^（(]*[）)])")
#: Beside the column that tells a record for certain (机构标识) stands one with its name (机构).
NAME = ".name"


def resolve_references(rows: list[RecordRow], rules: RecordRules, by: Actor) -> None:
    """Put what is found into `said`; several of the name park the row, none refuses it."""
    for name, finder_of in rules.references.items():
        said = (text for row in rows for text in _texts(row, name))
        finder = finder_of({text for text in said if isinstance(text, str)}, by)
        own = _rows_by_name(rows, rules) if _is_self_relation(rules, name) else {}
        for row in rows:
            _resolve(row, name, finder, own, near=rules.near(row.said))
    for name, finder_of in rules.lists.items():
        named = [row for row in rows if name in row.said]
        finder = finder_of({row.said[name] for row in named}, by)
        for row in named:
            row.said[name] = _resolved_list(row, name, finder, near=rules.near(row.said))


def _resolved_list(
    row: RecordRow, name: str, finder: Finder, *, near: Place | None
) -> list[Target | Place]:
    """One record, whose name may hold a comma (乡（镇）人民政府、街道办事处), or several joined by commas."""
    text = row.said[name]
    whole = finder.find(text, near=near)
    if len(whole) == 1:
        return list(whole)
    parts = dict.fromkeys(filter(None, map(str.strip, _BETWEEN.split(text))))
    found = (_the_one(row, name, part, finder.find(part, near=near)) for part in parts)
    return [one for one in found if one]


def _resolve(
    row: RecordRow,
    name: str,
    finder: Finder,
    own: dict[str, list[RecordRow]],
    *,
    near: Place | None,
) -> None:
    texts = _texts(row, name)
    row.said.pop(name + NAME, None)
    if not texts:
        return
    row.said[name] = text = texts[0]
    if not isinstance(text, str):
        return
    found: Sequence[Target | Place] = finder.find(text, near=near)
    if not found:
        last = text.rpartition("/")[2]  # 江苏省/无锡市/新区
        found = [_coming(one) for one in own.get(plain_key(last), ()) if one is not row]
    one = _the_one(row, name, text, found)
    if one:
        row.said[name] = one
        called = texts[1] if len(texts) > 1 else None
        if isinstance(called, str) and one not in finder.find(called, near=near):
            row.note(name, "name_not_of_code", name=one.name)


def _the_one(
    row: RecordRow, name: str, text: str, found: Sequence[Target | Place]
) -> Target | Place | None:
    if not found:
        row.refuse(name, "reference_unknown", text=text[:40])
    elif len(found) > 1:
        names = "、".join(sorted({_called(one) for one in found})[:5])
        row.park(name, "reference_ambiguous", text=text[:40], candidates=names)
    return found[0] if len(found) == 1 else None


def _called(one: Target | Place) -> str:
    """With what tells it from others of its name: 李爱心（12，徐霞客村）."""
    place = one.place if isinstance(one, Target) else None
    return f"{one.name}（{'，'.join(filter(None, (one.key, place.name if place else '')))}）"


def _texts(row: RecordRow, name: str) -> list[str]:
    """What the row says of it, the certain before the name."""
    return [row.said[slot] for slot in (name, name + NAME) if slot in row.said]


def _coming(row: RecordRow) -> Target:
    code, name = str(row.said.get("code", "")), str(row.said.get("name", ""))
    return Coming(0, code or name, name, row=row)


def _rows_by_name(rows: list[RecordRow], rules: RecordRules) -> dict[str, list[RecordRow]]:
    found: dict[str, list[RecordRow]] = defaultdict(list)
    for row in rows:
        code = rules.keys[0].form(row.said.get("code", ""))
        own = {code, plain_key(row.said.get(rules.naming, ""))} - {""}
        for text in own:
            found[text].append(row)
    return found


def _is_self_relation(rules: RecordRules, name: str) -> bool:
    return rules.model._meta.get_field(name).related_model is rules.model

"""What was looked for, told without giving away whom: the log is read by people who may not see records."""

import re
from collections.abc import Mapping
from typing import Any

_NUMBER = re.compile(r"\d[\dXx-]{5,}")  # \d knows full-width digits too
_LONGEST = 200


def masked_filters(filters: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the middle of every long number hidden, texts shortened."""
    return {name: _masked(value) for name, value in filters.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_masked(one) for one in value]
    if not isinstance(value, str):
        return value
    return _NUMBER.sub(_mask, value.replace("\0", ""))[:_LONGEST]


def _mask(found: re.Match[str]) -> str:
    number = found.group()
    shown = 6 if len(number) >= 15 else 3
    return f"{number[:shown]}{'*' * (len(number) - shown)}"

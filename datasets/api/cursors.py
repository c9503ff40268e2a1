"""Where a page of records ended. Encrypted: it may hold a name or a birth date, and addresses end up in logs.

The same place is always written alike, lest no public answer ever equal the one before.
"""

import datetime
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import orjson
from django.db.models import F, OrderBy, Q

from datasets.encryption.keys import Unreadable, keys
from datasets.encryption.values import Findable

#: A field to sort by, and whether downwards.
Sort = Sequence[tuple[str, bool]]


class NoCursor(ValueError):
    """The text is none of ours, or was made for another order."""


def ordering(sort: Sort) -> list[OrderBy]:
    """What is empty comes last, up and down."""
    return [
        F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True)
        for name, is_down in sort
    ]


def cursor_after(values: Sequence[Any], sort: Sort) -> str:
    """`values` of the last record of a page, in the order of `sort`."""
    document = orjson.dumps([_named(sort), list(values)], default=str).decode()
    return urlsafe_b64encode(_cipher().encrypt(document).encode()).decode().rstrip("=")


def values_in(cursor: str, sort: Sort) -> list[Any]:
    """Raises NoCursor."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        hidden = urlsafe_b64decode(padded.encode("ascii")).decode("ascii")
        named, values = orjson.loads(_cipher().decrypt(hidden))
    except (ValueError, Unreadable) as error:
        raise NoCursor from error
    if named != _named(sort):
        raise NoCursor
    return list(values)


def after(values: Sequence[Any], sort: Sort) -> Q:
    """The records that stand after these values."""
    (name, is_down), *rest = sort
    value, *others = values
    if value is None:
        beyond, same = Q(pk__in=()), Q(**{f"{name}__isnull": True})
    else:
        beyond = Q(**{f"{name}__{'lt' if is_down else 'gt'}": value}) | Q(
            **{f"{name}__isnull": True}
        )
        same = Q(**{name: value})
    return beyond | (same & after(others, rest)) if rest else beyond


def plain(value: Any) -> Any:
    """A value as a cursor keeps it."""
    return str(value) if isinstance(value, datetime.date | Decimal) else value


def _named(sort: Sort) -> list[str]:
    return [f"-{name}" if is_down else name for name, is_down in sort]


def _cipher() -> Findable:
    return Findable("api.cursor", keys())

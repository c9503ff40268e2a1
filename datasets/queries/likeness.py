"""By what people are known again in ledgers' rows that were never put down to them: names, numbers, days of birth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from datasets.models import LedgerRow


@dataclass(frozen=True)
class Likeness:
    """What records and their histories tell of people. `births` as ledgers have them: 2015-06-01."""

    names: frozenset[str]
    numbers: frozenset[str]
    births: frozenset[str]

    @classmethod
    def of(cls, versions: Iterable[Mapping[str, Any]]) -> "Likeness":
        """Each version with its `name`, and `id_number` and `birth_date` where it has them."""
        told = list(versions)
        return cls(
            frozenset(str(one["name"]) for one in told if one["name"]),
            frozenset(str(one["id_number"]) for one in told if one.get("id_number")),
            frozenset(one["birth_date"].isoformat() for one in told if one.get("birth_date")),
        )

    def may_be_meant_by(self, row: LedgerRow) -> bool:
        """By its number where the row has one; else by its name, unless its day of birth is another's."""
        number, birth = row.values.get("id_number"), row.values.get("birth_date")
        if number:
            return number in self.numbers
        is_of_another = birth and self.births and birth not in self.births
        return row.called in self.names and not is_of_another

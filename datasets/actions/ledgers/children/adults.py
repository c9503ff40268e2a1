"""The adults around a row's child, as the plan holds them: recorded ones, and those still to be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import Relation
from datasets.queries.matching import FamilyState, GuardianshipState, GuardianState

#: Field → [recorded, new].
Changes = dict[str, list[Any]]


class Noted(Protocol):
    """A row being planned: what was read, and ways to warn on a field or to leave it as recorded."""

    @property
    def read(self) -> ReadRow: ...

    def note(self, field_name: str, code: str, **params: Any) -> None: ...

    def keep(self, field_name: str, recorded: Any, said: Any) -> None: ...


@dataclass(slots=True, eq=False)
class Target:
    """A family or guardian that rows speak of: recorded (`state`), or still to be made.

    `values` are what the rows set; `said_by` remembers which row said a field first, and in which of its own (by
    field), so that a second row that says otherwise is told, and the same file read again changes nothing. `key` is
    that of a new one, once it is written.
    """

    state: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    said_by: dict[str, tuple[ReadRow, Mapping[str, str]]] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    key: int = 0

    @property
    def is_new(self) -> bool:
        return self.state is None

    def stored(self, name: str) -> Any:
        return getattr(self.state.fields, name, None) if self.state else None


@dataclass(slots=True, eq=False)
class FamilyTarget(Target):
    state: FamilyState | None = None
    region_id: int = 0


@dataclass(slots=True, eq=False)
class GuardianTarget(Target):
    state: GuardianState | None = None
    family: FamilyTarget | None = None


@dataclass(slots=True)
class Parent:
    """A father or a mother; `link` is the child's recorded relation to this person, None where there is none."""

    relation: Relation
    guardian: GuardianTarget
    link: GuardianshipState | None


@dataclass(slots=True)
class Household:
    """What a row says of the adults: the guardian with the relation, the parents beside, and the family."""

    family: FamilyTarget | None = None
    guardian: GuardianTarget | None = None
    link: GuardianshipState | None = None
    parents: tuple[Parent, ...] = ()

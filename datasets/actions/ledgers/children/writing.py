"""The last step: a plan of children written into the register as one batch, all of it or none."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from datasets.actions.ledgers.children.adults import GuardianTarget, Household, Target
from datasets.actions.ledgers.children.plan import ChildrenPlan, ChildRow
from datasets.actions.ledgers.progress import Progress, nobody_follows
from datasets.actions.ledgers.records.writing import stored_value
from datasets.choices import JobStep, RowAction
from datasets.history.bulk import Origin, Write, insert_rows, new_keys, update_rows
from datasets.models import (
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    Record,
)
from datasets.queries.categories import category_ids
from datasets.queries.matching import CHILD_FIELDS, FAMILY_FIELDS, GUARDIAN_FIELDS

#: A row, whom it links to its child, the relation, and whether that is the principal guardian.
_Link = tuple[ChildRow, GuardianTarget, str, bool]


@transaction.atomic
def write_children(
    plan: ChildrenPlan, *, origin: Origin, progress: Progress = nobody_follows
) -> None:
    """Write what the plan's rows say, with full history, and set each new row's `record_id`."""
    writer = _Writer(plan, origin)
    tables = (
        writer.families,
        writer.guardians,
        writer.children,
        writer.guardianships,
        writer.categories,
    )
    # A table is written for all rows at once: each counts as its part of every row.
    for number, write in enumerate(tables):
        progress(JobStep.WRITE, len(plan.rows) * number // len(tables), len(plan.rows))
        write()


class _Writer:
    """Keys first, then one set of statements a table, in the order of the foreign keys."""

    def __init__(self, plan: ChildrenPlan, origin: Origin) -> None:
        self.plan = plan
        self.origin = origin
        self.creates = [row for row in plan.rows if row.action == RowAction.CREATE]
        self.updates = [row for row in plan.rows if row.action == RowAction.UPDATE]
        self.written = [*self.creates, *self.updates]

    def families(self) -> None:
        new = [family for family in self.plan.families if family.is_new]
        for family, key in zip(new, new_keys(Family, len(new)), strict=True):
            family.key = key
        names = ("household_number", "head_name", "address")
        insert_rows(
            Family,
            ["region_id", *names],
            (
                Write(
                    family.key,
                    (family.region_id, *(family.values.get(name) or "" for name in names)),
                    family.sheet,
                    family.row,
                )
                for family in new
            ),
            origin=self.origin,
        )
        self._update(Family, FAMILY_FIELDS, self.plan.families)

    def guardians(self) -> None:
        new = [guardian for guardian in self.plan.guardians if guardian.is_new]
        for guardian, key in zip(new, new_keys(Guardian, len(new)), strict=True):
            guardian.key = key
        insert_rows(
            Guardian,
            ["family_id", *GUARDIAN_FIELDS],
            (
                Write(
                    guardian.key,
                    (
                        _key_of(guardian.family),
                        guardian.values["name"],
                        guardian.values.get("id_number"),
                        guardian.values.get("phone", ""),
                        guardian.values.get("condition", ""),
                    ),
                    guardian.sheet,
                    guardian.row,
                )
                for guardian in new
            ),
            origin=self.origin,
        )
        self._update(Guardian, GUARDIAN_FIELDS, self.plan.guardians)

    def _update(
        self, model: type[Record], columns: Sequence[str], targets: Sequence[Target]
    ) -> None:
        """Set what the rows say anew of recorded families or guardians."""
        update_rows(
            model,
            columns,
            (
                Write(
                    target.state.id,
                    tuple(target.values.get(name, target.stored(name)) for name in columns),
                    target.sheet,
                    target.row,
                )
                for target in targets
                if target.state and target.values
            ),
            origin=self.origin,
        )

    def children(self) -> None:
        for row, key in zip(self.creates, new_keys(Child, len(self.creates)), strict=True):
            row.record_id = key
        fields = {field.name: field for field in Child._meta.concrete_fields}
        beside = self.plan.beside
        names = (*CHILD_FIELDS, *beside.names)
        defaults = [fields[name].get_default() for name in names]
        insert_rows(
            Child,
            ["region_id", "family_id", *CHILD_FIELDS, *beside.columns],
            (
                _write(
                    row,
                    row.read.values["region"].id,
                    _key_of(row.household.family) if row.household else None,
                    *map(
                        {**row.child_values, **_stored(row, beside.names)}.get,
                        names,
                        defaults,
                    ),
                )
                for row in self.creates
            ),
            origin=self.origin,
        )
        update_rows(
            Child,
            ["region_id", "family_id", *CHILD_FIELDS, *beside.columns],
            (
                _write(row, *self._child_after(row))
                for row in self.updates
                if self._child_changes(row)
            ),
            origin=self.origin,
        )

    def guardianships(self) -> None:
        demoted, promoted, new = [], [], []
        for row in self.written:
            household = row.household
            if household is None or household.guardian is None:
                continue
            if household.link is None:
                new.append(row)
                demoted += _principals(row)
            elif not household.link.is_principal:
                promoted.append(row)
                demoted += _principals(row)
            elif "guardian_relation" in row.changes:
                promoted.append(row)
        # The old principal steps down first: there is one at a time.
        columns = ("relation", "is_principal")
        update_rows(Guardianship, columns, demoted, origin=self.origin)
        update_rows(
            Guardianship,
            columns,
            (
                Write(
                    row.household.link.id,
                    (
                        row.changes.get("guardian_relation", [None, row.household.link.relation])[
                            1
                        ],
                        True,
                    ),
                    row.read.sheet,
                    row.read.row,
                )
                for row in promoted
                if row.household and row.household.link
            ),
            origin=self.origin,
        )
        links = [*self._principal_links(new), *self._parents_links()]
        links.sort(key=lambda link: link[0].record_id or 0)  # keys that rise are written fastest
        insert_rows(
            Guardianship,
            ["child_id", "guardian_id", "relation", "is_principal"],
            (
                Write(
                    key,
                    (row.record_id, _key_of(guardian), relation, is_principal),
                    row.read.sheet,
                    row.read.row,
                )
                for key, (row, guardian, relation, is_principal) in zip(
                    new_keys(Guardianship, len(links)), links, strict=True
                )
            ),
            origin=self.origin,
        )

    def _principal_links(self, rows: Sequence[ChildRow]) -> Iterator[_Link]:
        for row in rows:
            if row.household and row.household.guardian:
                relation = row.read.values.get("guardian_relation", "")
                yield row, row.household.guardian, relation, True

    def _parents_links(self) -> Iterator[_Link]:
        """Of the parents whom a row adds: whoever is the guardian as well is linked as such."""
        for row in self.written:
            household = row.household or Household()
            for parent in household.parents:
                if parent.link is None and parent.guardian is not household.guardian:
                    yield row, parent.guardian, parent.relation.value, False

    def categories(self) -> None:
        ids = category_ids()
        links = [(row, ids[code]) for row in self.written for code in row.new_categories]
        keys = new_keys(ChildCategory, len(links))
        insert_rows(
            ChildCategory,
            ["child_id", "category_id"],
            (
                Write(key, (row.record_id, category_id), row.read.sheet, row.read.row)
                for key, (row, category_id) in zip(keys, links, strict=True)
            ),
            origin=self.origin,
        )

    def _child_changes(self, row: ChildRow) -> bool:
        gets_family = (
            row.child is not None
            and row.child.family is None
            and row.household is not None
            and row.household.family is not None
        )
        return bool(row.child_values) or gets_family

    def _child_after(self, row: ChildRow) -> Iterator[Any]:
        child = row.child
        if child is None:
            raise AssertionError("An update has a child.")
        yield row.child_values.get("region_id", child.place.id)
        yield _key_of(row.household.family) if row.household else None
        for name, recorded in zip(CHILD_FIELDS, child.fields, strict=True):
            yield row.child_values.get(name, recorded)
        beside = self.plan.beside
        for name, recorded in zip(beside.names, beside.stored(child), strict=True):
            yield stored_value(row.child_values.get(name, recorded))


def _stored(row: ChildRow, beside: Sequence[str]) -> dict[str, Any]:
    """The values of a new child, those of defined fields as their columns hold them."""
    if not beside:
        return row.read.values
    values = row.values
    return values | {name: stored_value(values[name]) for name in beside if name in values}


def _key_of(target: Target | None) -> int | None:
    if target is None:
        return None
    key: int = target.state.id if target.state else target.key
    return key


def _principals(row: ChildRow) -> list[Write]:
    links = row.child.guardianships if row.child else ()
    return [
        Write(link.id, (link.relation, False), row.read.sheet, row.read.row)
        for link in links
        if link.is_principal
    ]


def _write(row: ChildRow, *values: Any) -> Write:
    if row.record_id is None:
        raise AssertionError("Keys are given before rows are written.")
    return Write(row.record_id, values, row.read.sheet, row.read.row)

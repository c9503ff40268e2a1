"""What reckons with a field: conditions that ask it, views that show it, forms that ask for it, ledgers."""

from collections.abc import Iterator, Mapping
from typing import Any

from datasets.custom.computing import Computed, computed_fields
from datasets.custom.types.links import models_by_collection
from datasets.models import FieldDefinition, LedgerHabit, PublicForm, SavedView, WarningRule
from datasets.queries.conditions import UnanswerableCondition, asked_of, leaves_of


def views_with(field: FieldDefinition) -> Iterator[tuple[SavedView, set[str]]]:
    """The saved views that name it, each with the attributes that do: of other collections the condition alone."""
    for view in SavedView.objects.order_by("name", "pk"):
        named = {"condition"} if _asks(view.collection, view.condition, field) else set()
        if view.collection == field.collection:
            told: Mapping[str, list[str]] = {
                "columns": view.columns,
                "order": [view.order.removeprefix("-")],
                "grouping": list(view.grouping.values()),
            }
            named |= {name for name, codes in told.items() if field.code in codes}
        if named:
            yield view, named


def rules_with(field: FieldDefinition) -> list[WarningRule]:
    """The rules of early warning that ask it and are in use."""
    rules = WarningRule.objects.filter(is_enabled=True)
    return [rule for rule in rules if _asks(rule.collection, rule.condition, field)]


def forms_with(field: FieldDefinition) -> list[PublicForm]:
    forms = PublicForm.objects.filter(collection=field.collection)
    return [form for form in forms if field.code in form.fields]


def formulas_with(field: FieldDefinition) -> list[Computed]:
    model = models_by_collection()[field.collection]
    return [one for one in computed_fields(model) if field.code in one.operands]


def habits_with(field: FieldDefinition) -> list[LedgerHabit]:
    """What senders' regions said of their columns and words (models/ledger_habits.py)."""
    habits = LedgerHabit.objects.filter(collection=field.collection)
    return [one for one in habits if field.code in {*one.columns.values(), *one.words, *one.kept}]


def _asks(collection: str, condition: Any, field: FieldDefinition) -> bool:
    models = models_by_collection()
    model, target = models.get(collection), models[field.collection]
    if model is None:
        return False
    return any(
        one.model is target and one.name == field.code for one in _fields_in(model, condition)
    )


def _fields_in(model: Any, condition: Any) -> Iterator[Any]:
    """The fields that the leaves of a condition name, those that lead to others' records among them."""
    try:
        leaves = leaves_of(condition)
    except UnanswerableCondition:
        return
    for leaf in leaves:
        try:
            asked = asked_of(model, leaf["field"])
        except UnanswerableCondition:
            continue  # names what is gone already
        yield asked.field
        if asked.link:
            yield asked.link
        if asked.rows:
            yield asked.rows.by

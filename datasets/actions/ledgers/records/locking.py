"""A plan of records made without locks, and whether it still holds once the rows it changes are locked."""

from django.db.models import Q

from datasets.actions.ledgers.records.plan import RecordsPlan
from datasets.choices import RowAction
from datasets.queries.lists import among_keys
from datasets.queries.records import states_of


def lock_records(plan: RecordsPlan) -> bool:
    """Lock what the plan changes until the transaction ends; False if somebody changed it meanwhile."""
    expected = {
        row.record.id: row.record
        for row in plan.rows
        if row.action == RowAction.UPDATE and row.record
    }
    if not expected:
        return True
    rules, which = plan.rules, Q(pk__in=among_keys(expected))
    rows = rules.model._default_manager.filter(which).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))
    now = states_of(rules.model, rules.fields, written_by=rules.written_by, which=which)
    return {state.id: state for state in now} == expected

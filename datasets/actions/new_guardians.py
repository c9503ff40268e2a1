"""A child and a guardian who is not recorded yet, in one act."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.actions.principal_guardians import guardian_in_family
from datasets.actions.records import Owned
from datasets.models import Child, Guardian
from datasets.standards.id_numbers import as_stored
from datasets.standards.writing import name_of_person


class GuardianRefused(ValidationError):
    """What is wrong with the guardian, by the guardian's own fields: the child has fields of the same names."""


@transaction.atomic
def write_with_new_guardian(
    *,
    child: Child | None,
    values: Mapping[str, Any],
    owned: Owned,
    guardian: Mapping[str, Any],
    link: Mapping[str, Any],
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> Child:
    """The child, new where it is None, with one guardian more: `guardian`'s fields, and `link`'s of what both are to
    each other. A child without a family comes into a new one with the guardian.

    Raises NotPermitted, GuardianRefused, RecordChangedMeanwhile, ValidationError.
    """
    family = values.get("family", child and child.family)
    region = values.get("region", child and child.region)
    try:
        _require_unknown(guardian, by)
        told = {**guardian, "name": name_of_person(guardian["name"])}
        person = guardian_in_family(values=told, family=family, region=region, by=by, reason=reason)
    except ValidationError as refusal:
        raise GuardianRefused(refusal) from refusal
    rows = [*owned.get("guardianships", ()), {**link, "guardian": person}]
    values, owned = {**values, "family": person.family}, {**owned, "guardianships": rows}
    if child is None:
        return create(Child, values=values, owned=owned, by=by, reason=reason)
    change(child, values=values, owned=owned, by=by, reason=reason, seen_version=seen_version)
    return child


def _require_unknown(guardian: Mapping[str, Any], by: Actor) -> None:
    """Whoever bears the number is the same person, and is chosen: nobody is recorded twice. Raises ValidationError."""
    number = as_stored(guardian.get("id_number"))
    if number and by.rows(Guardian).filter(id_number=number).exists():
        said = _("这个证件号码的监护人已经登记过，请在上面的“监护人”里选择。")
        raise ValidationError({"id_number": said}, code="known")

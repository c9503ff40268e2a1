"""Who may do what with the records of a collection of one's own: as with the built-in ones, permissions of roles."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from datasets.access.roles import CityDesk, CountyDesk, TownshipClerk, VillageWorker
from datasets.custom.specs import CollectionSpec
from datasets.models import Record

VERBS: tuple[str, ...] = tuple(Record.Meta.default_permissions)


def grant(spec: CollectionSpec, grants: Mapping[str, Sequence[str]]) -> None:
    """Give each role (by the name of its group) just these verbs on the collection."""
    content_type, _is_new = ContentType.objects.get_or_create(
        app_label="datasets", model=spec.model_name
    )
    permissions = {
        verb: Permission.objects.update_or_create(
            content_type=content_type,
            codename=f"{verb}_{spec.model_name}",
            defaults={"name": f"Can {verb} {spec.label}"},
        )[0]
        for verb in VERBS
    }
    for group in Group.objects.all():
        wanted = {permissions[verb] for verb in grants.get(group.name, ()) if verb in permissions}
        group.permissions.remove(*({*permissions.values()} - wanted))
        group.permissions.add(*wanted)


def granted(spec: CollectionSpec) -> dict[str, list[str]]:
    """Who holds which verbs on the collection now, whether by its definition or by a city's editor of groups."""
    held = Group.objects.filter(
        permissions__content_type__app_label="datasets",
        permissions__content_type__model=spec.model_name,
    )
    found: dict[str, set[str]] = defaultdict(set)
    for name, codename in held.values_list("name", "permissions__codename"):
        found[name].add(codename.partition("_")[0])
    return {name: [verb for verb in VERBS if verb in verbs] for name, verbs in found.items()}


def usual_grants() -> dict[str, list[str]]:
    """What a new collection grants unless somebody says otherwise: towns and counties keep it, villages write."""
    return {
        TownshipClerk.name: list(VERBS),
        CountyDesk.name: list(VERBS),
        VillageWorker.name: ["view", "add", "change"],
        CityDesk.name: ["view", "export"],
    }

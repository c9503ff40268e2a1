"""The roles as groups, to which a city adds its users."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from datasets.access import Actor
from datasets.access.field_groups import permissions_of
from datasets.access.roles import ROLES, Role
from datasets.actions.dispatch import create
from datasets.actions.records import NotPermitted
from datasets.models import RoleGrant

ENTER_ADMIN = "wagtailadmin.access_admin"


class UnknownPermission(LookupError):
    """A role grants what no permission of the database stands for."""


@transaction.atomic
def add_missing_groups(*, by: Actor) -> int:
    """A group for each role that has none, with what the role grants; a group that is there stays as it is."""
    if not by.is_system:
        raise NotPermitted
    new: list[type[Role]] = []
    for role in ROLES:
        group, is_new = Group.objects.get_or_create(name=role.name)
        if is_new:
            group.permissions.set(granted_to(role))
            new.append(role)
    _add_grants(new, by)
    return len(new)


def rights_of_nobody() -> list[tuple[str, Permission]]:
    """Role and permission: what a role is written to grant and no group holds, as after an upgrade that brought it."""
    held = Group.permissions.through.objects.values("permission")
    unheld = set(Permission.objects.exclude(pk__in=held).values_list("pk", flat=True))
    return [
        (role.name, permission)
        for role in ROLES
        for permission in granted_to(role)
        if permission.pk in unheld
    ]


@transaction.atomic
def grant_rights_of_nobody(*, by: Actor) -> list[tuple[str, Permission]]:
    """Give them to the groups of those roles; returns what was given. Only where somebody asks for it: a city may
    have taken a right from everybody on purpose.
    """
    if not by.is_system:
        raise NotPermitted
    given = rights_of_nobody()
    for name, permission in given:
        Group.objects.get(name=name).permissions.add(permission)
    return given


def _add_grants(roles: list[type[Role]], by: Actor) -> None:
    """Who appoints whom, for roles that have just come; what a city changed since stays."""
    groups = {group.name: group for group in Group.objects.all()}
    for giver in ROLES:
        for given in giver.appoints:
            if giver in roles or given in roles:
                pair = {"giver": groups[giver.name], "given": groups[given.name]}
                create(RoleGrant, values=pair, by=by, reason="初始角色")


def granted_to(role: type[Role]) -> list[Permission]:
    """The permissions of a role. Raises UnknownPermission."""
    wanted = {
        ("datasets", f"{verb}_{model}") for verb, models in role.grants.items() for model in models
    }
    wanted |= {("datasets", codename) for codename in permissions_of(role)}
    names = (*role.site_permissions, *([ENTER_ADMIN] if role.enters_admin else []))
    wanted |= {(app, codename) for app, codename in (name.split(".") for name in names)}
    condition = Q()
    for app, codename in wanted:
        condition |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(condition).select_related("content_type"))
    missing = wanted - {(item.content_type.app_label, item.codename) for item in found}
    if missing:
        raise UnknownPermission(f"{role.__name__} grants {sorted(missing)}")
    return found

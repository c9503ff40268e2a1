"""The groups that `seed` makes hold what access/roles.py says, and nothing by accident."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from datasets.access.roles import (
    DEFINITIONS,
    DUTY_TABLE,
    INBOX,
    PUBLIC_FORMS,
    RECORDS,
    REFERENCE,
    REQUESTS,
    ROLES,
    WARNINGS,
    Auditor,
    PublicityEditor,
    Role,
    SystemAdministrator,
)
from datasets.models import Record
from datasets.models.field_groups import FIELD_GROUP_PERMISSIONS

pytestmark = pytest.mark.django_db

VERBS = ("view", "add", "change", "delete", "import", "export")
#: What else is done with a collection, and all that is done with what is no record.
OWN_VERBS = {
    "child": ("seal", "unseal"),
    "seal": ("view",),
    "unsealing": ("view", "approve"),
    "transferrequest": ("decide",),
    "referral": ("receive",),
    "retentionrun": ("view", "propose", "approve", "restore"),
    "ledgerbatch": ("view",),
    "accessentry": ("view", "trace"),
    "webhook": ("view", "add", "change", "delete"),
}
COLLECTIONS = sorted(
    model._meta.model_name or "" for model in apps.get_app_config("datasets").get_models()
)


def held_by(role: type[Role], app: str) -> set[str]:
    permissions = Group.objects.get(name=role.name).permissions
    return set(permissions.filter(content_type__app_label=app).values_list("codename", flat=True))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_each_verb_on_each_collection_as_written_down(role: type[Role]) -> None:
    held = held_by(role, "datasets")
    verbs = {*VERBS, *(verb for own in OWN_VERBS.values() for verb in own)}
    matrix = {(verb, name) for verb in verbs for name in COLLECTIONS if f"{verb}_{name}" in held}
    granted = {(verb, name) for verb, names in role.grants.items() for name in names}
    assert matrix == granted
    groups = {codename for codename, _name in FIELD_GROUP_PERMISSIONS}
    assert held - groups == {f"{verb}_{name}" for verb, name in granted}, "no verb but these"


@pytest.mark.parametrize("role", ROLES)
def test_outside_the_collections_a_role_holds_what_it_names_and_the_way_in(
    role: type[Role],
) -> None:
    others = Group.objects.get(name=role.name).permissions.exclude(
        content_type__app_label="datasets"
    )
    held = {f"{item.content_type.app_label}.{item.codename}" for item in others}
    assert held == {*role.site_permissions, "wagtailadmin.access_admin"}


def test_every_collection_has_the_six_permissions_and_no_history_table_has_any() -> None:
    for model in apps.get_app_config("datasets").get_models():
        name = model._meta.model_name
        records = VERBS if issubclass(model, Record) else ()
        verbs = (*records, *OWN_VERBS.get(name or "", ()))
        held = Permission.objects.filter(
            content_type__app_label="datasets", codename__endswith=f"_{name}"
        )
        assert set(held.values_list("codename", flat=True)) == {f"{verb}_{name}" for verb in verbs}


def test_every_collection_is_granted_to_somebody_or_stands_here() -> None:
    named = {
        *RECORDS,
        *DUTY_TABLE,
        *REFERENCE,
        *REQUESTS,
        *DEFINITIONS,
        *WARNINGS,
        *PUBLIC_FORMS,
        *INBOX,
        "post",
        "rolegrant",
        "ledgerbatch",
        "ledgerhabit",
        "accessentry",
        "loginrule",
        "seal",
        "unsealing",
        "webhook",
        "retentionrule",
        "retentionrun",
        "savedview",
    }
    ours = {name for name in COLLECTIONS if not name.startswith("historical")}
    assert ours - named == {
        "ledgerrow",
        "matchdecision",
        "accessrecord",
        "accesshead",
        "staffaccount",
        "ledgerjob",
        "accesstoken",
        "webhookdelivery",
        "figurerelease",
        "definitionsstate",
        "numbercounter",
        "openwarning",
        "warningmute",
        "bulkchange",
        "warningmail",
    }, "read through their own"


@pytest.mark.parametrize("role", [PublicityEditor, Auditor, SystemAdministrator])
def test_who_has_no_business_with_children_holds_no_permission_on_them(role: type[Role]) -> None:
    private = {f"{verb}_{name}" for verb in VERBS for name in (*RECORDS, *REQUESTS, "ledgerbatch")}
    # Of ledgers the administrator sees those of regions alone: see test_actors.py.
    own = {"view_ledgerbatch"} if role is SystemAdministrator else set()
    assert not (private - own) & held_by(role, "datasets")


def test_the_auditor_changes_nothing() -> None:
    assert {codename.split("_")[0] for codename in held_by(Auditor, "datasets")} == {"view"}

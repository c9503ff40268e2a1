"""The roles of 困境未成年人 protection, as a lawyer can read them.

Each role is seeded as a group of the same name; a city changes the group in the admin. A role says
what may be done; a post (models/posts.py) says with whose records; field_groups.py says which of their
fields are shown. What is not listed is refused.
"""

from typing import ClassVar

RECORDS = ("child", "childcategory", "family", "guardian", "guardianship")
#: 封存 (access/sealing.py): to seal, to ask for a sealed record, to decide on what others ask.
SEALING = {"seal": ("child",), "unseal": ("child",), "approve": ("unsealing",)}
DUTY_TABLE = ("agency", "duty", "dutyassignment", "leadinggroup", "leadinggroupmember")
REFERENCE = (
    "region", "regionname", "category", "categoryalias", "categorygroup",
    "categoryplacement", "categoryscheme", "policy",
)  # fmt: skip

#: What is asked of other areas (a child that they keep) and of agencies.
REQUESTS = ("transferrequest", "referral")

#: Rules of early warning, and forms that the public fills in.
WARNINGS = ("warningrule",)
PUBLIC_FORMS = ("publicform",)
INBOX = ("formanswer",)

#: How long records are kept, and what was done by it.
RETENTION = ("retentionrule", "retentionrun")

#: What a city keeps beyond the built-in collections (models/definitions.py). Nobody deletes one: it is put out of use.
DEFINITIONS = ("collectiondefinition", "fielddefinition")


class Role:
    """`grants` maps each verb to the collections on which it is granted, by model name."""

    name: ClassVar[str]
    enters_admin: ClassVar[bool] = True
    grants: ClassVar[dict[str, tuple[str, ...]]] = {}
    #: Permissions of Wagtail and Django itself, as "app.codename".
    site_permissions: ClassVar[tuple[str, ...]] = ()
    #: The roles to which those of this one may appoint people in their own area (models/posts.py, RoleGrant).
    appoints: ClassVar[tuple[type["Role"], ...]] = ()


class VillageWorker(Role):
    """儿童主任、网格员: keeps the archive of each child and family of the village, visits, reports."""

    name = "村（社区）儿童主任"
    grants = {
        "view": (*RECORDS, *DUTY_TABLE, *REFERENCE),
        "add": RECORDS,
        "change": RECORDS,
    }


class TownshipClerk(Role):
    """镇街专干、监督员: takes in the villages' ledgers, corrects them, reports (Z八（二）)."""

    name = "镇（街道）专干"
    grants = {
        "view": (
            *RECORDS, *DUTY_TABLE, *REFERENCE, "ledgerbatch", "ledgerhabit", *REQUESTS, *INBOX,
        ),
        "add": (*RECORDS, "ledgerhabit", *REQUESTS),
        "change": (*RECORDS, "ledgerhabit", *INBOX),
        "delete": ("childcategory", "guardianship", "ledgerhabit"),
        "import": RECORDS,
        "export": (*RECORDS, *DUTY_TABLE, *REFERENCE),
    }  # fmt: skip


class CountyDesk(Role):
    """县（市、区）: checks, compares with the departments' lists, supervises the townships."""

    name = "县（市、区）未保专员"
    grants = {
        **TownshipClerk.grants,
        **SEALING,
        "trace": ("accessentry",),
        "decide": ("transferrequest",),
        "delete": (*RECORDS, "ledgerhabit"),
        # Puts away and makes nameless what the city's desk proposes: never what it proposed itself.
        "view": (
            *TownshipClerk.grants["view"],
            *RETENTION,
            *DEFINITIONS,
            *WARNINGS,
            *PUBLIC_FORMS,
        ),
        "add": (*TownshipClerk.grants["add"], *DEFINITIONS, *WARNINGS, *PUBLIC_FORMS),
        "change": (*TownshipClerk.grants["change"], *DEFINITIONS, *WARNINGS, *PUBLIC_FORMS),
        "approve": (*SEALING["approve"], "retentionrun"),
        "restore": ("retentionrun",),
    }


class CityDesk(Role):
    """市民政局: leads, keeps the duty table and the categories, joint meetings, statistics."""

    name = "市民政局"
    grants = {
        "view": (
            *RECORDS, *DUTY_TABLE, *REFERENCE, *REQUESTS, *RETENTION, *DEFINITIONS, *WARNINGS,
            *PUBLIC_FORMS, "ledgerbatch", "ledgerhabit", "post",
        ),
        "add": (
            *RECORDS, *DUTY_TABLE, *REFERENCE, *DEFINITIONS, *WARNINGS, *PUBLIC_FORMS,
            "ledgerhabit", "referral", "retentionrule",
        ),
        "change": (
            *RECORDS, *DUTY_TABLE, *REFERENCE, *DEFINITIONS, *WARNINGS, *PUBLIC_FORMS,
            "ledgerhabit", "retentionrule", "savedview",
        ),
        "delete": (*RECORDS, *DUTY_TABLE, *REFERENCE, "ledgerhabit", "retentionrule"),
        # Ledgers of children are handed in where they are kept: whoever imports must see whole records.
        "import": (*DUTY_TABLE, *REFERENCE),
        "export": (*RECORDS, *DUTY_TABLE, *REFERENCE),
        **SEALING,
        "trace": ("accessentry",),
        "decide": ("transferrequest",),
        "propose": ("retentionrun",),
        "approve": (*SEALING["approve"], "retentionrun"),
        "restore": ("retentionrun",),
    }  # fmt: skip


class AgencyOfficer(Role):
    """公安、教育、司法、卫健……: sees the duty table; of children only what was referred to the agency."""

    name = "成员单位联络员"
    grants = {
        "view": (*DUTY_TABLE, *REFERENCE),
        "export": DUTY_TABLE,
        # With a post at an agency: what was sent there, while it runs (access/reaching.py).
        "receive": ("referral",),
    }


class DutyTableAdmin(Role):
    """Keeps agencies, duties and who owes what."""

    name = "职责表管理员"
    grants = {
        "view": (*DUTY_TABLE, *REFERENCE, "ledgerbatch", "ledgerhabit"),
        "add": (*DUTY_TABLE, "policy", "ledgerhabit"),
        "change": (*DUTY_TABLE, "policy", "ledgerhabit"),
        "delete": (*DUTY_TABLE, "policy", "ledgerhabit"),
        "import": (*DUTY_TABLE, "policy"),
        "export": (*DUTY_TABLE, "policy"),
    }


class PublicityEditor(Role):
    """宣传部: public policy and awareness pages; never a child's record."""

    name = "宣传编辑"
    site_permissions = (
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
    )


class PublicityReviewer(Role):
    """宣传部门负责人: the second of three who read a page before the public does (三审)."""

    name = "宣传部门审核"
    site_permissions = ("wagtailimages.choose_image", "wagtaildocs.choose_document")


class PublicityChief(Role):
    """分管领导: the third; signs pages, and takes them down."""

    name = "宣传签发领导"
    site_permissions = ("wagtailimages.choose_image", "wagtaildocs.choose_document")


class Auditor(Role):
    """纪检、审计: reads who looked at what and what was sealed by whom, changes nothing, sees no child's data."""

    name = "审计员"
    grants = {
        "view": (
            *DUTY_TABLE, *REFERENCE, *RETENTION, "post", "rolegrant", "accessentry", "seal", "unsealing",
        )
    }  # fmt: skip


class SystemAdministrator(Role):
    """Accounts, posts and regions; sees no record by that alone. Administrators are made by a superuser only."""

    name = "系统管理员"
    grants = {
        "view": (
            *REFERENCE,
            *DEFINITIONS,
            "agency",
            "post",
            "rolegrant",
            "ledgerbatch",
            "ledgerhabit",
            "loginrule",
            "webhook",
        ),
        "add": (
            "region", "regionname", "post", "ledgerhabit", "loginrule", "webhook", *DEFINITIONS,
        ),
        "change": (
            "region", "regionname", "post", "ledgerhabit", "loginrule", "webhook", "savedview",
            *DEFINITIONS,
        ),
        "delete": ("regionname", "post", "ledgerhabit", "loginrule", "webhook"),
        "import": ("region", "regionname", "post"),
        "export": ("region", "post"),
    }  # fmt: skip
    site_permissions = ("auth.add_user", "auth.change_user")
    appoints = (
        VillageWorker, TownshipClerk, CountyDesk, CityDesk, AgencyOfficer, DutyTableAdmin,
        PublicityEditor, PublicityReviewer, PublicityChief, Auditor,
    )  # fmt: skip


ROLES: tuple[type[Role], ...] = (
    VillageWorker,
    TownshipClerk,
    CountyDesk,
    CityDesk,
    AgencyOfficer,
    DutyTableAdmin,
    PublicityEditor,
    PublicityReviewer,
    PublicityChief,
    Auditor,
    SystemAdministrator,
)

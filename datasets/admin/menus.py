"""The menu as a clerk's day goes: the archive, who owes what, what everything rests on."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu
from wagtail_modeladmin.menus import GroupMenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from datasets.admin.agencies import AgencyAdmin, agency_chooser
from datasets.admin.categories import CategoryAdmin, CategorySchemeAdmin
from datasets.admin.children import ChildAdmin, child_chooser
from datasets.admin.duties import DutyAdmin, DutyAssignmentAdmin, assignment_chooser, duty_chooser
from datasets.admin.families import FamilyAdmin, family_chooser
from datasets.admin.guardians import GuardianAdmin, guardian_chooser
from datasets.admin.leading_groups import LeadingGroupAdmin
from datasets.admin.login_rules import LoginRuleAdmin
from datasets.admin.policies import PolicyAdmin, policy_chooser
from datasets.admin.posts import PostAdmin, RoleGrantAdmin, user_chooser
from datasets.admin.regions import RegionAdmin, region_chooser
from datasets.admin.retention.rules import RetentionRuleAdmin

CHOOSERS = (
    region_chooser,
    child_chooser,
    family_chooser,
    guardian_chooser,
    agency_chooser,
    duty_chooser,
    assignment_chooser,
    policy_chooser,
    user_chooser,
)


class RecordGroup(ModelAdminGroup):
    """A menu group; shown to whoever may view one of its collections."""

    #: The hook by which other screens put an item of theirs into this group.
    item_hook: ClassVar[str]

    def get_menu_item(self) -> GroupMenuItem:
        submenu = Menu(items=self.get_submenu_items(), register_hook_name=self.item_hook)
        return GroupMenuItem(self, self.get_menu_order(), submenu)


class ArchiveGroup(RecordGroup):
    menu_label = _("儿童档案")
    menu_item_name = "archive"
    menu_icon = "folder-open-inverse"
    menu_order = 110
    item_hook = "register_archive_menu_item"
    items = (ChildAdmin, FamilyAdmin, GuardianAdmin)


class DutyGroup(RecordGroup):
    menu_label = _("职责分工")
    menu_item_name = "duty-table"
    menu_icon = "tasks"
    menu_order = 120
    item_hook = "register_duty_menu_item"
    items = (AgencyAdmin, DutyAdmin, DutyAssignmentAdmin, LeadingGroupAdmin, PolicyAdmin)


class ReferenceGroup(RecordGroup):
    menu_label = _("基础数据")
    menu_item_name = "reference"
    menu_icon = "list-ul"
    menu_order = 130
    item_hook = "register_reference_menu_item"
    items = (
        RegionAdmin, CategoryAdmin, CategorySchemeAdmin, PostAdmin, RoleGrantAdmin, LoginRuleAdmin,
        RetentionRuleAdmin,
    )  # fmt: skip

"""What is stored. One file a noun; records know nobody above them."""

from datasets.models.access_log import AccessEntry, AccessHead, AccessRecord
from datasets.models.accounts import LoginRule, StaffAccount
from datasets.models.agencies import Agency
from datasets.models.bulk_changes import BulkChange
from datasets.models.categories import (
    Category,
    CategoryAlias,
    CategoryGroup,
    CategoryPlacement,
    CategoryScheme,
)
from datasets.models.children import Child, ChildCategory
from datasets.models.definitions import (
    CollectionDefinition,
    DefinitionsState,
    FieldDefinition,
    NumberCounter,
)
from datasets.models.duties import Duty, DutyAssignment
from datasets.models.families import Family
from datasets.models.figures import FigureRelease
from datasets.models.guardians import Guardian, Guardianship
from datasets.models.jobs import LedgerJob
from datasets.models.leading_groups import LeadingGroup, LeadingGroupMember
from datasets.models.ledger_habits import LedgerHabit
from datasets.models.ledgers import LedgerBatch, LedgerRow
from datasets.models.match_decisions import MatchDecision
from datasets.models.policies import Policy
from datasets.models.posts import Post, RoleGrant
from datasets.models.public_forms import FormAnswer, PublicForm
from datasets.models.records import Record
from datasets.models.referrals import Referral
from datasets.models.regions import Region, RegionName
from datasets.models.retention import RetentionRule, RetentionRun
from datasets.models.seals import Seal, Unsealing
from datasets.models.tokens import AccessToken
from datasets.models.transfers import TransferRequest
from datasets.models.views import SavedView
from datasets.models.warnings import OpenWarning, WarningMail, WarningMute, WarningRule
from datasets.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "AccessEntry",
    "AccessHead",
    "AccessRecord",
    "AccessToken",
    "Agency",
    "BulkChange",
    "Category",
    "CategoryAlias",
    "CategoryGroup",
    "CategoryPlacement",
    "CategoryScheme",
    "Child",
    "ChildCategory",
    "CollectionDefinition",
    "DefinitionsState",
    "Duty",
    "DutyAssignment",
    "Family",
    "FieldDefinition",
    "FigureRelease",
    "FormAnswer",
    "Guardian",
    "Guardianship",
    "LeadingGroup",
    "LeadingGroupMember",
    "LedgerBatch",
    "LedgerHabit",
    "LedgerJob",
    "LedgerRow",
    "LoginRule",
    "MatchDecision",
    "NumberCounter",
    "OpenWarning",
    "Policy",
    "Post",
    "PublicForm",
    "Record",
    "Referral",
    "Region",
    "RegionName",
    "RetentionRule",
    "RetentionRun",
    "RoleGrant",
    "SavedView",
    "Seal",
    "StaffAccount",
    "TransferRequest",
    "Unsealing",
    "WarningMail",
    "WarningMute",
    "WarningRule",
    "Webhook",
    "WebhookDelivery",
]

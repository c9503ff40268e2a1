"""The collections by the names that the command line and the addresses use."""

from django.db.models import Model

from datasets.resources.agencies import AgencyResource
from datasets.resources.categories import CategoryResource
from datasets.resources.children import ChildResource
from datasets.resources.duties import DutyAssignmentResource, DutyResource
from datasets.resources.families import FamilyResource
from datasets.resources.guardians import GuardianResource
from datasets.resources.leading_groups import LeadingGroupResource
from datasets.resources.policies import PolicyResource
from datasets.resources.records import RecordResource
from datasets.resources.regions import RegionResource

COLLECTIONS: dict[str, type[RecordResource]] = {
    "children": ChildResource,
    "families": FamilyResource,
    "guardians": GuardianResource,
    "agencies": AgencyResource,
    "duties": DutyResource,
    "assignments": DutyAssignmentResource,
    "leading-groups": LeadingGroupResource,
    "regions": RegionResource,
    "categories": CategoryResource,
    "policies": PolicyResource,
}


#: Those whose canonical sheet is imported here and not as a ledger: their cells hold rows that the record owns, and
#: what is taken out of such a cell is ended or removed. A ledger only ever adds.
SHEETS = ("children", "leading-groups", "categories")


def collection_of(model: type[Model]) -> str | None:
    """The name of the model's collection; None where it has no canonical sheet."""
    names = (name for name, resource in COLLECTIONS.items() if resource._meta.model is model)
    return next(names, None)

"""The collections by the names that the command line and the addresses use."""

from django.db.models import Model

from datasets.custom.loading import follow, made_model
from datasets.custom.specs import Catalogue
from datasets.resources.agencies import AgencyResource
from datasets.resources.categories import CategoryResource
from datasets.resources.children import ChildResource
from datasets.resources.duties import DutyAssignmentResource, DutyResource
from datasets.resources.families import FamilyResource
from datasets.resources.guardians import GuardianResource
from datasets.resources.leading_groups import LeadingGroupResource
from datasets.resources.made import resource_of, with_made_fields
from datasets.resources.policies import PolicyResource
from datasets.resources.records import RecordResource
from datasets.resources.regions import RegionResource

_BUILT_IN: dict[str, type[RecordResource]] = {
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
#: Collection → its canonical sheet. Those of one's own come and go, as do the defined fields of the others.
COLLECTIONS = dict(_BUILT_IN)


def _fit(catalogue: Catalogue) -> None:
    COLLECTIONS.clear()
    for code, resource in _BUILT_IN.items():
        has_more = code in catalogue.fields
        COLLECTIONS[code] = with_made_fields(resource) if has_more else resource
    for code in catalogue.collections:
        COLLECTIONS[code] = resource_of(made_model(code))


follow(_fit)


#: Those whose canonical sheet is imported here and not as a ledger: their cells hold rows that the record owns, and
#: what is taken out of such a cell is ended or removed. A ledger only ever adds.
SHEETS = ("children", "leading-groups", "categories")


def collection_of(model: type[Model]) -> str | None:
    """The name of the model's collection; None where it has no canonical sheet."""
    names = (name for name, resource in COLLECTIONS.items() if resource._meta.model is model)
    return next(names, None)

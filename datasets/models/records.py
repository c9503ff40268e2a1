"""What every record has in common."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from datasets.choices import FieldGroup
from datasets.models.history import RecordHistory


class Record(models.Model):
    """A row of a collection: it has a history, and says where it lies and who may know of it."""

    #: How the command line, the addresses and the ledgers call the collection; "" for rows that others own.
    collection_name: ClassVar[str] = ""
    #: Out of use: a collection of one's own that has no screens, whose records stay.
    is_out_of_use: ClassVar[bool] = False
    #: The lookup that leads to the region whose staff keep the record; "" where none does.
    region_lookup: ClassVar[str] = ""
    #: Public knowledge (agencies, duties, categories): read beyond one's own area by who may view the collection.
    is_public_knowledge: ClassVar[bool] = False
    #: The fields that anybody may read, without a login (datasets/api); none where the collection is not published.
    published_fields: ClassVar[tuple[str, ...]] = ()
    #: Of what is not public knowledge: which group each field belongs to. A field without one is shown to nobody.
    field_groups: ClassVar[Mapping[FieldGroup, tuple[str, ...]]] = {}
    #: Relations whose rows are kept, shown and restored with this record.
    owned_relations: ClassVar[tuple[str, ...]] = ()
    #: Of rows that belong to a record for a time: those that do now. Questions about the record count no others.
    current_rows: ClassVar[models.Q] = models.Q()
    #: Fields that the actions work out from others: they have no history of their own.
    derived_fields: ClassVar[tuple[str, ...]] = ()

    #: The lookup that leads to the day on which the record was put away (models/retention.py); "" where none is.
    archived_lookup: ClassVar[str] = ""
    #: Of a model that points to a child and, as long as a row meets the condition, keeps its record from being put
    #: away or made nameless (a seal, a referral that runs): the lookup of the child, and the condition.
    holds_child: ClassVar[tuple[str, models.Q] | None] = None

    history = RecordHistory()

    class Meta:
        abstract = True
        # Each is a Django permission that roles grant; see access/roles.py.
        default_permissions: ClassVar[tuple[str, ...]] = (
            "view", "add", "change", "delete", "export", "import",
        )  # fmt: skip

"""The history table that stands beside every record table."""

import copy
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from simple_history.models import HistoricalRecords

from datasets.models.encrypted import EncryptedCharField, FindableCharField


class Provenance(models.Model):
    """Which row of which ledger a change came from; empty for a change by the form."""

    ledger_batch = models.ForeignKey(
        "datasets.LedgerBatch",
        verbose_name=_("台账批次"),
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        # History outlives what it speaks of, and 100,000 foreign-key checks a ledger would cost seconds.
        db_constraint=False,
        db_index=False,
    )
    ledger_sheet = FindableCharField(_("工作表"), max_length=100, default="", blank=True)
    ledger_row = models.PositiveIntegerField(_("行号"), null=True)

    class Meta:
        abstract = True


def _owner_key(field: ParentalKey) -> models.ForeignKey:
    """The same column without modelcluster's relation; indexed, for a record's history asks by it."""
    key = models.ForeignKey(
        field.remote_field.model,
        verbose_name=field.verbose_name,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=True,
    )
    key.name = field.name
    return key


class RecordHistory(HistoricalRecords):
    """django-simple-history, with an author that the database insists on and few indexes.

    The stock table copies the index of each foreign key and lets the author be empty. Ours keeps the
    author NOT NULL and protected, and two indexes at most, of record and time and of an owner: bulk
    writes are as fast as the indexes allow (six times, measured at 100,000 rows).
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("inherit", True)
        options.setdefault("bases", (Provenance,))
        options.setdefault("history_id_field", models.BigAutoField())
        options.setdefault(
            "history_change_reason_field", EncryptedCharField(_("原因"), max_length=200)
        )
        super().__init__(**options)

    def fields_included(self, model: type[models.Model]) -> list[models.Field]:
        derived = getattr(model, "derived_fields", ())
        return [field for field in super().fields_included(model) if field.name not in derived]

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field]:
        fields: dict[str, Any] = super().copy_fields(model)
        for name, field in fields.items():
            field.db_index = False
            if isinstance(field, ParentalKey):
                fields[name] = _owner_key(field)
        return fields

    def _get_history_change_reason_field(self) -> models.Field:
        # One field object can serve one table only.
        return copy.copy(self.history_change_reason_field)

    def _get_history_user_fields(self) -> dict[str, models.Field]:
        return {
            "history_user": models.ForeignKey(
                settings.AUTH_USER_MODEL,
                verbose_name=_("操作人"),
                on_delete=models.PROTECT,
                related_name="+",
                db_index=False,
                # Users are protected by Django; the database would look each up again for every
                # history row, a tenth of a ledger's time.
                db_constraint=False,
            )
        }

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options: dict[str, Any] = super().get_meta_options(model)
        options["indexes"] = (models.Index(fields=("id", "history_date")),)
        options["default_permissions"] = ()
        return options

"""Households."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import DossierType, EconomicSituation, FieldGroup
from datasets.models.encrypted import EncryptedCharField, EncryptedTextField
from datasets.models.records import Record
from datasets.models.retention import Retained


class Family(Retained, Record):
    collection_name = "families"
    region_lookup = "region"
    field_groups = {
        FieldGroup.BASIC: (
            "region",
            "household_number",
            "head_name",
            "archived_date",
            "anonymised_date",
        ),
        FieldGroup.CONTACT: ("address",),
        FieldGroup.MISFORTUNE: ("economic_situation", "dossier_type", "remark"),
    }

    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("所属地区"),
        on_delete=models.PROTECT,
        related_name="families",
    )
    household_number = models.CharField(_("户号"), max_length=30, blank=True)
    head_name = models.CharField(_("户主"), max_length=60, blank=True)
    address = EncryptedCharField(_("家庭住址"), max_length=200, blank=True)
    economic_situation = EncryptedCharField(
        _("家庭经济状况"), max_length=25, choices=EconomicSituation, blank=True
    )
    dossier_type = models.CharField(
        _("档案类型"),
        max_length=30,
        choices=DossierType,
        default=DossierType.CHILD_IN_DIFFICULTY,
    )
    remark = EncryptedTextField(_("备注"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("家庭")
        verbose_name_plural = pgettext_lazy("plural", "家庭")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="family_household_number_once_in_region",
                fields=["region", "household_number"],
                condition=~models.Q(household_number="") & models.Q(archived_date=None),
                violation_error_message=_("这个地区已经有相同户号的家庭。"),
            )
        ]

    def __str__(self) -> str:
        head = self.head_name or _("未登记户主")
        return f"{head} {self.household_number}".strip()

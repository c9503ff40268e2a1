"""The adults around a child, and what each is to the child."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from datasets.choices import FieldGroup, GuardianCondition, IdType, Relation, Sex
from datasets.models.children import Child
from datasets.models.encrypted import (
    EncryptedCharField,
    EncryptedDateField,
    EncryptedTextField,
    FindableCharField,
)
from datasets.models.records import Record
from datasets.models.retention import Retained
from datasets.models.validators import validate_resident_id
from datasets.standards.writing import name_of_person


class Guardian(Retained, Record):
    collection_name = "guardians"
    region_lookup = "family__region"
    field_groups = {
        FieldGroup.BASIC: ("family", "name", "sex", "id_type", "archived_date", "anonymised_date"),
        FieldGroup.IDENTITY: ("id_number",),
        FieldGroup.CONTACT: ("phone",),
        FieldGroup.MISFORTUNE: ("remark",),
        # 服刑 and 强制戒毒 are conditions: to hide these alone would say that it is one of them.
        FieldGroup.JUDICIAL: ("condition", "condition_until_date"),
    }

    family = models.ForeignKey(
        "datasets.Family",
        verbose_name=_("家庭"),
        on_delete=models.PROTECT,
        related_name="guardians",
    )
    name = models.CharField(_("姓名"), max_length=60)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, blank=True)
    id_type = models.CharField(
        _("证件类型"), max_length=20, choices=IdType, default=IdType.RESIDENT
    )
    # NULL is "none", so that uniqueness passes it over.
    id_number = FindableCharField(_("证件号码"), max_length=30, null=True, blank=True)
    phone = FindableCharField(_("联系电话"), max_length=60, blank=True)
    condition = EncryptedCharField(_("状况"), max_length=20, choices=GuardianCondition, blank=True)
    condition_until_date = EncryptedDateField(
        _("状况截止日期"),
        null=True,
        blank=True,
        help_text=_("如服刑、强制戒毒期满的日期；期满后相应补贴应当停发。"),
    )
    remark = EncryptedTextField(_("备注"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("监护人")
        verbose_name_plural = pgettext_lazy("plural", "监护人")
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="guardian_id_number",
                fields=["id_number"],
                condition=models.Q(id_number__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="guardian_has_name",
                condition=~models.Q(name=""),
                violation_error_message=_("请填写姓名。"),
            ),
            models.CheckConstraint(
                name="guardian_id_number_not_blank",
                condition=~models.Q(id_number="") | models.Q(id_number=None),
                violation_error_message=_("没有证件号码时请留空。"),
            ),
            models.UniqueConstraint(
                name="guardian_id_number_once_in_family",
                fields=["family", "id_number"],
                condition=models.Q(id_number__isnull=False),
                violation_error_message=_("这个家庭已经登记了相同证件号码的监护人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = name_of_person(self.name)
        validate_resident_id(self)


class Guardianship(Record):
    """What a guardian is to a child; at most one is the principal guardian at a time."""

    region_lookup = "child__region"
    archived_lookup = "child__archived_date"
    field_groups = {FieldGroup.BASIC: ("child", "guardian", "relation", "is_principal")}

    child = ParentalKey(
        Child,
        verbose_name=_("儿童"),
        on_delete=models.CASCADE,
        related_name="guardianships",
        db_index=False,
    )
    guardian = models.ForeignKey(
        Guardian, verbose_name=_("监护人"), on_delete=models.PROTECT, related_name="guardianships"
    )
    relation = models.CharField(_("与儿童关系"), max_length=25, choices=Relation, blank=True)
    is_principal = models.BooleanField(_("主要监护人"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("监护关系")
        verbose_name_plural = _("监护关系")
        ordering = ["-is_principal", "id"]
        constraints = [
            models.UniqueConstraint(
                name="guardianship_once",
                fields=["child", "guardian"],
                violation_error_message=_("这个监护人已经在列。"),
            ),
            models.UniqueConstraint(
                name="guardianship_one_principal",
                fields=["child"],
                condition=models.Q(is_principal=True),
                violation_error_message=_("一个儿童只能有一个主要监护人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian} {self.get_relation_display()}".strip()

"""Children in difficulty (困境未成年人) and the categories they fall in."""

import uuid
from pathlib import PurePath

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from datasets.choices import ChildStatus, ClosingReason, FieldGroup, IdType, Sex
from datasets.models.encrypted import EncryptedCharField, EncryptedTextField, FindableCharField
from datasets.models.field_groups import FIELD_GROUP_PERMISSIONS
from datasets.models.files import records_storage
from datasets.models.records import Record
from datasets.models.retention import Retained
from datasets.models.validators import validate_resident_id
from datasets.standards.ethnicities import ETHNICITIES
from datasets.standards.writing import name_of_person


def photo_path(child: "Child", filename: str) -> str:
    """A name that tells nothing: neither whose photo it is nor what the sender called it."""
    return f"photos/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class Child(Retained, Record, ClusterableModel):
    collection_name = "children"
    region_lookup = "region"
    owned_relations = ("category_links", "guardianships")
    field_groups = {
        FieldGroup.BASIC: (
            "name", "sex", "ethnicity", "id_type", "region", "household_region",
            "family", "school", "grade", "subsidy_amount", "status", "closed_date", "archived_date",
            "anonymised_date",
        ),
        # A masked number shows its area and its last four: with the birth date beside it, it would be whole.
        FieldGroup.IDENTITY: ("id_number", "birth_date", "photo"),
        FieldGroup.CONTACT: ("residence_address", "household_address"),
        FieldGroup.HEALTH: ("health", "disability"),
        # What aid is for, why a record was closed (收养 is a secret by law) and remarks may name any reason.
        FieldGroup.MISFORTUNE: ("aid", "closing_reason", "remark"),
    }  # fmt: skip

    name = models.CharField(_("姓名"), max_length=60)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, blank=True)
    id_type = models.CharField(
        _("证件类型"), max_length=20, choices=IdType, default=IdType.RESIDENT
    )
    # NULL is "none", so that uniqueness passes it over.
    id_number = FindableCharField(
        _("证件号码"), max_length=30, null=True, blank=True, help_text=_("没有证件的留空。")
    )
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    ethnicity = models.CharField(
        _("民族"), max_length=20, blank=True, choices=[(name, name) for name in ETHNICITIES]
    )
    photo = models.ImageField(
        _("照片"), upload_to=photo_path, storage=records_storage, blank=True, max_length=120
    )
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("所属地区"),
        on_delete=models.PROTECT,
        related_name="resident_children",
        help_text=_("现居住的村（社区），由它建档并负责走访。"),
    )
    residence_address = EncryptedCharField(_("现居住地址"), max_length=200, blank=True)
    household_region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("户籍地区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registered_children",
        db_index=False,
    )
    household_address = EncryptedCharField(_("户籍地址"), max_length=200, blank=True)
    family = models.ForeignKey(
        "datasets.Family",
        verbose_name=_("家庭"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    school = models.CharField(_("就读学校"), max_length=100, blank=True)
    grade = models.CharField(_("年级"), max_length=30, blank=True)
    health = EncryptedCharField(_("身体状况"), max_length=200, blank=True)
    disability = EncryptedCharField(_("残疾类别及等级"), max_length=100, blank=True)
    aid = EncryptedCharField(_("享受救助"), max_length=200, blank=True)
    subsidy_amount = models.DecimalField(
        _("补助标准（元/月）"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    status = models.CharField(
        _("状态"), max_length=6, choices=ChildStatus, default=ChildStatus.OPEN
    )
    closing_reason = EncryptedCharField(
        _("结案原因"), max_length=20, choices=ClosingReason, blank=True
    )
    closed_date = models.DateField(_("结案日期"), null=True, blank=True)
    remark = EncryptedTextField(_("备注"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("困境儿童")
        verbose_name_plural = pgettext_lazy("plural", "困境儿童")
        # Of guardians and families too: who may see which group of fields, and who may have it shown.
        permissions = FIELD_GROUP_PERMISSIONS
        ordering = ["-id"]
        indexes = [
            models.Index(name="child_name", fields=["name"]),
            # Deleting a region asks whose household lies in it, once for each.
            models.Index(
                name="child_household_region",
                fields=["household_region"],
                condition=models.Q(household_region__isnull=False),
            ),
            # The open ones have the unique constraint's index; a ledger asks for the closed ones too.
            models.Index(
                name="child_id_number_of_closed",
                fields=["id_number"],
                condition=models.Q(status=ChildStatus.CLOSED),
            ),
            # What is put away is a part, and asked for by itself.
            models.Index(
                name="child_archived",
                fields=["archived_date"],
                condition=models.Q(archived_date__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="child_id_number_once_among_open",
                fields=["id_number"],
                condition=models.Q(status=ChildStatus.OPEN),
                violation_error_message=_("这个证件号码已经登记在册。"),
            ),
            models.CheckConstraint(
                name="child_has_name",
                condition=~models.Q(name=""),
                violation_error_message=_("请填写姓名。"),
            ),
            models.CheckConstraint(
                name="child_id_number_not_blank",
                condition=~models.Q(id_number="") | models.Q(id_number=None),
                violation_error_message=_("没有证件号码时请留空。"),
            ),
            models.CheckConstraint(
                name="child_subsidy_not_negative",
                condition=models.Q(subsidy_amount=None) | models.Q(subsidy_amount__gte=0),
                violation_error_message=_("补助标准不能小于零。"),
            ),
            models.CheckConstraint(
                name="child_closed_with_reason_and_date",
                condition=models.Q(
                    status=ChildStatus.OPEN, closing_reason="", closed_date__isnull=True
                )
                | (
                    models.Q(status=ChildStatus.CLOSED, closed_date__isnull=False)
                    & ~models.Q(closing_reason="")
                ),
                violation_error_message=_("结案须填写结案原因和结案日期；在册的不填。"),
            ),
            models.CheckConstraint(
                name="child_archived_when_closed",
                condition=models.Q(archived_date=None) | models.Q(status=ChildStatus.CLOSED),
                violation_error_message=_("只有已结案的档案才能归档。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = name_of_person(self.name)
        validate_resident_id(self)


class ChildCategory(Record):
    """A category that a child falls in: since when, until when, on what evidence."""

    region_lookup = "child__region"
    archived_lookup = "child__archived_date"
    current_rows = models.Q(until_date=None)
    #: Of a sensitive category the whole row is FieldGroup.SENSITIVE_CATEGORY.
    field_groups = {
        FieldGroup.BASIC: ("child", "category", "since_date", "until_date"),
        FieldGroup.MISFORTUNE: ("evidence",),
    }

    child = ParentalKey(
        Child,
        verbose_name=_("儿童"),
        on_delete=models.CASCADE,
        related_name="category_links",
    )
    category = models.ForeignKey(
        "datasets.Category",
        verbose_name=_("类别"),
        on_delete=models.PROTECT,
        related_name="child_links",
    )
    since_date = models.DateField(_("认定日期"), null=True, blank=True)
    until_date = models.DateField(_("终止日期"), null=True, blank=True)
    evidence = EncryptedCharField(_("认定依据"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("困境类别认定")
        verbose_name_plural = _("困境类别认定")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="child_category_once_at_a_time",
                fields=["child", "category"],
                condition=models.Q(until_date=None),
                violation_error_message=_("同一类别不能重复认定。"),
            ),
            models.CheckConstraint(
                name="child_category_ends_after_start",
                condition=models.Q(until_date=None)
                | models.Q(since_date=None)
                | models.Q(until_date__gte=models.F("since_date")),
                violation_error_message=_("终止日期不能早于认定日期。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.category)

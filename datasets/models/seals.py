"""Records that the law closes to everyone (封存), and who may read them again, on what ground, for how long."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.choices import SealGround, UnsealingGround
from datasets.models.encrypted import (
    EncryptedCharField,
    EncryptedJSONField,
    EncryptedTextField,
    FindableCharField,
)

#: A sealed record is read for so many days at most; then it closes by itself.
MOST_DAYS = 7


class Seal(models.Model):
    """What was taken out of the register: while the seal holds, it stands nowhere else.

    It is its own history: who sealed and who lifted it, and when; nothing of it is ever edited.
    """

    region_lookup = "region"
    is_public_knowledge = False
    is_closed_to_superusers = True

    # Where the record lay. It keeps the region from being deleted, so that there is a place to come back to.
    region = models.ForeignKey(
        "datasets.Region", verbose_name=_("地区"), on_delete=models.PROTECT, related_name="+"
    )
    is_whole = models.BooleanField(_("整份档案"))
    ground = models.CharField(_("封存依据"), max_length=20, choices=SealGround)
    #: For the one who sealed it: whose record it is, and what he or she noted beside it.
    called = EncryptedCharField(_("封存了什么"), max_length=200)
    note = EncryptedTextField(_("备注"), blank=True)
    #: By which a request finds it that must not be told whether there is anything.
    id_number = FindableCharField(_("证件号码"), max_length=30, null=True, blank=True)
    #: Document (actions/sealing/contents.py); NULL once everything has gone back.
    content = EncryptedJSONField(_("内容"), null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("封存人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sealed_at = models.DateTimeField(_("封存时间"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("解除人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("封存")
        verbose_name_plural = _("封存")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("seal_child", "封存档案"), ("unseal_child", "申请查阅封存档案")]
        indexes = [models.Index(name="seal_id_number", fields=["id_number"])]
        constraints = [
            models.CheckConstraint(
                name="seal_lifted_by_someone",
                condition=models.Q(lifted_by=None, lifted_at=None, content__isnull=False)
                | models.Q(lifted_by__isnull=False, lifted_at__isnull=False, content=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Unsealing(models.Model):
    """One person asks, another decides; what was granted ends with `until_date`.

    A request names a seal that the asker set, or a person: then nobody is told whether anything is sealed
    before two have agreed that the law allows to know.
    """

    region_lookup = "region"
    is_public_knowledge = False
    is_closed_to_superusers = True

    seal = models.ForeignKey(
        Seal, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    # Of the asker: whose desk decides.
    region = models.ForeignKey(
        "datasets.Region", verbose_name=_("地区"), on_delete=models.PROTECT, related_name="+"
    )
    name = EncryptedCharField(_("姓名"), max_length=200)
    id_number = FindableCharField(_("证件号码"), max_length=30, null=True, blank=True)
    ground = models.CharField(_("法定事由"), max_length=20, choices=UnsealingGround)
    document = EncryptedCharField(_("法律文书的名称和文号"), max_length=200)
    purpose = EncryptedTextField(_("查阅的目的和范围"))
    days = models.PositiveSmallIntegerField(
        _("查阅天数"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("申请时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审批人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    is_granted = models.BooleanField(_("是否同意"), null=True, blank=True)
    from_date = models.DateField(_("从"), null=True, blank=True)
    until_date = models.DateField(_("到"), null=True, blank=True)

    class Meta:
        verbose_name = _("封存档案的申请")
        verbose_name_plural = _("封存档案的申请")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("approve_unsealing", "审批封存档案的申请")]
        constraints = [
            models.CheckConstraint(
                name="unsealing_decided_by_another",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("requested_by")),
                violation_error_message=_("不能审批自己的申请，须由另一个人办理。"),
            ),
            models.CheckConstraint(
                name="unsealing_days",
                condition=models.Q(days__gte=1, days__lte=MOST_DAYS),
            ),
            models.CheckConstraint(
                name="unsealing_granted_for_a_time",
                condition=models.Q(
                    decided_by=None, decided_at=None, is_granted=None,
                    from_date=None, until_date=None,
                )
                | models.Q(
                    decided_by__isnull=False, decided_at__isnull=False, is_granted=False,
                    from_date=None, until_date=None,
                )
                | models.Q(
                    decided_by__isnull=False, decided_at__isnull=False, is_granted=True,
                    from_date__isnull=False, until_date__gte=models.F("from_date"),
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

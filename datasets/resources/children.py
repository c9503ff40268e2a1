"""Children, each with the categories that run and the principal guardian."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from datasets.actions import dispatch
from datasets.actions.principal_guardians import as_principal, guardian_in_family, principal_of
from datasets.choices import FieldGroup, Relation
from datasets.models import Category, Child, Family, Record
from datasets.resources.columns import Column
from datasets.resources.owned import OwnedRow, OwnedRows
from datasets.resources.places import place_columns
from datasets.resources.records import Edit, RecordResource
from datasets.resources.widgets import Choice, IdNumber, Reference
from datasets.standards.masks import PROTECTED_CATEGORY

# Keeps the guardian's fields apart from the child's own of the same names.
_GUARDIAN = "guardian."
_BETWEEN = re.compile(r"[、，,；;\n]")


class Categories(OwnedRows):
    """The categories that run, joined by 、. One taken out of the cell ends today; its evidence stays."""

    lookups = ("category__label", "until_date", "category__is_sensitive")
    separator = "、"
    is_open = True

    def render(self, value: Iterable[OwnedRow], **context: Any) -> str:
        current = [row for row in value if self.is_shown(row, **context)]
        sees_all = FieldGroup.SENSITIVE_CATEGORY in context["by"].groups
        named = [
            self.cell_of(row) for row in current if sees_all or not row["category__is_sensitive"]
        ]
        protected = [PROTECTED_CATEGORY] if len(named) < len(current) else []
        return self.separator.join([*named, *protected])

    def split(self, cell: str) -> list[str]:
        return _BETWEEN.split(cell)

    def options(self, **context: Any) -> list[str]:
        return list(Category.objects.values_list("label", flat=True))

    def is_shown(self, row: OwnedRow, **context: Any) -> bool:
        return row["until_date"] is None or row["until_date"] > context["by"].today

    def removal(self, row: OwnedRow, **context: Any) -> Mapping[str, Any]:
        return {"id": row["id"], "until_date": context["by"].today}

    def addition(self, text: str, **context: Any) -> Mapping[str, Any]:
        named = Q(label=text) | Q(code=text) | Q(aliases__alias=text)
        category = Category.objects.filter(named).first()
        if category is None:
            raise ValueError(_("没有儿童类别“%(text)s”。") % {"text": text})
        return {"category": category}


class GuardianColumn(Column):
    """A field of the principal guardian, or of what ties the guardian to the child."""

    relation = "guardianships"

    def __init__(self, name: str, header: str, *arguments: Any, **options: Any) -> None:
        super().__init__(_GUARDIAN + name, header, *arguments, **options)
        self.name = name

    @property
    def lookups(self) -> tuple[str, ...]:
        return "is_principal", self._source

    @property
    def _source(self) -> str:
        return self.name if self.name == "relation" else f"guardian__{self.name}"

    def value(self, rows: Iterable[OwnedRow]) -> str:
        return next((row[self._source] or "" for row in rows if row["is_principal"]), "")


class ParentColumn(GuardianColumn):
    """A field of the father or the mother, whether the principal guardian or not."""

    def __init__(self, parent: Relation, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.parent = parent

    @property
    def lookups(self) -> tuple[str, ...]:
        return "relation", self._source

    def value(self, rows: Iterable[OwnedRow]) -> str:
        return next((row[self._source] or "" for row in rows if row["relation"] == self.parent), "")


class ChildResource(RecordResource):
    id_number = Column("id_number", "身份证号", IdNumber(), width=21)
    region, county, township, village = place_columns()
    categories = Column("category_links", "儿童类别", Categories("category_links"), width=18)
    family = Column("family", "家庭编号", Reference(Family), width=10)
    guardian_name = GuardianColumn("name", "监护人姓名")
    guardian_relation = GuardianColumn("relation", "与儿童关系", Choice(Relation))
    guardian_id_number = GuardianColumn("id_number", "监护人身份证号", IdNumber(), width=21)
    guardian_phone = GuardianColumn("phone", "监护人联系电话", IdNumber(), width=16)

    class Meta:
        model = Child
        fields = (
            "id", "name", "sex", "id_type", "id_number", "birth_date", "ethnicity",
            "region", "county", "township", "village", "categories",
            "household_address", "residence_address", "family", "school", "grade",
            "health", "disability", "aid", "subsidy_amount",
            "guardian_name", "guardian_relation", "guardian_id_number", "guardian_phone",
            "status", "closing_reason", "closed_date", "remark",
        )  # fmt: skip

    def is_change(self, record: Record, column: Column, value: Any) -> bool:
        if isinstance(column, GuardianColumn):
            return bool(self.before(column) != value)
        return super().is_change(record, column, value)

    @transaction.atomic
    def write(self, record: Record | None, edit: Edit) -> None:
        told = {
            name.removeprefix(_GUARDIAN): edit.values.pop(name)
            for name in list(edit.values)
            if name.startswith(_GUARDIAN)
        }
        if told:
            try:
                self._write_guardian(record, told, edit)
            except ValidationError as error:
                raise ValidationError(self.by_header(error, _GUARDIAN)) from error
        super().write(record, edit)

    def _write_guardian(self, child: Any, told: dict[str, str], edit: Edit) -> None:
        """A changed cell corrects the guardian; another name with another ID number is another person."""
        link = principal_of(child) if child else None
        is_other_person = link and link.guardian.id_number and {"name", "id_number"} <= told.keys()
        if link and not is_other_person:
            if "relation" in told:
                edit.owned["guardianships"] = [{"id": link.pk, "relation": told.pop("relation")}]
            dispatch.change(link.guardian, values=told, by=self.by, reason=self.reason)
            return
        columns = [column for column in self.columns if isinstance(column, GuardianColumn)]
        values = {column.name: self.before(column) or "" for column in columns} | told
        if not values["name"]:
            raise ValidationError({"name": _("请填写监护人姓名。")})
        relation = values.pop("relation")
        family = edit.values.get("family") or (child and child.family)
        guardian = guardian_in_family(
            values=values,
            family=family,
            region=edit.values.get("region") or (child and child.region),
            by=self.by,
            reason=self.reason,
        )
        if family is None:
            edit.values["family"] = guardian.family
        edit.owned["guardianships"] = as_principal(guardian, relation=relation, child=child)

"""Computed fields of a model: no columns, but formulas over its fields; read like any other attribute of a record."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.choices import FieldGroup
from datasets.custom.expressions.answering import answer, question
from datasets.custom.expressions.compiling import compiled, is_askable, kind_of, operands_of
from datasets.custom.expressions.kinds import FormulaError, Kind
from datasets.custom.expressions.parsing import parsed
from datasets.custom.expressions.trees import Operand, Tree
from datasets.custom.specs import FieldSpec
from datasets.models import Record
from datasets.models.encrypted import EncryptedField
from datasets.models.field_groups import group_of, is_open

#: Of fields that a formula can reckon with; the first that fits. Of all others it can ask whether they are empty.
_KINDS: tuple[tuple[type[models.Field], Kind], ...] = (
    (models.BooleanField, Kind.TRUTH),
    (models.DateField, Kind.DATE),
    (models.IntegerField, Kind.NUMBER),
    (models.DecimalField, Kind.NUMBER),
    (models.CharField, Kind.TEXT),
)
#: Kind → the Django field of such a value.
_FIELDS: dict[Kind, type[models.Field]] = {
    Kind.NUMBER: models.FloatField,
    Kind.TEXT: models.TextField,
    Kind.DATE: models.DateField,
    Kind.TRUTH: models.BooleanField,
}
_FOUND: dict[type[Record], "dict[str, Computed]"] = {}
_BROKEN: dict[type[Record], dict[str, str]] = {}


@dataclass(frozen=True)
class Computed:
    """A field's definition with its formula read. Its group is that of its operands, whatever the definition says."""

    spec: FieldSpec
    tree: Tree

    @property
    def kind(self) -> Kind:
        return kind_of(self.tree)

    @property
    def formula(self) -> str:
        return str(self.spec.options["formula"])

    @property
    def operands(self) -> list[str]:
        return [one.name for one in operands_of(self.tree)]

    @property
    def is_askable(self) -> bool:
        """Whether lists can be put in its order, and narrowed by it."""
        return is_askable(self.tree)

    def as_field(self, model: Any) -> Any:
        """As a field of the model, for whoever asks fields for their name, label and kind. It has no column."""
        field: Any = _FIELDS[self.kind](verbose_name=self.spec.label, null=True, blank=True)
        field.set_attributes_from_name(self.spec.code)
        field.model, field.computed = model, self
        return field

    def of(self, values: Mapping[str, Any], today: datetime.date) -> Any:
        """The answer for a record of which these are the operands' values."""
        return answer(self.tree, values.__getitem__, today)

    def question(self, today: datetime.date) -> Any:
        """The same for the rows of a queryset, to annotate them with."""
        return question(self.tree, today)

    def __get__(self, record: Any, model: Any = None) -> Any:
        """As an attribute of a record: today's answer. What a queryset was annotated with comes before it."""
        if record is None:
            return self
        return answer(self.tree, lambda name: getattr(record, name), timezone.localdate())


def computed_fields(model: Any) -> list[Computed]:
    """In their order."""
    found = _FOUND.get(model, {}).values()
    return sorted(found, key=lambda one: (one.spec.position, one.spec.code))


def computed_field(model: Any, name: str) -> Computed | None:
    return _FOUND.get(model, {}).get(name)


def computed_names(model: Any) -> list[str]:
    return [one.spec.code for one in computed_fields(model)]


def broken_formulas(model: Any) -> dict[str, str]:
    """Label of a computed field → why its formula cannot be read any more."""
    return _BROKEN.get(model, {})


def with_computed(rows: models.QuerySet[Any], names: Iterable[str], today: datetime.date) -> Any:
    """The rows, annotated with those of the computed fields that the database can answer."""
    asked = [one for one in computed_fields(rows.model) if one.spec.code in {*names}]
    return rows.annotate(**{one.spec.code: one.question(today) for one in asked if one.is_askable})


def drop_computed(model: Any) -> None:
    for name in _FOUND.pop(model, {}):
        delattr(model, name)
    _BROKEN.pop(model, None)


def fit_computed(model: Any, specs: Iterable[FieldSpec]) -> None:
    """Give a model, which has none, these computed fields. Its columns are there already."""
    reading = _Reading(model, {spec.code: spec for spec in specs})
    for spec in reading.specs.values():
        try:
            found = reading.read(spec)
        except FormulaError as error:
            _BROKEN.setdefault(model, {})[spec.label] = str(error)
            continue
        _FOUND.setdefault(model, {})[spec.code] = found
        setattr(model, spec.code, found)


class _Reading:
    """Reads the formulas of a collection, each once, those that others name first."""

    def __init__(self, model: Any, specs: dict[str, FieldSpec]) -> None:
        self.model = model
        self.specs = specs
        self.names = _names_of(model, specs)
        self.under_way: list[str] = []

    def read(self, spec: FieldSpec) -> Computed:
        """Raises FormulaError."""
        tree = self._tree(spec)
        group = _group_of(self.model, operands_of(tree))
        return Computed(replace(spec, group=group), tree)

    def _tree(self, spec: FieldSpec) -> Tree:
        if spec.code in self.under_way:
            labels = [self.specs[code].label for code in (*self.under_way, spec.code)]
            raise FormulaError(_("公式绕成了圈：%(names)s。") % {"names": "→".join(labels)})
        self.under_way.append(spec.code)
        try:
            return compiled(parsed(str(spec.options.get("formula", ""))), self._meaning)
        finally:
            self.under_way.pop()

    def _meaning(self, name: str) -> Tree:
        codes = self.names.get(name, [])
        if not codes:
            raise FormulaError(_("没有叫“%(name)s”的字段。") % {"name": name})
        if len(codes) > 1:
            said = {"name": name, "codes": "、".join(codes)}
            raise FormulaError(_("有几个字段叫“%(name)s”，请改写代码：%(codes)s。") % said)
        if codes[0] in self.specs:
            return self._tree(self.specs[codes[0]])
        return _operand(self.model._meta.get_field(codes[0]))


def _names_of(model: Any, specs: Mapping[str, FieldSpec]) -> dict[str, list[str]]:
    """How a formula may call a field → the codes of those that are called so."""
    told = [(spec.code, spec.label) for spec in specs.values()]
    for field in model._meta.concrete_fields:
        made = getattr(field, "made", None)
        told.append((field.name, made.label if made else str(field.verbose_name)))
    codes = {code for code, _label in told}
    found = {code: [code] for code in codes}
    for code, label in told:
        if label not in codes:
            found.setdefault(label, []).append(code)
    return found


def _operand(field: Any) -> Operand:
    is_open_text = isinstance(field, models.CharField | models.TextField)
    kind = next((kind for known, kind in _KINDS if isinstance(field, known)), Kind.OTHER)
    return Operand(
        name=field.name,
        kind=kind,
        is_moment=isinstance(field, models.DateTimeField),
        is_askable=not isinstance(field, EncryptedField)
        and not (kind == Kind.OTHER and (is_open_text or isinstance(field, models.FileField))),
        words={str(code): str(label) for code, label in field.flatchoices if code},
    )


def _group_of(model: Any, operands: Iterable[Operand]) -> FieldGroup:
    """The most private group of the operands. Raises FormulaError where that is no single one."""
    groups = {FieldGroup.BASIC}
    if not is_open(model):
        told = {one.name: group_of(model, one.name) for one in operands}
        if None in told.values():
            raise FormulaError(_("公式用了不给人看的字段。"))
        groups |= {group for group in told.values() if group}
    private = sorted(groups - {FieldGroup.BASIC})
    if len(private) > 1:
        labels = "、".join(str(group.label) for group in private)
        raise FormulaError(
            _("公式里的字段分属%(groups)s，不是同样的人看得到，不能放在一起算。")
            % {"groups": labels}
        )
    return private[0] if private else FieldGroup.BASIC

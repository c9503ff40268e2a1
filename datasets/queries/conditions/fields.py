"""What can be asked of a collection: its own fields, those at the end of one link, those of rows that belong to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.choices import FieldGroup
from datasets.custom.computing import Computed, computed_field, computed_names
from datasets.custom.types.links import models_by_collection
from datasets.models import Category, Record, Region
from datasets.models.encrypted import EncryptedField
from datasets.models.field_groups import group_of, is_open
from datasets.queries.conditions.kinds import Kind, kind_of
from datasets.queries.conditions.refusing import UnanswerableCondition


@dataclass(frozen=True)
class Belonging:
    """Rows of `model` that point here by the link `by`."""

    code: str
    model: type[Record]
    by: Any

    @property
    def label(self) -> str:
        name = str(self.model._meta.verbose_name_plural)
        return name if ":" not in self.code else f"{name}（{self.by.verbose_name}）"


@dataclass(frozen=True)
class Asked:
    """A field as a condition names it. Of counted rows the field is the link by which they point here."""

    code: str
    kind: Kind
    field: Any
    link: Any = None
    rows: Belonging | None = None
    #: Whether its values are read one by one, for the database cannot compare them (scanning.py).
    is_read: bool = False

    @property
    def computed(self) -> Computed | None:
        """How it is worked out, where no column holds it."""
        return getattr(self.field, "computed", None)

    @property
    def columns(self) -> list[Any]:
        """The fields in which its value stands, or out of which it is worked out."""
        if self.computed is None:
            return [self.field]
        return [self.field.model._meta.get_field(name) for name in self.computed.operands]

    @property
    def is_secret_text(self) -> bool:
        return self.kind is Kind.TEXT and any(
            isinstance(one, EncryptedField) for one in self.columns
        )

    @property
    def label(self) -> str:
        name = str(self.field.verbose_name)
        if self.kind is Kind.ROWS and self.rows:
            return str(_("%(rows)s的条数") % {"rows": self.rows.label})
        return (
            str(_("%(what)s的%(field)s") % {"what": self.under, "field": name})
            if self.under
            else name
        )

    @property
    def under(self) -> str:
        """What the field is a field of, where that is not the collection itself."""
        link = str(self.link.verbose_name) if self.link else ""
        if self.rows and link:
            return str(_("%(what)s的%(field)s") % {"what": self.rows.label, "field": link})
        return self.rows.label if self.rows else link


def asked_of(model: type[Record], code: Any, *, by: Actor | None = None) -> Asked:
    """The field that a condition names, as far as `by` may know it (None: whoever). Raises UnanswerableCondition."""
    if not isinstance(code, str):
        raise UnanswerableCondition(_("条件里没有说是哪个字段。"))
    return _asked(model, code, rows_of(model), by)


def _asked(
    model: type[Record], code: str, belonging: Mapping[str, Belonging], by: Actor | None
) -> Asked:
    if code in belonging:
        rows = belonging[code]
        _require_view(rows.model, by)
        return Asked(code, Kind.ROWS, rows.by, rows=rows)
    *steps, name = code.split(".")
    found = belonging.get(steps[0]) if steps else None
    start, links = (found.model, steps[1:]) if found else (model, steps)
    if found:
        _require_view(found.model, by)
    if len(links) > 1:
        raise _unknown(code)
    link = _link(start, links[0], code, by) if links else None
    end = link.related_model if link else start
    return _checked(end, code, Asked(code, Kind.TEXT, _field(end, name, code), link, found), by)


def _link(model: type[Record], name: str, code: str, by: Actor | None) -> Any:
    """The link of that name to a record that `by` may view. Raises UnanswerableCondition."""
    link = _field(model, name, code)
    if not isinstance(link, ForeignKey) or not issubclass(link.related_model, Record):
        raise _unknown(code)
    _checked(model, code, Asked(name, Kind.LINK, link), by)
    _require_view(link.related_model, by)
    return link


def fields_to_ask(model: type[Record], *, by: Actor) -> list[Asked]:
    """All that `by` may ask, the collection's own first."""
    found = []
    belonging = rows_of(model)
    for code in _codes(model, belonging):
        try:
            found.append(_asked(model, code, belonging, by))
        except UnanswerableCondition:
            continue  # what one may not ask is not offered
    return [one for one in found if not (one.is_read and one.is_secret_text)]


def rows_of(model: type[Record]) -> dict[str, Belonging]:
    """Code → rows that belong to a record: those it owns, and those of any collection that points here."""
    owned = {}
    for name in model.owned_relations:
        relation: Any = getattr(model, name).rel
        owned[name] = Belonging(name, relation.related_model, relation.field)
    pointing = {
        code: Belonging(code, other, field)
        for collection, other in models_by_collection().items()
        for field in other._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is model
        for code in [f"{collection}:{field.name}"]
    }
    return {**owned, **pointing}


def rows_offered(model: type[Any], *, by: Actor) -> QuerySet[Any]:
    """The rows that a condition of this reader may name."""
    rows: QuerySet[Any] = by.rows(model)
    if model is Category and FieldGroup.SENSITIVE_CATEGORY not in by.groups:
        return rows.filter(is_sensitive=False)
    return rows


def _codes(model: type[Record], belonging: Mapping[str, Belonging]) -> Iterator[str]:
    yield from _names_of(model)
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model is not Region:
            yield from (f"{field.name}.{name}" for name in _names_of(field.related_model))
    for code, rows in belonging.items():
        yield code
        yield from (f"{code}.{name}" for name in _names_of(rows.model) if name != rows.by.name)


def _names_of(model: type[Any]) -> list[str]:
    return [*(field.name for field in model._meta.concrete_fields), *computed_names(model)]


def _field(model: type[Record], name: str, code: str) -> Any:
    if computed := computed_field(model, name):
        return computed.as_field(model)
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        raise _unknown(code) from None
    if field not in model._meta.concrete_fields:
        raise _unknown(code)
    return field


def _checked(model: type[Record], code: str, found: Asked, by: Actor | None) -> Asked:
    """With its kind. What nobody may see, or what no form shows, is as good as not there."""
    field = found.field
    kind = kind_of(field)
    has_group = is_open(model) or group_of(model, field.name) is not None
    if kind is None or field.primary_key or not field.editable or not has_group:
        raise _unknown(code)
    if by is not None and not by.sees(model, field.name):
        raise UnanswerableCondition(
            _("您看不到“%(field)s”，不能按它筛选。") % {"field": field.verbose_name}
        )
    computed = found.computed
    is_read = computed is not None and not computed.is_askable
    return Asked(found.code, kind, field, found.link, found.rows, is_read)


def _require_view(model: type[Record], by: Actor | None) -> None:
    if by is not None and not by.may("view", model):
        raise UnanswerableCondition(
            _("您看不到“%(what)s”，不能按它筛选。") % {"what": model._meta.verbose_name_plural}
        )


def _unknown(code: str) -> UnanswerableCondition:
    return UnanswerableCondition(
        _("这个数据集没有字段“%(code)s”，也可能已经停用。") % {"code": code[:60]}
    )

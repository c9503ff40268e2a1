"""What was asked of a collection: read whole, and refused whole with each thing that is wrong."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access.field_groups import group_at
from datasets.api.attributes import Kind, asked_value
from datasets.api.collections import Collection
from datasets.api.cursors import NoCursor, Sort, after, ordering, values_in
from datasets.api.parameters import (
    AREA,
    CURSOR,
    EXPAND,
    FIELDS,
    LIMIT,
    OF_PAGES,
    SORT,
    TOTAL,
    Filter,
    expandable,
    filters_of,
    shown_fields,
    sortable,
)
from datasets.api.problems import wrong_parameters
from datasets.api.readers import Reader
from datasets.choices import FieldGroup
from datasets.custom.computing import with_computed
from datasets.custom.expressions.operations import as_shown
from datasets.models import Region
from datasets.models.regions import path_range

DEFAULT_LIMIT, LARGEST_LIMIT = 50, 200
_MOST_SORTS = 3
_DEEPEST, _MOST_EXPANDED = 2, 8

#: What to follow from a record: name → what to follow from there.
Tree = dict[str, "Tree"]


@dataclass
class Question:
    collection: Collection
    reader: Reader
    conditions: list[Q] = field(default_factory=list)
    #: Of each owned relation the conditions that one row has to meet together.
    owned: dict[str, Q] = field(default_factory=lambda: defaultdict(Q))
    sort: Sort = (("id", False),)
    fields: Sequence[str] = ()
    expand: Tree = field(default_factory=dict)
    limit: int = DEFAULT_LIMIT
    after: Sequence[Any] | None = None
    wants_total: bool = False
    #: The computed fields that are asked for: of the records ("") and of each owned relation.
    computed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: What narrows the answer, as the access log keeps it.
    told: dict[str, Any] = field(default_factory=dict)

    def rows(self) -> QuerySet[Any]:
        """All the records that match, in no order. Raises Problem."""
        today = timezone.localdate()
        rows: QuerySet[Any] = with_computed(
            self.reader.rows(self.collection.model), self.computed[""], today
        )
        for name, condition in self.owned.items():
            relation = self.collection.relations[name]
            owned = self.reader.seen_rows(relation.model._default_manager.all())
            owned = with_computed(owned, self.computed[name], today)
            rows = rows.filter(pk__in=owned.filter(condition).values(relation.owner))
        return rows.filter(*self.conditions)

    def page(self) -> list[Any]:
        """The records of this page and, if there is one, the first of the next."""
        rows = self.rows().order_by(*ordering(self.sort))
        if self.after is not None:
            rows = rows.filter(after(self.after, self.sort))
        return list(rows[: self.limit + 1])


def question_of(
    asked: Mapping[str, Sequence[str]], *, collection: Collection, reader: Reader
) -> Question:
    """`asked`: parameter → the values sent. Raises Problem with all that is wrong and all that is allowed."""
    question = Question(collection, reader, fields=shown_fields(collection, reader))
    filters = filters_of(collection, reader)
    wrong: list[tuple[str, str]] = []
    for name, values in asked.items():
        try:
            if len(values) != 1:
                raise ValidationError(_("只能写一次。"))
            _take(question, filters, name, values[0])
        except ValidationError as error:
            wrong.append((name, error.messages[0]))
    if not wrong and CURSOR in asked:
        wrong += _take_cursor(question, asked[CURSOR][0])
    if wrong:
        raise wrong_parameters(wrong, [*OF_PAGES, *filters])
    return question


def choice_of(
    asked: Mapping[str, Sequence[str]], *, collection: Collection, reader: Reader
) -> Question:
    """Of one record only what is shown of it may be chosen. Raises Problem."""
    allowed = (FIELDS, EXPAND)
    unknown = [(name, _("不认识这个参数。")) for name in asked if name not in allowed]
    if unknown:
        raise wrong_parameters(unknown, allowed)
    return question_of(asked, collection=collection, reader=reader)


def _take(question: Question, filters: Mapping[str, Filter], name: str, text: str) -> None:
    if name in _TAKERS:
        _TAKERS[name](question, text)
    elif name in filters:
        _take_filter(question, filters[name], text)
    elif name != CURSOR:
        raise ValidationError(_("不认识这个参数，或者您看不到它，不能按它查找。"))


def _take_filter(question: Question, one: Filter, text: str) -> None:
    value = asked_value(one.attribute, one.operator, text)
    condition = _condition(question.collection, one, value)
    if one.attribute.is_computed:
        question.computed[one.relation].add(one.attribute.name)
    if one.relation:
        question.owned[one.relation] &= condition
        # The log's readers are not to learn whom a sensitive category names.
        question.told[one.parameter] = "***"
    else:
        question.conditions.append(condition)
        question.told[one.parameter] = "***" if _is_private(question.collection, one) else text


def _is_private(collection: Collection, one: Filter) -> bool:
    """What is worked out of private fields tells them; numbers of persons the log masks by itself."""
    is_open = group_at(collection.model, one.attribute.name) == FieldGroup.BASIC
    return one.attribute.is_computed and not is_open


def _condition(collection: Collection, one: Filter, value: Any) -> Q:
    if one.operator == "under":
        return _under(collection, one, value)
    is_double = one.attribute.is_computed and one.attribute.kind is Kind.DECIMAL
    if is_double and one.operator != "isnull":
        lookup, value = as_shown(one.operator or "exact", value)
        return Q(**{f"{one.attribute.name}__{lookup}": value})
    return Q(**{one.lookup: value})


def _under(collection: Collection, one: Filter, code: str) -> Q:
    """By the official code, or "#" and the key of a region that has none."""
    known = Q(code=code)
    if code.startswith("#") and code[1:].isdigit() and len(code) < 19:
        known = Q(pk=int(code[1:]))
    region = Region.objects.filter(known).first()
    if region is None:
        raise ValidationError(_("没有这个地区。"))
    lies_in = one.parameter == AREA and collection.path_lookup
    return Q(**path_range(lies_in or f"{one.attribute.name}__path", region.path))


def _take_sort(question: Question, text: str) -> None:
    known = sortable(question.collection, question.reader)
    names = text.split(",")
    directions: dict[str, bool] = {}
    for name in names:  # what stands first decides: a name that comes again orders nothing
        directions.setdefault(name.removeprefix("-"), name.startswith("-"))
    if not set(directions) <= set(known) or len(names) > _MOST_SORTS:
        raise ValidationError(
            _("最多按三项排序，可以用：%(known)s。") % {"known": "、".join(known)}
        )
    attributes = question.collection.attributes
    question.computed[""] |= {name for name in directions if attributes[name].is_computed}
    directions.setdefault("id", False)
    question.sort = list(directions.items())


def _take_fields(question: Question, text: str) -> None:
    known = shown_fields(question.collection, question.reader)
    names = text.split(",")
    if not set(names) <= set(known):
        raise ValidationError(_("可以选的字段：%(known)s。") % {"known": "、".join(known)})
    question.fields = [name for name in known if name in names or name == "id"]


def _take_expand(question: Question, text: str) -> None:
    known = expandable(question.collection, question.reader)
    paths = [path.split(".") for path in text.split(",")]
    if len(paths) > _MOST_EXPANDED or any(
        path[0] not in known or len(path) > _DEEPEST for path in paths
    ):
        raise ValidationError(
            _("可以展开：%(known)s；再往下最多一层，用点连接。") % {"known": "、".join(known)}
        )
    for path in paths:
        branch = question.expand
        for step in path:
            branch = branch.setdefault(step, {})


def _take_limit(question: Question, text: str) -> None:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LARGEST_LIMIT):
        raise ValidationError(_("应当是 1 到 %(most)d 的整数。") % {"most": LARGEST_LIMIT})
    question.limit = int(text)


def _take_total(question: Question, text: str) -> None:
    if text not in ("true", "false"):
        raise ValidationError(_("应当是 true 或 false。"))
    question.wants_total = text == "true"


def _take_cursor(question: Question, text: str) -> list[tuple[str, str]]:
    try:
        question.after = values_in(text, question.sort)
    except NoCursor:
        return [(CURSOR, _("不是上一页给出的 next，或者换了排序。"))]
    return []


_TAKERS: dict[str, Callable[[Question, str], None]] = {
    SORT: _take_sort,
    FIELDS: _take_fields,
    EXPAND: _take_expand,
    LIMIT: _take_limit,
    TOTAL: _take_total,
}

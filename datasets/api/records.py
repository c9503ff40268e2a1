"""Reading a collection: a page of its records, one of them, its history."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from datasets.actions.records import latest_version
from datasets.api.answers import Answer, answer_to
from datasets.api.attributes import LARGEST_KEY
from datasets.api.collections import Collection, collections
from datasets.api.cursors import cursor_after, plain
from datasets.api.doors import Door, as_response
from datasets.api.listing import listed
from datasets.api.problems import Problem, not_found
from datasets.api.questions import Question, choice_of, question_of
from datasets.api.readers import PublicReader, Reader, reader_for
from datasets.api.versions import etag_of
from datasets.choices import AccessVerb
from datasets.history.timeline import timeline
from datasets.models import Record


class CollectionDoor(Door):
    """An address under the name of a collection."""

    is_open = True

    @cached_property
    def collection(self) -> Collection:
        found = collections().get(self.kwargs["collection"])
        if found is None:
            raise Problem("not-found", _("没有这个数据集。可用的见 /api/v3/collections/。"))
        return found

    @cached_property
    def reader(self) -> Reader:
        """Raises Problem for whoever needs a token first."""
        self.require_token()
        return reader_for(self.caller, self.collection)

    def require_token(self) -> None:
        if self.caller.is_public and not self.collection.is_published:
            raise Problem(
                "token-needed",
                _("这个数据集需要令牌：请求头里写 Authorization: Bearer 令牌。"),
                headers={"WWW-Authenticate": 'Bearer realm="hutong"'},
            )

    def record(self, key: int, verb: AccessVerb) -> Any:
        """The record in sight; the access log is told of a refusal. Raises Problem."""
        with self.refusals_logged(verb, [key]):
            rows = self.reader.rows(self.collection.model)
            found = rows.filter(pk=key).first() if key <= LARGEST_KEY else None
            if found is None:
                raise not_found()
        return found

    @contextmanager
    def refusals_logged(self, verb: AccessVerb, keys: Iterable[int] = ()) -> Iterator[None]:
        try:
            yield
        except Problem as problem:
            if problem.status in (403, 404):
                self.refuse(verb, keys)
            raise

    def refuse(self, verb: AccessVerb, keys: Iterable[int] = ()) -> None:
        if not self.caller.is_public and not self.collection.model.is_public_knowledge:
            self.request.visit.refuses(verb, self.collection.model, keys)  # type: ignore[attr-defined]

    def log(self, verb: AccessVerb, keys: Sequence[int], **more: Any) -> None:
        if not isinstance(self.reader, PublicReader):
            filters = self.logged(more.pop("filters", None))
            self.request.visit.shows(  # type: ignore[attr-defined]
                verb, self.collection.model, keys, filters=filters, **more
            )

    def log_followed(self, answer: Answer) -> None:
        """What else went out beside the records asked for."""
        if isinstance(self.reader, PublicReader):
            return
        for model, keys in answer.followed.items():
            if keys:
                self.request.visit.shows(  # type: ignore[attr-defined]
                    AccessVerb.LIST, model, sorted(keys), filters=self.logged()
                )


class CollectionList(Door):
    """Which collections there are, and what of each the caller may do."""

    is_open = True

    def get(self, request: Any) -> Any:
        return {"items": [_told(one.collection, one.verbs) for one in listed(self.caller)]}


def _told(collection: Collection, verbs: Sequence[str]) -> dict[str, Any]:
    return {
        "name": collection.name,
        "label": collection.label,
        "is_public": collection.is_published,
        "token_may": verbs,
        "href": f"/api/v3/collections/{collection.name}/",
    }


class RecordList(CollectionDoor):
    def get(self, request: Any, collection: str) -> Any:
        return self.answer(dict(request.GET.lists()))

    def answer(self, asked: Mapping[str, Sequence[str]]) -> Any:
        question = question_of(asked, collection=self.collection, reader=self.reader)
        with self.refusals_logged(AccessVerb.LIST):
            found = question.page()
            page, more = found[: question.limit], found[question.limit :]
            answer = answer_to(question, page)
        told: dict[str, Any] = {"items": answer.items, "next": _next(question, page, more)}
        if question.wants_total:
            told["total"] = question.rows().count()
        if answer.masked:
            told["masked"] = answer.masked
        verb = AccessVerb.SEARCH if question.told else AccessVerb.LIST
        self.log(verb, [row.pk for row in page], filters=question.told)
        self.log_followed(answer)
        return told


class RecordSearch(RecordList):
    """The same question in the body: a number that is looked for stands in no log of addresses."""

    http_method_names = ["post", "options"]

    def post(self, request: Any, collection: str) -> Any:
        self.require_token()
        return self.answer({name: [_as_text(value)] for name, value in self.body().items()})


class RecordDetail(CollectionDoor):
    def get(self, request: Any, collection: str, key: int) -> Any:
        question = choice_of(
            dict(request.GET.lists()), collection=self.collection, reader=self.reader
        )
        record = self.record(key, AccessVerb.VIEW)
        with self.refusals_logged(AccessVerb.VIEW, [key]):
            answer = answer_to(question, [record])
        self.log(AccessVerb.VIEW, [record.pk])
        self.log_followed(answer)
        told = answer.items[0]
        if answer.masked:
            told["masked"] = answer.masked
        if isinstance(self.reader, PublicReader):
            return told
        return as_response(told, ETag=etag_of(latest_version(record)))


class RecordHistory(CollectionDoor):
    """What happened to a record, as its page in the admin tells it."""

    is_open = False

    def get(self, request: Any, collection: str, key: int) -> Any:
        if not self.caller.allows(self.collection.name, "read"):
            self.refuse(AccessVerb.HISTORY, [key])
            raise Problem("not-permitted", _("这个令牌不能读取这个数据集。"))
        record: Record = self.record(key, AccessVerb.HISTORY)
        entries = timeline(record, to=self.actor)
        self.log(AccessVerb.HISTORY, [record.pk])
        return {"items": [_entry(entry) for entry in entries]}


def _entry(entry: Any) -> dict[str, Any]:
    """What only those may know who see the record whole is left out for the others."""
    explained = {"reason": entry.reason}
    if entry.batch:
        explained |= {
            "ledger": {"batch": entry.batch.pk, "sheet": entry.sheet, "row": entry.row},
        }
    return {
        "at": entry.at.isoformat(),
        "author": entry.author,
        "kind": entry.kind,
        "changes": [
            {"label": change.label, "old": change.old, "new": change.new}
            for change in entry.changes
        ],
        "hides": entry.hides,
        **(explained if entry.is_explained else {}),
    }


def _next(question: Question, page: Sequence[Any], more: Sequence[Any]) -> str | None:
    if not more:
        return None
    values = [plain(getattr(page[-1], _column(question, name))) for name, _down in question.sort]
    return cursor_after(values, question.sort)


def _column(question: Question, name: str) -> str:
    if question.collection.attributes[name].is_computed:
        return name
    field: Any = question.collection.model._meta.get_field(name)
    return str(field.attname)


def _as_text(value: Any) -> str:
    """Lists as in an address; everything else that is no text reads as JSON does."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(map(_as_text, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # to JSON 81.0 is the number 81
    if isinstance(value, int | float):
        return str(value)
    raise Problem("malformed", _("参数的值应当是文字、数字、true、false 或它们的列表。"))

"""Creating, changing and removing records: the admin's own actions, for one record or for many with a result each."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.actions.dispatch import change, create, delete
from datasets.actions.records import NotPermitted, latest_version
from datasets.actions.transfers import child_elsewhere
from datasets.api.attributes import LARGEST_KEY
from datasets.api.contents import read_record
from datasets.api.doors import as_response
from datasets.api.problems import Problem, not_found, refusal_as_problem
from datasets.api.records import CollectionDoor, RecordDetail, RecordList
from datasets.api.versions import etag_of, version_in
from datasets.choices import AccessVerb
from datasets.models import Child, Record

MOST_ITEMS = 100
_REFUSED = {
    "write": gettext_lazy("这个令牌不能写入这个数据集。"),
    "delete": gettext_lazy("这个令牌不能删除这个数据集的记录。"),
}


class WritingDoor(CollectionDoor):
    def require_write(self, verb: str = "write") -> None:
        """Raises Problem for a token that may not write here, or not do this."""
        if self.caller.is_public:
            raise Problem(
                "token-needed",
                _("写入需要令牌：请求头里写 Authorization: Bearer 令牌。"),
                headers={"WWW-Authenticate": 'Bearer realm="hutong"'},
            )
        if not self.caller.allows(self.collection.name, verb):
            self.refuse(AccessVerb.CHANGE)
            raise Problem("not-permitted", str(_REFUSED[verb]))

    def default_reason(self) -> str:
        return _("通过接口写入：%(token)s") % {"token": self.caller.token}

    def create_one(self, told: Mapping[str, Any], reason: str) -> dict[str, Any]:
        """Raises Problem."""
        try:
            values, owned = read_record(told, collection=self.collection, by=self.actor)
            record = create(
                self.collection.model, values=values, owned=owned, by=self.actor, reason=reason
            )
        except (PermissionDenied, ValidationError) as refusal:
            raise self.refused(refusal, number=told.get("id_number")) from refusal
        return {"id": record.pk, "version": etag_of(latest_version(record))}

    def change_one(
        self, key: int, told: Mapping[str, Any], reason: str, etag: str
    ) -> dict[str, Any]:
        """Raises Problem."""
        record = self.in_sight(key)
        try:
            values, owned = read_record(
                told, collection=self.collection, by=self.actor, record=record
            )
            changed = change(
                record,
                values=values,
                owned=owned,
                by=self.actor,
                reason=reason,
                seen_version=version_in(etag),
            )
        except (PermissionDenied, ValidationError) as refusal:
            raise self.refused(refusal, key, number=told.get("id_number")) from refusal
        version = etag_of(latest_version(record))
        return {"id": record.pk, "version": version, "changed": changed}

    def in_sight(self, key: int) -> Record:
        rows = self.actor.rows(self.collection.model)
        found: Record | None = rows.filter(pk=key).first() if key <= LARGEST_KEY else None
        if found is None:
            self.refuse(AccessVerb.CHANGE, [key])
            raise not_found()
        return found

    def refused(
        self, refusal: PermissionDenied | ValidationError, *keys: int, number: Any = None
    ) -> Problem:
        """`number`: the identity number that was sent."""
        if isinstance(refusal, NotPermitted):
            self.refuse(AccessVerb.CHANGE, keys)
        elif self.collection.model is Child and isinstance(number, str):
            self._log_elsewhere(number)
        return refusal_as_problem(refusal)

    def _log_elsewhere(self, number: str) -> None:
        """That somebody sent the number is told to those who keep the child, as where it is typed into a form."""
        found = child_elsewhere(number, by=self.actor)
        if found:
            self.refuse(AccessVerb.TRANSFER, [found.pk])


class RecordsDoor(RecordList, WritingDoor):
    """The address of a collection: read its records, record a new one."""

    def post(self, request: Any, collection: str) -> HttpResponse:
        self.require_write()
        told = self.body()
        record = _object(told, "record", also=("reason",))
        made = self.create_one(record, self.reason(told, self.default_reason()))
        address = f"/api/v3/collections/{self.collection.name}/{made['id']}/"
        return as_response(made, status=201, Location=address, ETag=made["version"])


class RecordDoor(RecordDetail, WritingDoor):
    """The address of a record: read it, change it, remove it."""

    def patch(self, request: Any, collection: str, key: int) -> HttpResponse:
        self.require_write()
        told = self.body()
        record = _object(told, "record", also=("reason",))
        reason = self.reason(told, self.default_reason())
        written = self.change_one(key, record, reason, request.headers.get("If-Match", ""))
        return as_response(written, ETag=written["version"])

    def delete(self, request: Any, collection: str, key: int) -> HttpResponse:
        self.require_write("delete")
        told = self.body() if request.body else {}
        _refuse_unknown(told, ("reason",))
        otherwise = _("通过接口删除：%(token)s") % {"token": self.caller.token}
        record = self.in_sight(key)
        try:
            delete(
                record,
                by=self.actor,
                reason=self.reason(told, otherwise),
                seen_version=version_in(request.headers.get("If-Match", "")),
            )
        except (PermissionDenied, ValidationError) as refusal:
            raise self.refused(refusal, key) from refusal
        return HttpResponse(status=204)


class BatchDoor(WritingDoor):
    """Many at once, each by itself: what is refused leaves the others as they are."""

    is_open = True
    http_method_names = ["post", "options"]

    def post(self, request: Any, collection: str) -> HttpResponse:
        self.require_write()
        told = self.body()
        _refuse_unknown(told, ("items", "reason"))
        items = told.get("items")
        if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS:
            raise Problem(
                "malformed", _("items 应当是 1 到 %(most)d 条记录。") % {"most": MOST_ITEMS}
            )
        reason = self.reason(told, self.default_reason())
        results = [self._result(number, item, reason) for number, item in enumerate(items)]
        failed = sum("problem" in one for one in results)
        answer = {"items": results, "succeeded": len(results) - failed, "failed": failed}
        return as_response(answer, status=207 if failed else 200)

    def _result(self, number: int, item: Any, reason: str) -> dict[str, Any]:
        """With an id the record is changed, without one it is new."""
        try:
            if not isinstance(item, dict):
                raise Problem("malformed", _("每一条应当是一个 JSON 对象。"))
            record = _object(item, "record", also=("id", "version"))
            key, version = item.get("id"), item.get("version", "")
            if not isinstance(version, str):
                raise Problem("malformed", _("version 应当是文字。"))
            if key is None:
                return {"index": number, "status": 201, **self.create_one(record, reason)}
            if not isinstance(key, int) or isinstance(key, bool) or not 0 < key <= LARGEST_KEY:
                raise Problem("malformed", _("id 应当是记录的编号。"))
            written = self.change_one(key, record, reason, version)
        except Problem as problem:
            return {"index": number, "status": problem.status, "problem": problem.as_json()}
        return {"index": number, "status": 200, **written}


def _object(told: Mapping[str, Any], name: str, *, also: tuple[str, ...]) -> dict[str, Any]:
    """The object under the name. Raises Problem."""
    _refuse_unknown(told, (name, *also))
    found = told.get(name)
    if not isinstance(found, dict):
        raise Problem("malformed", _("%(name)s 应当是一个 JSON 对象。") % {"name": name})
    return found


def _refuse_unknown(told: Mapping[str, Any], known: tuple[str, ...]) -> None:
    unknown = [name for name in told if name not in known]
    if unknown:
        raise Problem(
            "malformed",
            _("不认识：%(names)s。") % {"names": "、".join(unknown)},
            allowed=list(known),
        )

"""The ledger door for programs: hand a file in, read what it would do, apply it, undo it; the admin's checks."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from datasets.actions.ledgers.batches import BatchBusy, BatchNotWaiting
from datasets.actions.ledgers.jobs import ask, hand_in
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.ledgers.undo import UndoRefused
from datasets.actions.records import NotPermitted
from datasets.api.attributes import LARGEST_KEY
from datasets.api.doors import Door, as_response
from datasets.api.problems import Problem, not_found, wrong_parameters
from datasets.choices import AccessVerb, JobState, JobWork, RowAction
from datasets.jobs.following import outlook_of
from datasets.jobs.queue import look_after_jobs, submit
from datasets.ledgers.batch_report import batch_as_json
from datasets.ledgers.files import refuse_weight
from datasets.ledgers.report import stored_as_json
from datasets.ledgers.sheets import UnreadableLedger
from datasets.models import LedgerBatch, LedgerJob, LedgerRow

_DEFAULT_LIMIT, _LARGEST_LIMIT = 50, 200
_ALONG = ("region", "uploaded_by", "applied_by")


class LedgerDoor(Door):
    @cached_property
    def open_collections(self) -> list[str]:
        """Those whose ledgers the token is for."""
        return [name for name in KINDS if self.caller.allows(name, "ledger")]

    def batches(self) -> QuerySet[LedgerBatch]:
        mine = self.actor.rows(LedgerBatch).filter(collection__in=self.open_collections)
        return mine.select_related(*_ALONG)

    def require_ledgers(self) -> None:
        if not self.open_collections:
            self._refuse()
            raise Problem("not-permitted", _("这个令牌不能处理台账。"))

    def batch(self, key: int) -> LedgerBatch:
        """The batch in sight, which the access log is told of. Raises Problem."""
        self.require_ledgers()
        found = self.batches().filter(pk=key).first() if key <= LARGEST_KEY else None
        if found is None:
            self._refuse(key)
            raise not_found()
        self.request.visit.shows(  # type: ignore[attr-defined]
            AccessVerb.LEDGER, LedgerBatch, [key], filters=self.logged()
        )
        return found

    def page_asked(self, *more: str) -> tuple[int, int]:
        """The key after which to go on, and how many. Raises Problem."""
        allowed = ("after", "limit", *more)
        asked: dict[str, list[Any]] = dict(self.request.GET.lists())
        wrong = [(name, _("不认识这个参数。")) for name in asked if name not in allowed]
        wrong += [(name, _("只能写一次。")) for name, values in asked.items() if len(values) > 1]
        after, limit = asked.get("after", ["0"])[0], asked.get("limit", [str(_DEFAULT_LIMIT)])[0]
        if not _is_number(after):
            wrong.append(("after", _("应当是上一页给出的 next。")))
        if not (_is_number(limit) and 1 <= int(limit) <= _LARGEST_LIMIT):
            wrong.append(("limit", _("应当是 1 到 %(most)d 的整数。") % {"most": _LARGEST_LIMIT}))
        if wrong:
            raise wrong_parameters(wrong, allowed)
        return int(after), int(limit)

    def _refuse(self, *keys: int) -> None:
        self.request.visit.refuses(AccessVerb.LEDGER, LedgerBatch, keys)  # type: ignore[attr-defined]

    def done(self, work: Callable[[], LedgerJob], batch: LedgerBatch) -> Any:
        """What asked-for work came to. A large ledger is worked on later: ask again at `href`."""
        try:
            job = work()
        except NotPermitted:
            self._refuse(batch.pk)
            raise
        except (BatchNotWaiting, BatchBusy, UndoRefused) as refusal:
            said = str(refusal) or _("这份台账正在处理，或者已经处理过。")
            raise Problem("conflict", said) from refusal
        submit(job)
        if job.state == JobState.REFUSED:
            raise Problem("conflict", job.sentence)
        return as_response(self.state(self.batches().get(pk=batch.pk)), status=_status_of(job))

    def state(self, batch: LedgerBatch) -> dict[str, Any]:
        job = batch.jobs.first()
        undoing = self.batches().filter(undoes=batch).first()
        return {
            **batch_as_json(batch),
            "undone_by": undoing.pk if undoing else None,
            "job": _told(job) if job else None,
            "href": f"/api/v3/ledgers/{batch.pk}/",
        }


class Ledgers(LedgerDoor):
    """Hand in a file; what was handed in before."""

    def get(self, request: Any) -> Any:
        self.require_ledgers()
        after, limit = self.page_asked()
        batches = self.batches().order_by("-id")
        found = list((batches.filter(pk__lt=after) if after else batches)[: limit + 1])
        page = found[:limit]
        return {
            "items": [batch_as_json(batch) for batch in page],
            "next": page[-1].pk if len(found) > limit else None,
        }

    def post(self, request: Any) -> Any:
        self.require_ledgers()
        file, collection = request.FILES.get("file"), request.POST.get("collection", "")
        if request.content_type != "multipart/form-data" or file is None:
            raise Problem("malformed", _("请用 multipart/form-data 发送 collection 和 file。"))
        if collection not in self.open_collections:
            self._refuse()
            raise Problem("not-permitted", _("这个令牌不能交这种台账。"))
        try:
            refuse_weight(file.size)
            job = hand_in(
                collection=collection, file_name=file.name, content=file.read(), by=self.actor
            )
        except UnreadableLedger as refusal:
            raise Problem("too-large", str(refusal)) from refusal
        except NotPermitted:
            self._refuse()
            raise
        submit(job)
        if job.state == JobState.REFUSED:
            raise Problem("invalid", job.sentence)
        state = self.state(self.batches().get(pk=job.batch_id))
        return as_response(state, status=_status_of(job), Location=state["href"])


class Ledger(LedgerDoor):
    """Whether a ledger is read, applied, undone, and how far the work on it is."""

    def get(self, request: Any, key: int) -> Any:
        look_after_jobs()
        return self.state(self.batch(key))


class LedgerReport(LedgerDoor):
    """What a ledger would do or did, row by row, as `manage.py ledger … --format json` tells it."""

    def get(self, request: Any, key: int) -> Any:
        after, limit = self.page_asked("action")
        action = request.GET.get("action", "")
        if action and action not in RowAction.values:
            known = "、".join(RowAction.values)
            wrong = [("action", _("应当是下列之一：%(known)s。") % {"known": known})]
            raise wrong_parameters(wrong, ("after", "limit", "action"))
        batch = self.batch(key)
        rows = LedgerRow.objects.filter(batch=batch, pk__gt=after).order_by("pk")
        found = list((rows.filter(action=action) if action else rows)[: limit + 1])
        told = stored_as_json(batch, found[:limit])
        return {**told, "next": found[limit - 1].pk if len(found) > limit else None}


class LedgerApply(LedgerDoor):
    http_method_names = ["post", "options"]

    def post(self, request: Any, key: int) -> Any:
        batch = self.batch(key)
        return self.done(lambda: ask(batch=batch, work=JobWork.APPLY, by=self.actor), batch)


class LedgerUndo(LedgerDoor):
    http_method_names = ["post", "options"]

    def post(self, request: Any, key: int) -> Any:
        told = self.body()
        reason = self.reason(told, "")
        if not reason:
            raise Problem("malformed", _("请在 reason 里写明撤销的原因。"))
        batch = self.batch(key)
        return self.done(
            lambda: ask(batch=batch, work=JobWork.UNDO, by=self.actor, reason=reason), batch
        )


def _told(job: LedgerJob) -> dict[str, Any]:
    outlook = outlook_of(job) if job.is_active else None
    return {
        "work": job.work,
        "state": job.state,
        "sentence": job.sentence,
        "percent": outlook.percent if outlook else 100,
    }


def _status_of(job: LedgerJob) -> int:
    """202 while a worker is at it."""
    return 202 if job.is_active else 200 if job.work != JobWork.PREVIEW else 201


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19

"""What a question or a write comes to when it is refused: problem details (RFC 9457), in the caller's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.actions.records import RecordChangedMeanwhile, RecordInUse

CONTENT_TYPE = "application/problem+json"

#: Kind → its HTTP status, and what it is called. The documentation page explains each under #problem-….
KINDS: dict[str, tuple[int, Any]] = {
    "malformed": (400, gettext_lazy("请求有误")),
    "unknown-parameter": (400, gettext_lazy("参数有误")),
    "token-refused": (401, gettext_lazy("令牌无效")),
    "token-needed": (401, gettext_lazy("需要令牌")),
    "not-permitted": (403, gettext_lazy("没有权限")),
    "not-found": (404, gettext_lazy("没有找到")),
    "no-such-method": (405, gettext_lazy("不支持这种请求方法")),
    "conflict": (409, gettext_lazy("现在不能这样做")),
    "changed-meanwhile": (412, gettext_lazy("记录已被别人修改")),
    "too-large": (413, gettext_lazy("内容太大")),
    "not-json": (415, gettext_lazy("请求体的类型不对")),
    "invalid": (422, gettext_lazy("内容有误")),
    "too-many-wrong-tokens": (429, gettext_lazy("错误的令牌太多")),
}


class Problem(Exception):
    """Raised wherever the door says no. `more`: members beside the standard ones."""

    def __init__(
        self, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.status, self.title = KINDS[kind]
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more

    def as_json(self) -> dict[str, Any]:
        return {
            "type": f"/api/#problem-{self.kind}",
            "title": str(self.title),
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }

    def response(self) -> JsonResponse:
        return JsonResponse(
            self.as_json(),
            status=self.status,
            content_type=CONTENT_TYPE,
            headers=self.headers,
            json_dumps_params={"ensure_ascii": False},
        )


def not_found() -> Problem:
    return Problem("not-found", _("没有这条记录，或者它不在您能看到的范围内。"))


def refusal_as_problem(refusal: PermissionDenied | ValidationError) -> Problem:
    """What an action refused."""
    if isinstance(refusal, PermissionDenied):
        return Problem("not-permitted", str(refusal) or _("您没有权限这样操作。"))
    if isinstance(refusal, RecordChangedMeanwhile):
        return Problem("changed-meanwhile", refusal.messages[0])
    if isinstance(refusal, RecordInUse):
        return Problem("conflict", refusal.messages[0])
    errors = _errors_of(refusal)
    return Problem("invalid", _("没有保存，请改正指出的内容。"), errors=errors)


def _errors_of(refusal: ValidationError) -> list[dict[str, Any]]:
    if hasattr(refusal, "error_dict"):
        named = refusal.message_dict.items()
        return [
            {"field": None if name == "__all__" else name, "message": message}
            for name, messages in named
            for message in messages
        ]
    return [{"field": None, "message": message} for message in refusal.messages]


def wrong_parameters(
    wrong: Sequence[tuple[str, str]], allowed: Sequence[str], *, kind: str = "unknown-parameter"
) -> Problem:
    """Each parameter with what is wrong with it, and all that are allowed."""
    errors = [{"parameter": name, "message": message} for name, message in wrong]
    return Problem(
        kind,
        _("有的参数不认识，或者写法不对。下面列出可以用的参数。"),
        errors=errors,
        allowed=list(allowed),
    )

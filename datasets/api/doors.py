"""What each address of this door has in common: who calls, in which language, what may be kept, how it is refused."""

import hashlib
from typing import Any, ClassVar

import orjson
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFilesSent,
    ValidationError,
)
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from datasets.access import Actor
from datasets.api.callers import Caller, caller_of, language_asked
from datasets.api.problems import Problem, refusal_as_problem

#: Seconds for which an answer of public knowledge may be shown again unasked.
_PUBLIC_FOR = 60
_LONGEST_REASON = 200


# A token is no cookie: another site cannot make a browser send it.
@method_decorator(csrf_exempt, name="dispatch")
class Door(View):
    """Its methods return what becomes JSON, or a response. What they raise becomes problem details."""

    #: Whether the address says anything without a token.
    is_open: ClassVar[bool] = False
    caller: Caller

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_asked(request)):
            response = self._answer(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language() or ""
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        if request.user.is_anonymous and response.status_code == 200:
            return _public(request, response)
        response.headers["Cache-Control"] = "no-store"
        return response

    @property
    def actor(self) -> Actor:
        return self.caller.actor

    def _answer(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.caller = caller_of(request)
            if self.caller.is_public and not self.is_open:
                raise Problem(
                    "token-needed",
                    _("这个地址需要令牌：请求头里写 Authorization: Bearer 令牌。"),
                    headers={"WWW-Authenticate": 'Bearer realm="hutong"'},
                )
            answer = super().dispatch(request, *args, **kwargs)
        except Problem as problem:
            return problem.response()
        except (PermissionDenied, ValidationError) as refusal:
            return refusal_as_problem(refusal).response()
        except (RequestDataTooBig, TooManyFilesSent):
            return Problem("too-large", _("请求体太大，请分几次发送。")).response()
        return answer if isinstance(answer, HttpResponse) else as_response(answer)

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = ", ".join(self.methods())
        said = _("可以用：%(methods)s。") % {"methods": allowed}
        raise Problem("no-such-method", said, headers={"Allow": allowed})

    def methods(self) -> list[str]:
        return [name.upper() for name in self.http_method_names if hasattr(self, name)]

    def body(self) -> dict[str, Any]:
        """The JSON object that was sent. Raises Problem."""
        if self.request.content_type != "application/json":
            raise Problem("not-json", _("请用 Content-Type: application/json 发送。"))
        try:
            told = orjson.loads(self.request.body)
        except orjson.JSONDecodeError as error:
            raise Problem("malformed", _("请求体不是正确的 JSON。")) from error
        if not isinstance(told, dict):
            raise Problem("malformed", _("请求体应当是一个 JSON 对象。"))
        return told

    def reason(self, told: dict[str, Any], otherwise: str) -> str:
        """Why something is done, as the caller says or as the token is called. Raises Problem."""
        said = told.get("reason") or otherwise
        if not isinstance(said, str) or "\0" in said:
            raise Problem("malformed", _("reason 应当是文字。"))
        return said.strip()[:_LONGEST_REASON] or otherwise

    def logged(self, filters: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the access log keeps of a question: what narrowed it, and by which token it came."""
        token = self.caller.token
        return {**(filters or {}), **({"token": token.pk} if token else {})}


class NoSuchAddress(Door):
    is_open = True

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request)

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Problem("not-found", _("没有这个地址。可用的地址见 /api/。"))

    get = http_method_not_allowed
    head = post = put = patch = delete = options = get


def as_response(answer: Any, *, status: int = 200, **headers: str) -> HttpResponse:
    """JSON in UTF-8: Chinese stays readable."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = orjson.dumps(answer, default=_said)
    return HttpResponse(content, status=status, content_type="application/json", headers=named)


def _said(value: Any) -> str:
    """Words that wait for a language."""
    if isinstance(value, Promise):
        return str(value)
    raise TypeError


def _public(request: Any, response: HttpResponse) -> HttpResponse:
    """Kept for a minute by whoever asks, and asked again by its digest."""
    response.headers["Cache-Control"] = f"public, max-age={_PUBLIC_FOR}"
    if request.method not in ("GET", "HEAD") or response.streaming:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    known = get_conditional_response(request, etag=etag, response=response)
    return known or response

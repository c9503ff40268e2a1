"""What one request showed or refused, written into the access log before the answer is sent."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model
from django.utils import timezone

from datasets.audit.chain import Access, Visitor, append
from datasets.audit.masking import masked_filters, masked_text
from datasets.choices import AccessVerb
from datasets.standards.client_addresses import address_in

_LONGEST_TEXT = 200


class Visit:
    """Collects the acts of a request; views tell it what they show, the middleware writes it down."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self.accesses: list[Access] = []

    def shows(
        self,
        verb: AccessVerb,
        model: type[Model],
        keys: Iterable[int] = (),
        *,
        count: int | None = None,
        filters: Mapping[str, Any] | None = None,
        purpose: str = "",
    ) -> None:
        """Rows of a collection go out to the visitor. Public knowledge is nobody's secret: no entry."""
        if getattr(model, "is_public_knowledge", False):
            return
        self.accesses.append(
            Access(
                verb=verb,
                collection=str(model._meta.model_name),
                records=list(keys),
                count=count,
                filters=masked_filters(filters or {}),
                purpose=masked_text(purpose),
            )
        )

    def refuses(self, verb: AccessVerb, model: type[Model], keys: Iterable[int] = ()) -> None:
        """The visitor asked for what is not theirs, or not there."""
        name = str(model._meta.model_name)
        self.accesses.append(Access(verb, name, list(keys), is_permitted=False))

    def notes(self, access: Access) -> None:
        """Something that is about no record: a token that is none, one that was issued."""
        self.accesses.append(access)

    @property
    def address(self) -> str | None:
        return address_of(self.request)

    def write(self) -> None:
        if self.accesses:
            user = getattr(self.request, "user", None)
            append(self.accesses, visitor=visitor_of(self.request, user), at=timezone.now())
            self.accesses = []


class VisitMiddleware:
    """Gives each request its visit, and lets no answer out before what it shows has been written."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        request.visit = Visit(request)
        response = self.get_response(request)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        request.visit.write()
        return response


def visitor_of(request: Any, user: Any, *, username: str = "") -> Visitor:
    known = user is not None and user.is_authenticated
    return Visitor(
        user_id=user.pk if known else None,
        username=user.get_username() if known else username[:_LONGEST_TEXT],
        address=address_of(request),
    )


def watch_logins() -> None:
    """Django tells of logins by signals only."""
    user_logged_in.connect(_logged_in, dispatch_uid="access_log")
    user_logged_out.connect(_logged_out, dispatch_uid="access_log")
    user_login_failed.connect(_login_failed, dispatch_uid="access_log")


def _logged_in(sender: Any, request: Any, user: Any, **_rest: Any) -> None:
    _append_at_once(Access(AccessVerb.LOGIN), request, user)


def _logged_out(sender: Any, request: Any, user: Any, **_rest: Any) -> None:
    if user is not None:
        _append_at_once(Access(AccessVerb.LOGOUT), request, user)


def _login_failed(sender: Any, credentials: Mapping[str, Any], request: Any, **_rest: Any) -> None:
    failed = Access(AccessVerb.LOGIN_FAILED, is_permitted=False)
    _append_at_once(failed, request, None, username=str(credentials.get("username", "")))


def _append_at_once(access: Access, request: Any, user: Any, *, username: str = "") -> None:
    append([access], visitor=visitor_of(request, user, username=username), at=timezone.now())


def address_of(request: Any) -> str | None:
    """The visitor's address; None for what is no request."""
    if request is None:
        return None
    return address_in(request.META, trusted_proxies=settings.TRUSTED_PROXIES)

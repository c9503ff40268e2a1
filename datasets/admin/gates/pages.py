"""What the gates' pages have in common: a form, and the way on to where the user was going."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView


class GatePage(FormView):
    """Subclasses say what passing means."""

    title: ClassVar[Any] = ""

    def passed(self, form: Any) -> None:
        """The form is in order: open the gate."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        self.passed(form)
        return HttpResponseRedirect(self._way_on())

    def _way_on(self) -> str:
        wanted = self.request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return wanted if is_ours else settings.ADMIN_ROOT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, **kwargs)

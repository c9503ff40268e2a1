"""What search engines are asked to leave alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from home.page_cache.marking import same_for_everybody


@require_safe
@same_for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """A trial on one machine is no source for anybody."""
    lines = ["User-agent: *"]
    if settings.IS_LOCAL_TRIAL:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {settings.ADMIN_ROOT}", f"Disallow: {reverse('search')}"]
        lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

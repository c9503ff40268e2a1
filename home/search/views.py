"""The search page, and how a browser's own search box finds it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.page_cache.marking import same_for_everybody
from home.search.finding import answer_to, directory, issuers
from home.search.kinds import AGENCY, kinds
from home.search.questions import LONGEST, read_question


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    root = Site.find_for_request(request).root_page
    question = read_question(request.GET.dict())
    return render(
        request,
        "home/search.html",
        {
            "question": question,
            "answer": answer_to(question, root=root, today=timezone.localdate()),
            "kinds": kinds(),
            "agency": AGENCY,
            "directory": directory(),
            "issuers": issuers(),
            "longest": LONGEST,
        },
    )


@require_safe
@same_for_everybody
def opensearch(request: HttpRequest) -> HttpResponse:
    """https://github.com/dewitt/opensearch: the browser's address bar asks this site."""
    return render(
        request,
        "home/opensearch.xml",
        {
            "name": Site.find_for_request(request).site_name or settings.WAGTAIL_SITE_NAME,
            "address": request.build_absolute_uri(reverse("search")),
            "icon": request.build_absolute_uri(static("hutong/icon.svg")),
        },
        content_type="application/opensearchdescription+xml",
    )

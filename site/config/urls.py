"""The site's addresses: staff under /admin/, other systems under /api/, everything else is a public page."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.documents.views.serve import serve as serve_document

from config.byte_ranges import in_parts
from datasets.api import urls as api_urls
from home.calendar_page import calendar_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/", include(api_urls)),
    re_path(r"^documents/(\d+)/(.*)$", in_parts(serve_document), name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path("calendar/", calendar_page, name="calendar"),
]

if settings.IS_LOCAL_TRIAL:
    # Pictures of public pages as Wagtail has cut them; a city's web server hands out this folder itself, and no
    # other: documents go through the view above, which asks whether they are private.
    urlpatterns += [
        re_path(r"^media/(?P<path>images/.*)$", serve, {"document_root": settings.MEDIA_ROOT})
    ]

urlpatterns += [path("", include("home.urls")), path("", include(wagtail_urls))]

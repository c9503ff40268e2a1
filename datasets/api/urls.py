"""The addresses of this door."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from datasets.api.describing.document import OpenApi
from datasets.api.documentation import Documentation
from datasets.api.doors import NoSuchAddress
from datasets.api.ledgers import Ledger, LedgerApply, LedgerReport, Ledgers, LedgerUndo
from datasets.api.pages import NAMESPACE, page_patterns
from datasets.api.photos import PhotoDoor
from datasets.api.previews import Preview
from datasets.api.publications import Clauses, Figures
from datasets.api.records import CollectionList, RecordHistory, RecordSearch
from datasets.api.writing import BatchDoor, RecordDoor, RecordsDoor

_COLLECTION = "v3/collections/<slug:collection>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", Documentation.as_view(), name="api_documentation"),
    path("v3/openapi.json", OpenApi.as_view(), name="api_openapi"),
    path("v3/collections/", CollectionList.as_view(), name="api_collections"),
    path(_COLLECTION, RecordsDoor.as_view(), name="api_records"),
    path(f"{_COLLECTION}search/", RecordSearch.as_view(), name="api_search"),
    path(f"{_COLLECTION}batch/", BatchDoor.as_view(), name="api_batch"),
    path(f"{_COLLECTION}<int:key>/", RecordDoor.as_view(), name="api_record"),
    path(f"{_COLLECTION}<int:key>/history/", RecordHistory.as_view(), name="api_history"),
    path(
        "v3/collections/children/<int:key>/photo/",
        PhotoDoor.as_view(),
        {"collection": "children"},
        name="api_photo",
    ),
    path("v3/clauses/", Clauses.as_view(), name="api_clauses"),
    path("v3/preview/", Preview.as_view(), name="api_preview"),
    path("v3/figures/", Figures.as_view(), name="api_figures"),
    path("v3/ledgers/", Ledgers.as_view(), name="api_ledgers"),
    path("v3/ledgers/<int:key>/", Ledger.as_view(), name="api_ledger"),
    path("v3/ledgers/<int:key>/report/", LedgerReport.as_view(), name="api_ledger_report"),
    path("v3/ledgers/<int:key>/apply/", LedgerApply.as_view(), name="api_ledger_apply"),
    path("v3/ledgers/<int:key>/undo/", LedgerUndo.as_view(), name="api_ledger_undo"),
    path("v3/", include((list(page_patterns()), NAMESPACE), namespace=NAMESPACE)),
    re_path(r"^.*$", NoSuchAddress.as_view(), name="api_nowhere"),
]

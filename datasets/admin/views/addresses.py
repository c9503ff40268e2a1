"""The addresses beside a list: the panel, its views, the bulk change."""

from typing import Any

from django.urls import URLPattern, path

from datasets.admin.views.asked import AskView
from datasets.admin.views.bulk import BulkChangeView
from datasets.admin.views.bulk_done import BulkChangePage, BulkDonePage
from datasets.admin.views.saving import AddViewPage, ChangeViewPage


def view_urls(admin: Any) -> list[URLPattern]:
    """Of the collections that have a name of their own."""
    if not admin.model.collection_name:
        return []
    base, name = admin.url_helper.base_url_path, admin.url_helper.get_action_url_name
    change = ChangeViewPage.as_view(model_admin=admin)
    done = BulkDonePage.as_view(model_admin=admin)
    one_done = BulkChangePage.as_view(model_admin=admin)
    return [
        path(f"{base}/ask/", AskView.as_view(model_admin=admin), name=name("ask")),
        path(f"{base}/views/add/", AddViewPage.as_view(model_admin=admin), name=name("add_view")),
        path(f"{base}/views/<int:view_key>/", change, name=name("change_view")),
        path(f"{base}/bulk/", BulkChangeView.as_view(model_admin=admin), name=name("bulk")),
        path(f"{base}/bulk/done/", done, name=name("bulk_done")),
        path(f"{base}/bulk/done/<int:change_key>/", one_done, name=name("bulk_change")),
    ]

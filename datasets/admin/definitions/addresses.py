"""The addresses of definitions, their place in the menu, and what a city grants in the groups' editor."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.admin.definitions import collections, effects, fields, files, history
from datasets.admin.definitions.codes import ProposeCode
from datasets.admin.definitions.overview import Overview
from datasets.models import CollectionDefinition


def definition_urls() -> list[URLPattern]:
    of, field = "definitions/of/<slug:code>/", "definitions/fields/<int:pk>/"
    pages: dict[str, tuple[str, Any]] = {
        "definitions/": ("definitions", Overview),
        "definitions/code/": ("definitions_code", ProposeCode),
        "definitions/new/": ("definitions_new", collections.NewCollection),
        "definitions/file/": ("definitions_file", files.ChooseFile),
        "definitions/file/preview/": ("definitions_preview", files.PreviewFile),
        "definitions/starters/<slug:name>/": ("definitions_starter", files.PreviewStarter),
        of: ("definitions_collection", fields.CollectionPage),
        f"{of}edit/": ("definitions_edit", collections.EditCollection),
        f"{of}archive/": ("definitions_archive", collections.ArchiveCollection),
        f"{of}take-up/": ("definitions_take_up", collections.TakeCollectionUp),
        f"{of}history/": ("definitions_history", history.DefinitionHistory),
        f"{of}export/": ("definitions_export", files.Export),
        f"{of}fields/new/": ("definitions_new_field", fields.NewField),
        field: ("definitions_field", fields.EditField),
        f"{field}effects/": ("definitions_effects", effects.EffectsPage),
        f"{field}leftovers/": ("definitions_leftovers", effects.LeftoversPage),
        f"{field}move/": ("definitions_move_field", fields.MoveField),
        f"{field}archive/": ("definitions_archive_field", fields.ArchiveField),
        f"{field}take-up/": ("definitions_take_field_up", fields.TakeFieldUp),
        "definitions/restore/<slug:which>/<int:pk>/": (
            "definitions_restore", history.RestoreDefinition,
        ),
    }  # fmt: skip
    return [path(route, view.as_view(), name=name) for route, (name, view) in pages.items()]


class DefinitionsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return Actor.of(request.user).may("view", CollectionDefinition)


def definitions_menu_item() -> MenuItem:
    return DefinitionsMenuItem(
        _("数据集和字段"),
        reverse_lazy("definitions"),
        name="definitions",
        icon_name="sliders",
        order=9000,
    )


def definition_permissions() -> QuerySet[Permission]:
    """Who defines, and who may do what with the records of each collection of one's own."""
    defining = Q(content_type__model__in=("collectiondefinition", "fielddefinition"))
    made = Q(content_type__model__startswith="made_")
    return Permission.objects.filter(defining | made, content_type__app_label="datasets")

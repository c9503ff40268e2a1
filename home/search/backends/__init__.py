"""Wagtail's database search with our words: `WAGTAILSEARCH_BACKENDS` names this package."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.db import connection


def SearchBackend(params: Mapping[str, Any]) -> Any:  # noqa: N802 - Wagtail asks for this name
    """That of the database. The stock modules can only be imported where their database is in use."""
    module = import_module(f"home.search.backends.{connection.vendor}")
    return module.ChineseBackend(dict(params))

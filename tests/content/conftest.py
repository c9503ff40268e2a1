from pathlib import Path

import pytest
from django.core.management import call_command

from content.first_awareness import planting


@pytest.fixture
def pages(db: None) -> None:
    call_command("pages", verbosity=0)


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """The tree and the review, without the articles: a second saved for every test."""
    for pieces in ("PIECES", "TOPICS"):
        monkeypatch.setattr(planting, pieces, ())
    call_command("pages", verbosity=0)


@pytest.fixture
def media(settings: object, tmp_path: Path) -> Path:
    """Files of the test's own."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path

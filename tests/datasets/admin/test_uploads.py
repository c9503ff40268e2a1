"""A large upload leaves no copy behind that has a name."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from datasets.admin.uploads import NamelessFileUploadHandler


def test_it_is_how_uploads_come_in() -> None:
    assert django_settings.FILE_UPLOAD_HANDLERS[-1].endswith(NamelessFileUploadHandler.__name__)


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_large_upload_has_no_name_on_the_disk(size: int, tmp_path: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    content = os.urandom(size)
    file = SimpleUploadedFile("台账.xlsx", content, "application/octet-stream")
    request = RequestFactory().post("/", {"file": file})
    taken: Any = request.FILES["file"]
    assert list(tmp_path.iterdir()) == []
    assert not hasattr(taken, "temporary_file_path")
    assert (taken.name, taken.size, taken.read()) == ("台账.xlsx", size, content)

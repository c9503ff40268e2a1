"""Files and photos: encrypted, out of reach of any address but the record's own."""

import uuid
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.base import FieldType
from datasets.models.files import records_storage
from datasets.models.made_files import FitFileField, FitPhotoField
from datasets.readers import Note, Reader
from datasets.standards.cells import Cell

_LONGEST_NAME = 120


def nameless(instance: models.Model, filename: str) -> str:
    """A name that tells nothing: neither whose file it is nor what the sender called it."""
    return f"made/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class File(FieldType):
    code = "file"
    label = _("文件")
    is_sortable = is_filterable = can_be_unique = False

    def column(self, spec: FieldSpec) -> models.Field:
        return FitFileField(
            upload_to=nameless,
            storage=records_storage,
            max_length=_LONGEST_NAME,
            **self.common(spec),
        )

    def reader(self, field: Any, *, words: Mapping[str, str] | None = None) -> Reader:
        return _no_file

    def said(self, value: Any, field: Any) -> str:
        return ""


class Photo(File):
    code = "photo"
    label = _("照片")

    def column(self, spec: FieldSpec) -> models.Field:
        return FitPhotoField(
            upload_to=nameless,
            storage=records_storage,
            max_length=_LONGEST_NAME,
            **self.common(spec),
        )


def _no_file(_cell: Cell, _note: Note) -> None:
    """A cell holds no file."""

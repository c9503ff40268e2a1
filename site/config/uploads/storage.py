"""Where files of public pages lie. Whatever way a file comes in, what is kept here is fit for the public."""

import uuid
from pathlib import PurePath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from datasets.standards.documents import is_what_it_says
from datasets.standards.pictures import bare_picture

#: As Wagtail's models name them.
PICTURES, DOCUMENTS = "original_images", "documents"


@deconstructible
class PublicStorage(FileSystemStorage):
    """Of a picture the pixels alone, under a name that cannot be guessed and tells nothing; documents as they say.

    Wagtail keeps a file whose title is refused and saves it later, past the form that has looked at it.
    """

    def generate_filename(self, filename: Any) -> str:
        path = PurePath(super().generate_filename(filename))
        if path.parent.name == PICTURES:
            path = path.with_name(f"{uuid.uuid4().hex}{path.suffix.lower()}")
        return str(path)

    def _save(self, name: str, content: Any) -> str:
        path = PurePath(name)
        folder = path.parts[0] if len(path.parts) > 1 else ""
        if folder == PICTURES and not getattr(content, "is_bare", False):
            content = ContentFile(_bare(content))
        extension = path.suffix.lower().removeprefix(".")
        if folder == DOCUMENTS and not is_what_it_says(content, extension):
            raise SuspiciousFileOperation("The document is not what its name says.")
        saved: str = super()._save(name, content)  # type: ignore[misc]
        return saved


def _bare(content: Any) -> bytes:
    content.seek(0)
    try:
        return bare_picture(content)
    except (OSError, ValueError, SyntaxError) as error:
        raise SuspiciousFileOperation("The picture cannot be opened.") from error

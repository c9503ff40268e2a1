"""Files and photos in defined fields: whoever writes one, what is not fit to be kept is refused."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import models

from datasets.models.uploads import fit_file, fit_photo


class FitFileField(models.FileField):
    """Takes in documents and pictures that are what their name says."""

    def clean(self, value: Any, model_instance: Any) -> Any:
        cleaned = super().clean(value, model_instance)
        # What is kept already was looked at when it came.
        is_new = cleaned and not cleaned._committed
        return self.fit(cleaned) if is_new else cleaned

    def fit(self, upload: Any) -> Any:
        content = fit_file(upload.file, name=upload.name, size=upload.size)
        return upload if content is None else ContentFile(content, upload.name)


class FitPhotoField(FitFileField, models.ImageField):
    """Takes in photos, without what the camera wrote beside the pixels."""

    def fit(self, upload: Any) -> Any:
        content, kind = fit_photo(upload.file, size=upload.size)
        return ContentFile(content, f"photo.{kind}")

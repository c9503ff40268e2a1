"""Choosing a file of the kinds that a block can show."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.blocks import DocumentChooserBlock


class FileBlock(DocumentChooserBlock):
    """`extensions` without dots, in lower case."""

    def __init__(self, *, extensions: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.extensions = extensions

    def clean(self, value: Any) -> Any:
        document = super().clean(value)
        if document and document.file_extension.lower() not in self.extensions:
            raise ValidationError(
                _("请选择这几种文件：%(kinds)s。") % {"kinds": "、".join(self.extensions)},
                code="wrong_kind",
            )
        return document

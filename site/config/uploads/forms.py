"""Wagtail's forms for pictures and documents: what the storage would refuse is told in a sentence first."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from datasets.standards.documents import is_what_it_says
from datasets.standards.pictures import bare_picture


class BarePicture(SimpleUploadedFile):
    """A picture that has been written anew: the storage need not do so again."""

    is_bare = True
    #: Whose size and format Wagtail asks for.
    image: Any = None


class PictureField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        try:
            picture = super().to_python(data)
            if not picture:
                return picture
            bare = BarePicture(picture.name, bare_picture(picture), picture.content_type)
        except (OSError, ValueError, SyntaxError) as error:  # Pillow's, of half a file
            raise ValidationError(_("图片已损坏，打不开。请换一张。"), code="broken") from error
        bare.image = picture.image
        return bare


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            stock = self.fields["file"]
            self.fields["file"] = PictureField(
                label=stock.label, required=stock.required, widget=stock.widget
            )


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        extension = PurePath(file.name).suffix.lower().removeprefix(".")
        if not is_what_it_says(file, extension):
            raise ValidationError(
                _(
                    "文件的内容不是“.%(extension)s”，或者带有宏。请用原来的软件另存，不要只改扩展名。"
                )
                % {"extension": extension},
                code="not_what_it_says",
            )
        return file

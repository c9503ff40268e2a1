"""Files and photos in defined fields: taken in with care, handed out to those who see the field."""

from base64 import b64encode
from collections.abc import Container
from io import BytesIO
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import FileField, Model
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, UnidentifiedImageError
from wagtail_modeladmin.views import InstanceSpecificView

from datasets.access import Actor
from datasets.access.field_groups import group_at
from datasets.admin.pages import RecordPage
from datasets.admin.photos import PhotoInput
from datasets.choices import AccessVerb, FieldGroup
from datasets.custom.building import MadeRecord
from datasets.custom.specs import FieldSpec
from datasets.models.uploads import ENDINGS


def file_url(record: Any, name: str) -> str:
    """The only way to the file: its storage has no address."""
    if isinstance(record, MadeRecord):
        address = reverse("made", args=[f"{record.collection_name}/file/{record.pk}/"])
    else:
        name_of = f"datasets_{record._meta.model_name}_modeladmin_file"
        address = reverse(name_of, args=[record.pk])
    return f"{address}?{urlencode({'field': name})}"


def made_file(model: type[Model], name: str) -> FieldSpec | None:
    """The definition of a field that holds a file; None for any other field."""
    field = next((one for one in model._meta.concrete_fields if one.name == name), None)
    return getattr(field, "made", None) if isinstance(field, FileField) else None


def shown_file(
    record: Any, name: str, *, to: Actor, revealed: Container[FieldGroup | None] = ()
) -> str:
    """A photo's picture or a file's link; "" where there is none, or none for this reader.

    `revealed`: groups of which a photo is shown this once, within the page.
    """
    model = type(record)
    spec = made_file(model, name)
    if spec is None or not getattr(record, name):
        return ""
    if not to.sees(model, name):
        is_shown = spec.kind == "photo" and group_at(model, name) in revealed
        return _shown_once(record, spec) if is_shown else ""
    url = file_url(record, name)
    if spec.kind == "photo":
        picture = '<a href="{}"><img class="hutong-photo" src="{}" alt="{}" loading="lazy"></a>'
        return format_html(picture, url, url, spec.label)
    return format_html('<a href="{}" download>{}</a>', url, _("下载"))


def _shown_once(record: Any, spec: FieldSpec) -> str:
    with getattr(record, spec.code).open("rb") as file:
        content = file.read()
    told = b64encode(content).decode()
    picture = '<img class="hutong-photo" src="data:{};base64,{}" alt="{}">'
    return format_html(picture, _picture_type(content), told, spec.label)


class MadePhotoInput(PhotoInput):
    """Shows what is stored: a picture, or for a file that there is one."""

    template_name = "datasets/widgets/file.html"
    clear_checkbox_label: Any = gettext_lazy("移除")

    def __init__(self, attrs: Any = None, *, name: str = "", is_photo: bool = True) -> None:
        super().__init__(attrs)
        self.name, self.is_photo = name, is_photo

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        # Past the child's own: its address is another.
        context = super(PhotoInput, self).get_context(name, value, attrs)
        record = getattr(value, "instance", None)
        url = file_url(record, self.name) if record and record.pk else ""
        accept = (
            "image/jpeg,image/png,image/webp"
            if self.is_photo
            else ",".join(f".{ending}" for ending in ENDINGS)
        )
        context["widget"] |= {"file_url": url, "is_photo": self.is_photo, "accept": accept}
        return context


def form_field_of(spec: FieldSpec, stock: forms.Field) -> forms.Field:
    """The form field of a defined file or photo, in place of Django's: what is fit the model's field knows."""
    is_photo = spec.kind == "photo"
    note = _("JPG、PNG或WebP，不超过5MB。") if is_photo else _("不超过20MB。")
    return forms.FileField(
        label=stock.label,
        required=stock.required,
        help_text=f"{stock.help_text} {note}".strip(),
        widget=MadePhotoInput(name=spec.code, is_photo=is_photo),
    )


class MadeFileView(RecordPage, InstanceSpecificView):
    """A photo to look at, or a file to keep. Which field's, the address says."""

    http_method_names = ["get", "head"]
    logs_itself = True

    def get(self, request: Any, *args: Any, **kwargs: Any) -> FileResponse:
        name = request.GET.get("field", "")
        spec = made_file(self.model, name)
        if spec is None:
            raise Http404
        verb = AccessVerb.PHOTO if spec.kind == "photo" else AccessVerb.VIEW
        if not self.actor.sees(self.model, name):
            request.visit.refuses(verb, self.model, [self.instance.pk])
            raise PermissionDenied
        request.visit.shows(verb, self.model, [self.instance.pk], filters={"field": name})
        content = self._content(name)
        response = FileResponse(BytesIO(content))
        if spec.kind == "photo":
            response["Content-Type"] = _picture_type(content)
            response["Content-Disposition"] = "inline"
        else:
            suffix = PurePath(getattr(self.instance, name).name).suffix
            response["Content-Type"] = "application/octet-stream"
            response["Content-Disposition"] = (
                f'attachment; filename="{name}-{self.instance.pk}{suffix}"'
            )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def _content(self, name: str) -> bytes:
        """Raises Http404."""
        try:
            with getattr(self.instance, name).open("rb") as file:
                content: bytes = file.read()
        except (ValueError, FileNotFoundError) as error:
            raise Http404 from error
        return content


def _picture_type(content: bytes) -> str:
    try:
        with Image.open(BytesIO(content)) as image:
            return image.get_format_mimetype() or ""
    except UnidentifiedImageError as error:
        raise Http404 from error

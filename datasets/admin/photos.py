"""A child's photo: taken in with care, handed out to those who may see the child."""

from base64 import b64encode
from collections.abc import Container
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import FileResponse, Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError
from wagtail_modeladmin.views import InstanceSpecificView

from datasets.access import Actor
from datasets.access.field_groups import group_at
from datasets.admin.pages import RecordPage
from datasets.choices import AccessVerb, FieldGroup
from datasets.models import Child
from datasets.standards.pictures import MOST_PIXELS, bare_picture

MOST_BYTES = 5 * 1024 * 1024
#: What browsers show and cameras and phones write; each decoder less is one risk less.
FORMATS = ("JPEG", "PNG", "WEBP")


def photo_url(child: Any) -> str:
    return reverse("datasets_child_modeladmin_photo", args=[child.pk])


def photo_source(child: Child, *, to: Actor, revealed: Container[FieldGroup]) -> str:
    """What the page shows the photo from: its address; the image itself where it is shown this once; "" for none."""
    if not child.photo:
        return ""
    if to.sees(Child, "photo"):
        return photo_url(child)
    if group_at(Child, "photo") not in revealed:
        return ""
    with child.photo.open("rb") as file:
        content = file.read()
    return f"data:{_content_type(content)};base64,{b64encode(content).decode()}"


def _content_type(content: bytes) -> str:
    with Image.open(BytesIO(content)) as image:
        return image.get_format_mimetype() or ""


class PhotoInput(forms.ClearableFileInput):
    """Django's own would ask the storage for an address, and there is none."""

    template_name = "datasets/widgets/photo.html"
    clear_checkbox_label: Any = _("移除照片")

    def is_initial(self, value: Any) -> bool:
        return bool(value) and not isinstance(value, UploadedFile)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        child = getattr(value, "instance", None)
        context["widget"]["photo_url"] = photo_url(child) if child and child.pk else ""
        return context

    def _render(self, template_name: str, context: Any, renderer: Any = None) -> str:
        # By the site's templates: the forms' own renderer knows only those of the apps.
        return render_to_string(template_name, context)


class PhotoField(forms.ImageField):
    widget = PhotoInput
    default_error_messages = {
        "too_large": _("照片不能超过5MB。"),
        "format": _("照片须为JPG、PNG或WebP格式。"),
        "too_many_pixels": _("照片的尺寸太大，请缩小后再上传。"),
        "broken": _("照片已损坏，打不开。请换一张。"),
    }

    def to_python(self, data: Any) -> Any:
        # Size first: an image is decoded only if it is small enough.
        if data and data.size > MOST_BYTES:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        photo: Any = super().to_python(data)
        if photo and photo.image.format not in FORMATS:
            raise ValidationError(self.error_messages["format"], code="format")
        return self._bare(photo) if photo else photo

    def _bare(self, photo: Any) -> SimpleUploadedFile:
        """Without what the camera wrote beside the picture: it tells where the child lives."""
        if photo.image.width * photo.image.height > MOST_PIXELS:
            raise ValidationError(self.error_messages["too_many_pixels"], code="too_many_pixels")
        try:
            content = bare_picture(photo)
        except (OSError, ValueError, SyntaxError) as error:  # Pillow's, of half a file
            raise ValidationError(self.error_messages["broken"], code="broken") from error
        return SimpleUploadedFile(photo.name, content, photo.content_type)


class PhotoView(RecordPage, InstanceSpecificView):
    """The only way to the file: the photos' storage has no address."""

    http_method_names = ["get", "head"]
    logs_itself = True

    def get(self, request: Any, *args: Any, **kwargs: Any) -> FileResponse:
        key = self.instance.pk
        if not Actor.of(request.user).sees(Child, "photo"):
            request.visit.refuses(AccessVerb.PHOTO, Child, [key])
            raise PermissionDenied
        request.visit.shows(AccessVerb.PHOTO, Child, [key])
        try:
            with self.instance.photo.open("rb") as file:
                content = file.read()
            content_type = _content_type(content)
        except (ValueError, FileNotFoundError, UnidentifiedImageError) as error:
            raise Http404 from error
        response = FileResponse(BytesIO(content))
        response["Content-Type"] = content_type
        response["Content-Disposition"] = "inline"
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

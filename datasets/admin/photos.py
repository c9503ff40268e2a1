"""A child's photo: taken in with care, handed out to those who may see the child."""

from base64 import b64encode
from collections.abc import Container
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import FileResponse, Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import UnidentifiedImageError
from wagtail_modeladmin.views import InstanceSpecificView

from datasets.access import Actor
from datasets.access.field_groups import group_at
from datasets.admin.pages import RecordPage
from datasets.choices import AccessVerb, FieldGroup
from datasets.models import Child
from datasets.models.uploads import fit_photo, photo_type


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
    return f"data:{photo_type(content)};base64,{b64encode(content).decode()}"


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

    def to_python(self, data: Any) -> Any:
        file: Any = forms.FileField.to_python(self, data)
        if file is None:
            return None
        content, _kind = fit_photo(file, size=file.size)
        return SimpleUploadedFile(file.name, content, file.content_type)


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
            content_type = photo_type(content)
        except (ValueError, FileNotFoundError, UnidentifiedImageError) as error:
            raise Http404 from error
        response = FileResponse(BytesIO(content))
        response["Content-Type"] = content_type
        response["Content-Disposition"] = "inline"
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

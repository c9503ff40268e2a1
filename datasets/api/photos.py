"""A child's photo: handed out to those who see the child's identity, taken in as the admin's form takes it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from datasets.actions.dispatch import change
from datasets.actions.records import latest_version
from datasets.api.doors import as_response
from datasets.api.problems import Problem
from datasets.api.versions import etag_of, version_in
from datasets.api.writing import WritingDoor
from datasets.choices import AccessVerb
from datasets.models import Child
from datasets.models.uploads import fit_photo, photo_type

#: What a photo is sent with.
_SENT = ("photo", "reason")


class PhotoDoor(WritingDoor):
    is_open = False

    def get(self, request: Any, key: int, **_names: Any) -> HttpResponse:
        child = self.record(key, AccessVerb.PHOTO)
        if not self.reader.sees(Child, "photo"):
            self.refuse(AccessVerb.PHOTO, [key])
            raise Problem("not-permitted", _("您看不到这个孩子的照片。"))
        self.log(AccessVerb.PHOTO, [key])
        try:
            with child.photo.open("rb") as file:
                content = file.read()
            kind = photo_type(content)
        except (ValueError, OSError) as error:  # there is none, or its file is gone
            raise Problem("not-found", _("这个孩子没有照片。")) from error
        return HttpResponse(
            content, content_type=kind, headers={"X-Content-Type-Options": "nosniff"}
        )

    def post(self, request: Any, key: int, **_names: Any) -> HttpResponse:
        """A first photo, or one in the place of another."""
        self.require_write()
        photo = request.FILES.get("photo")
        if request.content_type != "multipart/form-data" or photo is None:
            raise Problem("malformed", _("请用 multipart/form-data 发送 photo，可以附上 reason。"))
        unknown = [name for name in (*request.POST, *request.FILES) if name not in _SENT]
        if unknown:
            said = _("不认识：%(names)s。") % {"names": "、".join(unknown)}
            raise Problem("malformed", said, allowed=list(_SENT))
        child = self.in_sight(key)
        try:
            content, kind = fit_photo(photo, size=photo.size)
        except ValidationError as refusal:
            raise self.refused(ValidationError({"photo": refusal.messages}), key) from refusal
        return self._put(child, ContentFile(content, f"photo.{kind}"), request.POST.dict())

    def delete(self, request: Any, key: int, **_names: Any) -> HttpResponse:
        self.require_write()
        told = self.body() if request.body else {}
        return self._put(self.in_sight(key), "", told)

    def _put(self, child: Any, photo: Any, told: dict[str, Any]) -> HttpResponse:
        """`photo` is "" to take it away."""
        try:
            changed = change(
                child,
                values={"photo": photo},
                by=self.actor,
                reason=self.reason(told, self.default_reason()),
                seen_version=version_in(self.request.headers.get("If-Match", "")),
            )
        except (PermissionDenied, ValidationError) as refusal:
            raise self.refused(refusal, child.pk) from refusal
        version = etag_of(latest_version(child))
        return as_response({"id": child.pk, "version": version, "changed": changed}, ETag=version)

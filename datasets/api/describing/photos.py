"""The address of a child's photo."""

from typing import Any

from django.utils.translation import gettext as _

from datasets.api.describing.collections import (
    KEY_IN_PATH,
    REASON,
    answer,
    body,
    if_match,
    only_reason,
)
from datasets.api.describing.schemas import problems, reference
from datasets.models.uploads import FORMATS

_TYPES = [f"image/{kind.lower()}" for kind in FORMATS]


def photo_paths() -> dict[str, Any]:
    return {
        "/api/v3/collections/children/{key}/photo/": {
            "get": _read(),
            "post": _put(),
            "delete": _remove(),
        }
    }


def _operation(verb: str, summary: str, **more: Any) -> dict[str, Any]:
    return {
        "tags": ["children"],
        "operationId": f"children_photo_{verb}",
        "summary": summary,
        "security": [{"token": []}],
        **more,
    }


def _read() -> dict[str, Any]:
    picture = {"description": _("照片"), "content": {kind: {} for kind in _TYPES}}
    return _operation(
        "read",
        _("孩子的照片；能看到证件号码的人才能看，记入访问日志"),
        parameters=[KEY_IN_PATH],
        responses={"200": picture, **problems(401, 403, 404, 429)},
    )


def _put() -> dict[str, Any]:
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["photo"],
        "properties": {
            "photo": {"type": "string", "format": "binary", "minLength": 1},
            "reason": REASON,
        },
    }
    sent = body(schema, {"photo": "照片.jpg", "reason": "补照片"}, "multipart/form-data")
    sent["content"]["multipart/form-data"]["encoding"] = {
        "photo": {"contentType": ", ".join(_TYPES)}
    }
    return _operation(
        "put",
        _("上传照片，或者换一张"),
        parameters=[KEY_IN_PATH, if_match()],
        requestBody=sent,
        responses={
            "200": answer(reference("Written")),
            **problems(400, 401, 403, 404, 412, 413, 422, 429),
        },
    )


def _remove() -> dict[str, Any]:
    return _operation(
        "remove",
        _("移除照片"),
        parameters=[KEY_IN_PATH, if_match()],
        requestBody=only_reason("照片有误"),
        responses={
            "200": answer(reference("Written")),
            **problems(400, 401, 403, 404, 412, 413, 415, 422, 429),
        },
    )

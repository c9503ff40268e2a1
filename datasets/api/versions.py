"""The version of a record as an ETag: whoever sends it back overwrites nobody."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.utils.translation import gettext as _

from datasets.api.problems import Problem


def etag_of(version: str) -> str:
    return f'"{urlsafe_b64encode(version.encode()).decode()}"'


def version_in(etag: str) -> str | None:
    """What an If-Match names; None for none or for any (*). Raises Problem."""
    told = etag.strip().removeprefix("W/").strip('"')
    if told in ("", "*"):
        return None
    try:
        return urlsafe_b64decode(told.encode("ascii")).decode()
    except ValueError as error:
        raise Problem("changed-meanwhile", _("If-Match 不是这条记录的 ETag。")) from error

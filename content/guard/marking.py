"""Findings as errors of the editor's form: each stands at the block that it is about."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import BaseStreamBlock, ListBlock, StructBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField

from content.guard.findings import Finding

_ERRORS: dict[Any, Any] = {
    BaseStreamBlock: StreamBlockValidationError,
    StructBlock: StructBlockValidationError,
    ListBlock: ListBlockValidationError,
}


def mark(form: Any, findings: Iterable[Finding]) -> None:
    """Adds to the form's errors. What has no field on the form is told above it."""
    by_field: dict[str, list[Finding]] = {}
    for finding in findings:
        by_field.setdefault(finding.field, []).append(finding)
    for name, found in by_field.items():
        field = form.instance._meta.get_field(name)
        if name not in form.fields:
            form.add_error(None, [_above(finding) for finding in found])
        elif isinstance(field, StreamField) and name not in form.errors:
            form.add_error(name, _nested(found, depth=0))
        else:
            form.add_error(name, [_plain(finding) for finding in found])


def _nested(findings: list[Finding], *, depth: int) -> ValidationError:
    """What stands here is told here; what stands deeper, in an error of the container's own kind."""
    deeper = [finding for finding in findings if len(finding.path) > depth]
    if not deeper:
        return ValidationError([_plain(finding) for finding in findings])
    inside: dict[int | str, list[Finding]] = {}
    for finding in deeper:
        inside.setdefault(finding.path[depth].part, []).append(finding)
    errors = {part: _nested(found, depth=depth + 1) for part, found in inside.items()}
    error: ValidationError = _ERRORS[deeper[0].path[depth].container](block_errors=errors)
    return error


def _plain(finding: Finding) -> ValidationError:
    return ValidationError(finding.message, code=finding.code)


def _above(finding: Finding) -> ValidationError:
    words = {"label": finding.label, "message": finding.message}
    return ValidationError(_("%(label)s：%(message)s"), code=finding.code, params=words)

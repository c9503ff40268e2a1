"""A value of one definition as a value of another: what a change of type does to what is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field

from datasets.choices import FieldGroup
from datasets.custom.specs import FieldSpec
from datasets.custom.types import TYPES
from datasets.models.encrypted import EncryptedField
from datasets.readers import WARNING

#: Whose values another type takes just as they lie: a photo is a file.
_TAKEN_AS_THEY_ARE = {("photo", "file")}
#: What stands in no column in plain though the column is no ciphertext: keys and names of encrypted files.
_HOLDS_NOTHING_PLAIN = ("relation", "region", "agency", "file", "photo")


def bound(model: Any, spec: FieldSpec) -> Any:
    """The Django field of a definition that the model need not have (any more): to read and write its column."""
    kind = TYPES[spec.kind]
    field: Any = kind.column(spec)
    field.set_attributes_from_name(spec.code)
    field.model, field.made, field.made_type = model, spec, kind
    return field


def is_other_storage(old: FieldSpec, new: FieldSpec) -> bool:
    """Whether values of the two cannot lie in one column."""
    return _storage(old) != _storage(new)


def is_hiding(old: FieldSpec, new: FieldSpec) -> bool:
    """Whether what lies in plain today must not do so any more."""
    return (
        old.kind not in _HOLDS_NOTHING_PLAIN
        and not isinstance(_column(old), EncryptedField)
        and (new.is_encrypted or isinstance(_column(new), EncryptedField))
    )


def kept_beside(old: FieldSpec, new: FieldSpec) -> FieldSpec:
    """Where texts that did not convert wait, encrypted, when their own column may not hold them any more."""
    group = new.group if new.is_encrypted else FieldGroup.CONTACT
    return replace(
        old, column=f"{new.column}_kept", kind="long_text", group=group, options={}, is_unique=False
    )


def is_copied(old: FieldSpec, new: FieldSpec) -> bool:
    """Whether the database alone can bring all values over."""
    before, after = _column(old), _column(new)
    if isinstance(before, EncryptedField) or isinstance(after, EncryptedField):
        return False
    if (old.kind, new.kind) in _TAKEN_AS_THEY_ARE:
        return True
    if old.kind == new.kind:
        return _places(after) >= _places(before) and _target(old) == _target(new)
    is_longer = (after.max_length or 0) >= (before.max_length or 0) > 0
    return old.kind in ("text", "person_name") and new.kind == "long_text" and is_longer


def is_taken_as_it_is(old: Any, new: Any) -> bool:
    """Whether a value of one bound field is one of the other just as it lies."""
    is_alike = old.made.kind == new.made.kind and _places(old) == _places(new)
    is_taken = is_alike or (old.made.kind, new.made.kind) in _TAKEN_AS_THEY_ARE
    return is_taken and _target(old.made) == _target(new.made)


def one_by_one(old: Any, new: Any) -> Callable[[Any], Any]:
    """From a value of one bound field to one of another that points to nothing; None where it can't be told so.

    A record that the old one pointed to is given by its name.
    """
    if is_taken_as_it_is(old, new):
        return lambda value: None if value == "" else value
    read = new.made_type.reader(new)

    def convert(value: Any) -> Any:
        if value is None or value == "":
            return None
        faults: list[str] = []

        def note(code: str, *, severity: str = WARNING, **params: Any) -> None:
            faults.append(code)

        found = read(said(old, value), note)
        return found if not faults and fits(found, new) else None

    return convert


def said(field: Any, value: Any) -> str:
    """A value of a bound field as text that readers of its type read back; a record that it points to by its name."""
    if value is None:
        return ""
    return str(value) if field.is_relation else str(field.made_type.said(value, field))


def fits(value: Any, field: Any) -> bool:
    """Whether the field takes the value."""
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True


def _storage(spec: FieldSpec) -> tuple[Any, ...]:
    field = _column(spec)
    return spec.kind, type(field), _places(field), _target(spec)


def _column(spec: FieldSpec) -> Field:
    return TYPES[spec.kind].column(spec)


def _places(field: Any) -> int:
    return int(getattr(field, "decimal_places", None) or 0)


def _target(spec: FieldSpec) -> Any:
    options: Mapping[str, Any] = spec.options
    return options.get("target", "") if spec.kind == "relation" else ""

"""Definitions as they were read: plain values, compared to tell what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datasets.choices import FieldGroup
from datasets.models import CollectionDefinition, FieldDefinition


@dataclass(frozen=True)
class FieldSpec:
    """A field's definition. `collection` is the name of its collection, a built-in one or one of one's own."""

    collection: str
    code: str
    column: str
    label: str
    kind: str
    help_text: str = ""
    group: FieldGroup = FieldGroup.BASIC
    options: Mapping[str, Any] = field(default_factory=dict)
    is_required: bool = False
    is_unique: bool = False
    is_key: bool = False
    in_list: bool = True
    is_filterable: bool = False
    aliases: tuple[str, ...] = ()
    position: int = 0
    shown_when: tuple[str, tuple[str, ...]] | None = None

    @classmethod
    def of(cls, definition: FieldDefinition) -> "FieldSpec":
        told = definition.shown_when
        return cls(
            collection=definition.collection,
            code=definition.code,
            column=definition.column,
            label=definition.label,
            kind=definition.kind,
            help_text=definition.help_text,
            group=FieldGroup(definition.group),
            options=definition.options,
            is_required=definition.is_required,
            is_unique=definition.is_unique,
            is_key=definition.is_key,
            in_list=definition.in_list,
            is_filterable=definition.is_filterable,
            aliases=tuple(definition.aliases.split()),
            position=definition.position,
            shown_when=(told[0], tuple(told[1])) if told else None,
        )

    @property
    def is_encrypted(self) -> bool:
        """What not everybody may see is not in plain in the database either."""
        return self.group != FieldGroup.BASIC

    @property
    def cipher_label(self) -> str:
        """What binds its ciphertexts to their column (models/encrypted.py)."""
        return f"{self.collection}.{self.column}"


@dataclass(frozen=True)
class CollectionSpec:
    code: str
    label: str
    icon: str = "list-ul"
    description: str = ""
    has_region: bool = True
    title: str = ""

    @classmethod
    def of(cls, definition: CollectionDefinition) -> "CollectionSpec":
        names = ("code", "label", "icon", "description", "has_region", "title")
        return cls(**{name: getattr(definition, name) for name in names})

    @property
    def model_name(self) -> str:
        """Of its model, its table and its permissions: never that of a built-in one."""
        return f"made_{self.code}"


@dataclass(frozen=True)
class Catalogue:
    """All that is defined and in use, as of one state of the database."""

    name: str
    collections: Mapping[str, CollectionSpec]
    #: Collection → its fields in their order.
    fields: Mapping[str, tuple[FieldSpec, ...]]
    #: Collections out of use: they have no screens, but others may point to their records.
    archived: Mapping[str, CollectionSpec] = field(default_factory=dict)


NOTHING_DEFINED = Catalogue("", {}, {})

"""How a collection's form and page are laid out, declared once and used by both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

#: Names of fields one below the other; those in a tuple of their own stand side by side.
Fields = Sequence[str | tuple[str, ...]]


@dataclass(frozen=True)
class Section:
    """Fields under a heading."""

    heading: Any
    fields: Fields
    #: What the page shows beside them and no form asks.
    beside: Sequence[str] = ()
    help_text: Any = ""

    def panel(self) -> MultiFieldPanel:
        return MultiFieldPanel(_panels(self.fields), heading=self.heading, help_text=self.help_text)

    def asked(self) -> list[str]:
        """What the form asks."""
        return _names(self.fields)

    def names(self) -> list[str]:
        """What the page shows."""
        return [*self.asked(), *self.beside]


@dataclass(frozen=True)
class OwnedRows:
    """The rows that a record owns: edited in its form, shown as a table on its page."""

    relation: str
    heading: Any
    fields: Fields
    #: Further columns of the table, as lookups from the row, such as guardian__phone.
    beside: Sequence[str] = ()

    def panel(self) -> InlinePanel:
        return InlinePanel(
            self.relation, panels=_panels(self.fields), heading=self.heading, label=self.heading
        )

    def columns(self) -> list[str]:
        return [*_names(self.fields), *self.beside]


@dataclass(frozen=True)
class PointingRows:
    """Records of another collection that point here; the page lists those the reader may see."""

    relation: str
    heading: Any
    columns: Sequence[str]


def _panels(fields: Fields) -> list[Panel]:
    return [
        FieldPanel(entry)
        if isinstance(entry, str)
        else FieldRowPanel([FieldPanel(name) for name in entry])
        for entry in fields
    ]


def _names(fields: Fields) -> list[str]:
    return [name for entry in fields for name in ((entry,) if isinstance(entry, str) else entry)]

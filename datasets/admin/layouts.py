"""How a collection's form and page are laid out, declared once and used by both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel


@dataclass(frozen=True)
class Section:
    """Fields under a heading; fields in a tuple of their own stand side by side."""

    heading: Any
    fields: Sequence[str | tuple[str, ...]]

    def panel(self) -> MultiFieldPanel:
        return MultiFieldPanel(
            [
                FieldPanel(entry)
                if isinstance(entry, str)
                else FieldRowPanel([FieldPanel(name) for name in entry])
                for entry in self.fields
            ],
            heading=self.heading,
        )

    def names(self) -> Iterator[str]:
        for entry in self.fields:
            yield from (entry,) if isinstance(entry, str) else entry


@dataclass(frozen=True)
class OwnedRows:
    """The rows that a record owns: edited in its form, shown as a table on its page."""

    relation: str
    heading: Any
    fields: Sequence[str]
    #: Further columns of the table, as lookups from the row, such as guardian__phone.
    beside: Sequence[str] = ()

    def panel(self) -> InlinePanel:
        return InlinePanel(
            self.relation,
            panels=[FieldRowPanel([FieldPanel(name) for name in self.fields])],
            heading=self.heading,
            label=self.heading,
        )


@dataclass(frozen=True)
class PointingRows:
    """Records of another collection that point here; the page lists those the reader may see."""

    relation: str
    heading: Any
    columns: Sequence[str]

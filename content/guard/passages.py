"""A page taken apart into what a reader would read, each piece with its place in the editor."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, NamedTuple

from django.db.models import CharField, TextField
from wagtail.blocks import (
    BaseStreamBlock,
    Block,
    ChooserBlock,
    FieldBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page


class Step(NamedTuple):
    """One way down a body: into which kind of block, and to which of its parts."""

    container: type[Block]
    part: int | str


#: Where in a body, from the outside in; empty for a field that is no body.
Path = tuple[Step, ...]

_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|h\d|div|blockquote)>|<br\s*/?>")
#: What Wagtail keeps of a page for itself: nobody reads it as text.
_INTERNAL = frozenset(
    {
        "path",
        "slug",
        "url_path",
        "draft_title",
        "translation_key",
        "alias_of",
        "id",
        "latest_revision",
    }
)


@dataclass(frozen=True)
class Passage:
    """`html` is the source where the text has any, `block` what it stands in, `value` what that holds."""

    field: str
    path: Path
    label: str
    text: str
    html: str = ""
    block: Block | None = None
    value: Any = None


def passages_of(page: Page) -> Iterator[Passage]:
    """Fields first, then bodies, in the order of the model."""
    for field in page._meta.concrete_fields:
        if field.name in _INTERNAL or field.name.endswith("_ptr") or field.choices:
            continue
        label, value = str(field.verbose_name), getattr(page, field.attname)
        if isinstance(field, StreamField):
            yield from _in_block(field.stream_block, value, field.name, (), label)
        elif isinstance(field, RichTextField):
            yield Passage(field.name, (), label, plain(value or ""), value or "")
        elif isinstance(field, CharField | TextField) and value:
            yield Passage(field.name, (), label, value)


def plain(html: str) -> str:
    """Paragraphs stay apart; everything else that is markup goes."""
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n", html)))


def _in_block(block: Block, value: Any, field: str, path: Path, label: str) -> Iterator[Passage]:
    if isinstance(block, BaseStreamBlock):
        for index, child in enumerate(value or ()):
            inner = f"{label} · {index + 1}. {child.block.label}"
            way = (*path, Step(BaseStreamBlock, index))
            yield from _in_block(child.block, child.value, field, way, inner)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            inner, way = f"{label} · {child.label}", (*path, Step(StructBlock, name))
            yield from _in_block(child, value.get(name), field, way, inner)
    elif isinstance(block, ListBlock):
        for index, child in enumerate(value or ()):
            inner, way = f"{label} {index + 1}", (*path, Step(ListBlock, index))
            yield from _in_block(block.child_block, child, field, way, inner)
    else:
        yield _leaf(block, value, field, path, label)


def _leaf(block: Block, value: Any, field: str, path: Path, label: str) -> Passage:
    if isinstance(block, RichTextBlock):
        html = value.source if value else ""
        return Passage(field, path, label, plain(html), html, block, value)
    is_text = isinstance(block, FieldBlock) and not isinstance(block, ChooserBlock)
    text = value if is_text and isinstance(value, str) else ""
    return Passage(field, path, label, text, "", block, value)

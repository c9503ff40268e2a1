"""What a file holds before anybody understands it: lines and tables, in their order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of text, or a table.

    `is_indented` is None where the file does not tell. `is_whole`: the file itself says that the line is a
    paragraph. `rows` are a table's, merged cells repeated; `text` is then empty. `page` counts from 1, 0 where
    the file has no pages.
    """

    text: str = ""
    is_indented: bool | None = None
    is_whole: bool = False
    page: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

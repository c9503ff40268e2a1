"""Which pages wait for somebody who may see records, and why nobody learns from it who is recorded."""

from wagtail.models import Page

from content.guard.names import looks_like_a_name, possible_names
from content.guard.passages import passages_of
from datasets.public import names_recorded_child


def may_name_a_child(page: Page) -> bool:
    """Whether the text alone looks like it, or the register knows the name. Both are always asked."""
    text = "\n".join(passage.text for passage in passages_of(page))
    is_like_a_name = looks_like_a_name(text)
    is_recorded = names_recorded_child(possible_names(text))
    return is_like_a_name or is_recorded


def passages_to_read(page: Page) -> list[str]:
    """Where the text looks like a name, as the editor shows it. Says nothing of any record."""
    return [passage.label for passage in passages_of(page) if looks_like_a_name(passage.text)]

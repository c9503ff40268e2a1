"""The first awareness pages, in our own words: a city goes on from here in the page editor."""

from content.first_awareness.asked import ASKED
from content.first_awareness.topics import PIECES, TOPICS

__all__ = ["ASKED", "PIECES", "TOPICS"]

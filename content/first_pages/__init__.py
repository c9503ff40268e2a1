"""The first public pages: a city goes on from here in the page editor."""

from content.first_pages.articles import ARTICLES
from content.first_pages.policies import POLICIES

__all__ = ["ARTICLES", "POLICIES"]

"""Public pages: what the policies say, and what everybody should know."""

from content.models.articles import ArticlePage
from content.models.index_pages import ArticleIndexPage, PolicyIndexPage
from content.models.policies import PolicyPage

__all__ = ["ArticleIndexPage", "ArticlePage", "PolicyIndexPage", "PolicyPage"]

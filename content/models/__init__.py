"""Public pages: what the policies say, and what everybody should know."""

from content.models.articles import ArticlePage
from content.models.citations import CitationKind, PolicyCitation
from content.models.directory import DirectoryPage
from content.models.figures import FiguresPage
from content.models.index_pages import ArticleIndexPage, PolicyIndexPage
from content.models.policies import PolicyPage, PolicyStatus, PolicyTopic
from content.models.policy_companions import PolicyAttachment, PolicyExplanation

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CitationKind",
    "DirectoryPage",
    "FiguresPage",
    "PolicyAttachment",
    "PolicyCitation",
    "PolicyExplanation",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyStatus",
    "PolicyTopic",
]

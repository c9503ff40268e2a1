"""Public pages: what the policies say, and what everybody should know."""

from content.models.articles import ArticlePage
from content.models.campaigns import CampaignPage
from content.models.citations import CitationKind, PolicyCitation
from content.models.directory import DirectoryPage
from content.models.figures import FiguresPage
from content.models.index_pages import (
    ArticleIndexPage,
    NoticeIndexPage,
    PolicyIndexPage,
    TrainingIndexPage,
)
from content.models.latest import events_ahead, latest_pages
from content.models.notices import NoticePage
from content.models.policies import PolicyPage, PolicyStatus, PolicyTopic
from content.models.policy_companions import PolicyAttachment, PolicyExplanation
from content.models.questions import QuestionPage
from content.models.reviews import PrivacyReviewTask
from content.models.topics import TopicPage
from content.models.trainings import TrainingMaterial, TrainingPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CampaignPage",
    "CitationKind",
    "DirectoryPage",
    "FiguresPage",
    "NoticeIndexPage",
    "NoticePage",
    "PolicyAttachment",
    "PolicyCitation",
    "PolicyExplanation",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyStatus",
    "PolicyTopic",
    "PrivacyReviewTask",
    "QuestionPage",
    "TopicPage",
    "TrainingIndexPage",
    "TrainingMaterial",
    "TrainingPage",
    "events_ahead",
    "latest_pages",
]

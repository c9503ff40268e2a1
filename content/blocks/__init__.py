"""What the body of an awareness page is built of, one family a file."""

from wagtail.blocks import StreamBlock

from content.blocks.contacts import AgencyBlock, HotlineBlock
from content.blocks.downloads import DownloadBlock
from content.blocks.figures import FigureBlock
from content.blocks.media import AudioBlock, VideoBlock
from content.blocks.pictures import PictureBlock
from content.blocks.questions import QuestionsBlock
from content.blocks.quotations import QuotationBlock
from content.blocks.related_policies import RelatedPolicyBlock
from content.blocks.steps import StepsBlock
from content.blocks.text import TextBlock


class BodyBlock(StreamBlock):
    """In the order in which an editor meets them: words first, then what stands beside them."""

    text = TextBlock()
    steps = StepsBlock()
    questions = QuestionsBlock()
    quotation = QuotationBlock()
    picture = PictureBlock()
    video = VideoBlock()
    audio = AudioBlock()
    download = DownloadBlock()
    hotline = HotlineBlock()
    agency = AgencyBlock()
    figure = FigureBlock()
    policy = RelatedPolicyBlock()


__all__ = ["BodyBlock", "QuestionsBlock", "TextBlock"]

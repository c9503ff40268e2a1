"""Moving pictures and sound, each with its words for whoever does not hear or see them."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock

from content.blocks.files import FileBlock
from content.blocks.text import SHORT_FEATURES


class VideoBlock(StructBlock):
    title = CharBlock(label=_("标题"), max_length=80)
    file = FileBlock(label=_("视频文件"), extensions=("mp4", "webm"), help_text="mp4, webm")
    poster = ImageChooserBlock(label=_("封面"), required=False)
    captions = FileBlock(
        label=_("字幕文件"), extensions=("vtt",), required=False, help_text=_("WebVTT 格式。")
    )
    transcript = RichTextBlock(
        label=_("文字稿"),
        features=SHORT_FEATURES,
        help_text=_("听不见、看不见或者流量不够的人读它。"),
    )

    class Meta:
        icon = "media"
        label = _("视频")
        template = "content/blocks/video.html"


class AudioBlock(StructBlock):
    title = CharBlock(label=_("标题"), max_length=80)
    file = FileBlock(
        label=_("音频文件"), extensions=("mp3", "m4a", "ogg"), help_text="mp3, m4a, ogg"
    )
    transcript = RichTextBlock(label=_("文字稿"), features=SHORT_FEATURES)

    class Meta:
        icon = "media"
        label = _("音频")
        template = "content/blocks/audio.html"

"""A picture, which must also be told to whoever does not see it."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(StructBlock):
    image = ImageChooserBlock(label=_("图片"), help_text=_("不要用看得出是谁的孩子的照片。"))
    alternative = CharBlock(
        label=_("替代文字"),
        max_length=200,
        help_text=_("给看不见图片的人读的：图上是什么，一句话说清。"),
    )
    caption = CharBlock(label=_("图注"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("图片")
        template = "content/blocks/picture.html"

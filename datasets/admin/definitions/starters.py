"""What the templates that ship are for, in the order in which they are offered."""

from django.utils.translation import gettext_lazy as _

#: Name of the file (custom/starters) → what it is called, what for.
STARTER_NOTES = {
    "volunteers": (
        _("志愿者与结对"),
        _("志愿者、爱心妈妈的名册，和谁跟哪个孩子结对。两个数据集，互相连着。"),
    ),
    "children_homes": (_("儿童之家"), _("每个儿童之家在哪里、谁负责、什么时候开放、有什么功能。")),
    "trainings": (_("培训记录"), _("给儿童主任、监护人和孩子办的培训：主题、日期、人数、资料。")),
    "school_visits": (_("入校走访"), _("到学校走访某个孩子：表现、情绪、问题和要跟进的事。")),
    "donations": (_("捐赠物资"), _("谁捐的、捐了什么、折价多少、发给了谁。")),
}

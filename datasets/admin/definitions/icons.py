"""A few of the admin's icons to choose from, by what they show."""

from django.utils.translation import gettext_lazy as _

ICONS = (
    ("list-ul", _("清单")),
    ("clipboard-list", _("登记表")),
    ("table", _("表格")),
    ("folder-open-inverse", _("档案夹")),
    ("user", _("人")),
    ("group", _("多人")),
    ("home", _("房子")),
    ("calendar", _("日历")),
    ("history", _("时间")),
    ("tasks", _("任务")),
    ("doc-full", _("文书")),
    ("form", _("表单")),
    ("tag", _("标签")),
    ("mail", _("信件")),
    ("mobile-alt", _("手机")),
    ("globe", _("地球")),
    ("glasses", _("眼镜")),
    ("key", _("钥匙")),
    ("image", _("图片")),
    ("thumbtack", _("图钉")),
)

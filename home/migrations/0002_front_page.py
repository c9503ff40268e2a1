"""The first front page, its site and its hotlines: a platform without them answers nobody."""

from typing import Any

from django.db import migrations

INTRODUCTION = (
    "<p>护童把各部门、各镇街、各村（社区）保护困境未成年人的工作连在一起：谁家的孩子需要帮助、"
    "由谁负责、做到了哪一步，都有据可查。</p>"
    "<p>这里向公众说明政策、公布责任分工，并告诉您发现孩子处境危险时该找谁。"
    "孩子和家庭的资料只供负责的工作人员使用，不在这里公开。</p>"
)
REPORT_TEXT = "发现孩子正在受到伤害、被遗弃或者独自流落街头，请立即拨打110。"
FOOTER = "未成年人保护是全社会的共同责任。"
HOTLINES = (
    ("110", "公安报警", "孩子正在受到伤害、走失、被拐骗或者流浪乞讨"),
    ("12345", "政务服务便民热线", "咨询政策，反映情况，找不到负责单位"),
    ("12355", "青少年服务台", "青少年心理咨询和法律咨询"),
    ("12338", "妇女儿童维权热线", "家庭暴力，妇女儿童权益受到侵害"),
    ("12348", "公共法律服务热线", "申请法律援助"),
)


def make_front_page(apps: Any, schema_editor: Any) -> None:
    content_types = apps.get_model("contenttypes", "ContentType").objects
    page_type = content_types.get(app_label="wagtailcore", model="page")
    # Wagtail's own page of welcome, and with it the site that shows it.
    apps.get_model("wagtailcore", "Page").objects.filter(
        content_type=page_type, slug="home", depth=2
    ).delete()
    home_type, _ = content_types.get_or_create(app_label="home", model="homepage")
    home = apps.get_model("home", "HomePage").objects.create(
        title="护童",
        draft_title="护童",
        slug="home",
        content_type=home_type,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=apps.get_model("wagtailcore", "Locale").objects.get(),
        introduction=INTRODUCTION,
        report_text=REPORT_TEXT,
    )
    site = apps.get_model("wagtailcore", "Site").objects.create(
        hostname="localhost", site_name="护童", root_page_id=home.pk, is_default_site=True
    )
    settings = apps.get_model("home", "ContactSettings").objects.create(site=site, footer=FOOTER)
    hotlines = apps.get_model("home", "Hotline").objects
    for position, (number, name, note) in enumerate(HOTLINES):
        hotlines.create(
            settings=settings, sort_order=position, number=number, name=name, note=note
        )


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(make_front_page, migrations.RunPython.noop)]

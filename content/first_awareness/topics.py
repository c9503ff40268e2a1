"""Where each of the first pieces stands."""

import datetime

from content.first_awareness import families, finding, harm
from content.first_awareness.writing import Topic, text

PIECES = (
    finding.REPORTING,
    finding.NEIGHBOURS,
    finding.VISITING,
    families.SUBSIDY,
    families.BACK_TO_SCHOOL,
    families.FEELINGS,
)

TOPICS = (
    Topic(
        slug="growing-up-safe",
        title="平安长大",
        date=datetime.date(2026, 7, 1),
        summary="家里、学校、水边、网上：危险来之前说清楚，来的时候有人帮。",
        body=(
            text(
                "<p>这里的每一篇都可以和孩子一起读。读之前先告诉他一句话："
                "<b>不管发生什么，你都可以告诉我。</b></p>"
            ),
        ),
        pieces=(harm.VIOLENCE, harm.BODY_SAFETY, harm.BULLYING, harm.SCREEN_AND_WATER),
    ),
    Topic(
        slug="far-from-home",
        title="爸爸妈妈在远方",
        date=datetime.date(2026, 9, 15),
        summary="给外出务工的父母、带孩子的老人，和等电话的孩子。",
        body=(
            text(
                "<p>父母在外，孩子在家，牵挂是双向的。把孩子托付好，把电话打好，"
                "把村里、学校的人认好，家就没有散。</p>"
            ),
        ),
        pieces=(families.FAR_AWAY, families.ENTRUSTING),
    ),
)

"""What everybody should know, in our own words."""

import datetime
from typing import NamedTuple


class FirstArticle(NamedTuple):
    title: str
    slug: str
    date: datetime.date
    summary: str
    body: str


ARTICLES = (
    FirstArticle(
        title="发现孩子处境危险，您可以这样做",
        slug="what-you-can-do",
        date=datetime.date(2026, 9, 1),
        summary="不必弄清全部情况，也不必先去质问家长：先保证孩子安全，再打一个电话。",
        body="""
<h2>什么情况要报告</h2>
<ul>
<li>孩子身上常有说不清来历的伤，或者听到长时间的打骂和哭喊。</li>
<li>年幼的孩子独自在家、在街上，没有人照看。</li>
<li>孩子长期吃不饱、穿不暖，生病没有人带去看。</li>
<li>到了年龄不上学，或者在打工。</li>
<li>孩子说有人触摸、恐吓过自己。</li>
</ul>
<h2>怎么报告</h2>
<ol>
<li>情况紧急，直接拨打110，说清地点、看到了什么、孩子现在怎么样。</li>
<li>不紧急的，告诉村（社区）的儿童主任，或者镇（街道）的未成年人保护专干。</li>
<li>只说您看到、听到的，不必下结论。您的身份会受到保护。</li>
</ol>
<h2>请不要这样做</h2>
<p>不要把孩子的照片和姓名发到网上，不要反复追问孩子经过，也不要独自上门对质。</p>
""",
    ),
    FirstArticle(
        title="给在外打工的父母：每周一次好好说话",
        slug="talking-from-far-away",
        date=datetime.date(2026, 9, 15),
        summary="离得远，也可以是孩子最信任的人。几个小办法，让电话那头的孩子愿意开口。",
        body="""
<h2>定一个时间</h2>
<p>每周固定一个时间通话，像约会一样守时。孩子知道您一定会打来，心里就踏实。</p>
<h2>少问成绩，多听小事</h2>
<p>先问今天吃了什么、和谁一起玩、什么事好笑。孩子愿意说小事，遇到大事才会开口。</p>
<h2>和照看孩子的老人通气</h2>
<p>老人管吃穿，您管商量事情。作业、手机、零花钱的规矩，先和老人说好，再告诉孩子。</p>
<h2>留心这些变化</h2>
<p>忽然不爱说话、不肯上学、夜里惊醒、身上有伤、手里多了来历不明的钱和东西：请马上联系班主任或者村（社区）儿童主任。</p>
<p>外出前，请到村（社区）登记，并书面委托一位有能力照看孩子的亲属。</p>
""",
    ),
)

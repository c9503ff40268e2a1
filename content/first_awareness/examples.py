"""Events for whoever tries the program out. Their days are told from today; a city's own site has none of them."""

import datetime
from dataclasses import dataclass

from content.first_awareness.writing import (
    CITY,
    Block,
    figure,
    policy,
    questions,
    steps,
    text,
)


@dataclass(frozen=True)
class Campaign:
    slug: str
    title: str
    organiser: str
    begins_in: datetime.timedelta
    lasts: datetime.timedelta
    summary: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class Training:
    slug: str
    title: str
    target_group: str
    topic: str
    place: str
    hours: str
    enrolment: str
    begins_in: datetime.timedelta
    summary: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class Notice:
    slug: str
    title: str
    office: str
    days_ago: datetime.timedelta
    summary: str
    body: tuple[Block, ...]


def _days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


CAMPAIGNS = (
    Campaign(
        slug="light-at-the-door",
        title="“门口的灯”宣传月：认识身边的儿童主任",
        organiser="市民政局、市妇联、团市委（示例）",
        begins_in=_days(-10),
        lasts=_days(30),
        summary="一个月里，每个村（社区）请家长和孩子认识自己的儿童主任：叫什么，在哪里，怎么找。",
        body=(
            text("""
<p>许多家庭遇到难处，不知道村里就有专门管孩子事情的人。这个月，请您认识他（她）。</p>
<h2>这个月有什么</h2>
<ul>
<li>每个村（社区）在公告栏、学校门口贴出儿童主任的联系卡。</li>
<li>星期六上午，儿童之家开放，讲故事、做手工，家长可以坐下来聊聊。</li>
<li>走访一次全部留守和困难家庭，帮着核对该领的补助有没有漏。</li>
<li>镇（街道）摆一次咨询台，公安、教育、司法、妇联的人都在。</li>
</ul>
"""),
            figure("duties", "320281", "这些职责都写在文件里，查得到条款。"),
            steps(
                "您可以怎么参加",
                ("带孩子去一次儿童之家", "让孩子认得那扇门，将来有事敢自己走进去。"),
                ("把联系卡贴在冰箱上", "老人看得见的高度，字大的那一面朝外。"),
                ("当一回志愿者", "会讲故事、会理发、会修自行车，都用得上。到村（社区）登记。"),
            ),
            policy("zhengzhou-2014-10", "五（七）"),
        ),
    ),
)

TRAININGS = (
    Training(
        slug="visiting-basics",
        title="新任儿童主任培训：走访与记录",
        target_group="新任村（社区）儿童主任、网格员",
        topic="入户走访、同孩子谈话、写走访记录",
        place="市委党校二号教室（示例）",
        hours="9:00–16:30",
        enrolment="由镇（街道）统一报名，每期40人。",
        begins_in=_days(12),
        summary="一天，上午讲，下午分组演练：敲门、看、听、记。结业后回村完成两次有人带的走访。",
        body=(
            steps(
                "一天的安排",
                (
                    "上午：看得见的和看不见的",
                    "怎样从一间屋子看出孩子过得好不好；哪些情况必须当天报告。",
                ),
                ("中午：和老儿童主任同桌吃饭", "每桌一位做了三年以上的，想问什么问什么。"),
                ("下午：分组演练", "三个场景：不让进门的家、只有老人的家、孩子说出了一件事。"),
                ("收尾：写一份记录", "当场写，当场改，带回去当样子。"),
            ),
            text(
                "<p>请带上工作证。培训不发纸质名单，不讨论真实个案；要举例，请改掉一切能认出人的地方。</p>"
            ),
        ),
    ),
    Training(
        slug="teachers-duty-to-report",
        title="教师强制报告培训",
        target_group="中小学、幼儿园班主任和心理教师",
        topic="发现、倾听、报告、保护隐私",
        place="线上直播，各校集中收看（示例）",
        hours="14:30–16:30",
        enrolment="各校报县（市、区）教育部门。",
        begins_in=_days(26),
        summary="发现学生可能受到侵害，老师该做什么、不该做什么、多久之内报告、报告给谁。",
        body=(
            text("""
<h2>学完应当会的四件事</h2>
<ul>
<li>认出九种必须报告的情形。</li>
<li>孩子开口时，用三句话接住，不追问。</li>
<li>当天完成报告，并知道报告之后会发生什么。</li>
<li>管好班级群：不传照片，不猜测，不议论。</li>
</ul>
"""),
            questions(
                "老师们提前问的",
                ("先告诉校长还是先报警？", "紧急的先报警，再告诉学校。学校不能要求老师“先等等”。"),
                ("家长求我别说怎么办？", "说明这是法律规定的义务，不是选择。报告也是在帮这个家。"),
            ),
        ),
    ),
    Training(
        slug="grandparents-class",
        title="隔代家长课堂：带孙辈的本事",
        target_group="照看孙辈的祖父母、外祖父母",
        topic="安全、手机、说话、看病",
        place="各镇（街道）新时代文明实践所（示例）",
        hours="9:00–11:00",
        enrolment="不用报名，带上老花镜来就行。",
        begins_in=_days(-20),
        summary="两小时，不讲大道理：水边怎么看住，手机怎么管，孙子发火怎么接话。",
        body=(
            text("""
<h2>讲些什么</h2>
<ul>
<li>家里家外的八处危险，回去就能改。</li>
<li>手机的未成年人模式，现场帮您设好。</li>
<li>孩子想爸妈了，怎么说才不哭。</li>
<li>发烧、噎住、烫伤，先做哪一步。</li>
</ul>
<p>带孙子孙女一起来也行，隔壁屋有志愿者陪着玩。</p>
"""),
        ),
    ),
)

NOTICES = (
    Notice(
        slug="winter-visits",
        title="关于开展冬季走访的通知（示例）",
        office="市未成年人保护工作领导小组办公室（示例）",
        days_ago=_days(5),
        summary="入冬以来气温下降，请各镇（街道）在两周内走访一遍重点家庭，看取暖、看衣被、看孩子。",
        body=(
            text("""
<h2>走访哪些家庭</h2>
<p>无人照料的、监护人患病或残疾的、隔代照看且老人年满七十周岁的、近三个月没有走访过的。从没走访过的，排在最前面。</p>
<h2>看什么</h2>
<ul>
<li>取暖：煤炉有没有烟道，房间通不通风，电热毯是否老化。</li>
<li>衣被：孩子有没有合身的棉衣、棉鞋和自己的被子。</li>
<li>吃饭：在校、在家各吃几顿，谁做。</li>
<li>路上：天黑得早，上下学谁接送。</li>
</ul>
<h2>怎么报</h2>
<p>当天发现当天办，办不了的当天报镇（街道）。走访情况记入系统，不另外填表。</p>
"""),
            CITY,
        ),
    ),
    Notice(
        slug="volunteers-wanted",
        title="儿童之家招募志愿者（示例）",
        office="团市委（示例）",
        days_ago=_days(18),
        summary="每周半天，陪孩子写作业、读书、打球。先培训，后上岗，两人同在。",
        body=(
            text("""
<h2>我们需要</h2>
<p>年满十八周岁，身体健康，能坚持三个月以上，每周来一次。会一门手艺的更好：书法、乒乓球、做面点、修东西。</p>
<h2>怎么报名</h2>
<p>到村（社区）儿童之家登记。要查询有没有侵害未成年人的违法犯罪记录，这是对孩子负责，请理解。</p>
"""),
            questions(
                "关于志愿服务",
                (
                    "可以单独带孩子出去吗？",
                    "不可以。活动时总要有两位成年人在场，这也是保护志愿者。",
                ),
                ("可以给孩子拍照吗？", "不拍脸，不发朋友圈。活动照片由儿童之家统一拍、统一管。"),
            ),
        ),
    ),
)

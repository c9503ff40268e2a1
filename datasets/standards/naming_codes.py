"""A code proposed from a Chinese label: 入校走访日期 → visit_date. No dictionary, but the words that ledgers use."""

import keyword
import re
from collections.abc import Collection
from itertools import count

from datasets.standards.writing import half_width

#: A code holds this many characters at most (models/definitions.py, of a collection).
LONGEST = 30

#: What a code does not need to say.
_SILENT = (
    "的 与 和 及 或 是否 有无 情况 信息 所在 本人 基本 其他 具体 简要 相关 一次 累计"
    " 登记表 登记 台账 名册 名单 花名册 一览表 汇总表 汇总 表"
)
#: English word → the Chinese ones that it stands for. The longest that fits is taken, from the left.
_WORDS = {
    # Particles, and what a code does not need to say.
    # People.
    "name": "姓名 名称 名字",
    "nickname": "昵称 曾用名",
    "gender": "性别",
    "age": "年龄 周岁",
    "ethnicity": "民族",
    "id_number": "身份证号码 身份证号 身份证件号码 身份证 证件号码 证件号 公民身份号码",
    "phone": "联系电话 手机号码 手机号 电话号码 联系方式 电话 手机 联系号码",
    "wechat": "微信号 微信",
    "email": "电子邮箱 电子邮件 邮箱",
    "child": "困境儿童 困境未成年人 未成年人 留守儿童 孤儿 儿童 孩子 学生",
    "family": "家庭 户",
    "guardian": "监护人 家长",
    "father": "父亲",
    "mother": "母亲",
    "grandparent": "祖父母 爷爷奶奶",
    "volunteer": "志愿者 义工 爱心妈妈 爱心爸爸 爱心人士",
    "worker": "儿童主任 工作人员 社工 专干 网格员 责任人 负责人 经办人",
    "contact": "联系人",
    "visitor": "走访人员 走访人 探访人",
    "teacher": "老师 教师 班主任 讲师 授课人 培训老师",
    "doctor": "医生",
    "participants": "参加人员 参与人员 参训人员 参会人员 参加人数 参与人数 参训人数 参加人 参加",
    "donor": "捐赠人 捐赠方 捐赠单位 捐赠者 爱心企业",
    "recipient": "接收人 受赠 受益 受助人 领取人 受赠人 受益人",
    "head": "户主",
    "relationship": "关系",
    "nationality": "国籍",
    "hometown": "籍贯 户籍地",
    "party_member": "党员",
    # Places.
    "address": "家庭住址 家庭地址 详细地址 住址 地址",
    "district": "地区 区域 辖区",
    "province": "省份 省",
    "city": "城市 市",
    "county": "区县 县",
    "township": "乡镇街道 乡镇 镇街 街道 镇",
    "village": "村社区 村居 社区 村",
    "place": "地点 场所 场地 位置",
    "room": "房间",
    "house": "儿童之家 儿童关爱之家",
    "venue": "活动室 阵地",
    "latitude": "纬度",
    "longitude": "经度",
    # Organisations.
    "school": "学校 就读学校",
    "grade": "年级",
    "class_name": "班级",
    "agency": "单位 机构 部门",
    "company": "企业 公司",
    "hospital": "医院",
    "organisation": "社会组织 组织",
    "project": "项目",
    "station": "未保站 工作站",
    # Days and times.
    "birth_date": "出生日期 出生年月日 出生年月 生日",
    "date": "日期 时间",
    "start_date": "开始日期 开始时间 起始日期 开始",
    "end_date": "结束日期 结束时间 截止日期 截止时间 结束",
    "year": "年度 年份 年",
    "month": "月份 月",
    "week": "星期 周",
    "day": "日",
    "opening_hours": "开放时间",
    "founded_date": "成立日期 成立时间 建成时间 建成日期",
    "joined_date": "加入日期 加入时间",
    "next": "下次 下一次",
    "last": "上次 最近一次 最近",
    # What is done.
    "visit": "入校走访 走访 探访 家访 随访 入户",
    "training": "培训记录 培训",
    "activity": "活动",
    "service": "服务",
    "pairing": "结对帮扶 结对关爱 结对",
    "paired": "已结对",
    "satisfied": "满意",
    "support": "帮扶 关爱 支持",
    "aid": "救助 援助 资助 补助",
    "donation": "捐赠物资 捐赠 捐款",
    "goods": "物资 物品",
    "distribution": "发放",
    "counselling": "心理辅导 辅导 咨询",
    "meeting": "会议",
    "report": "报告",
    "record": "记录",
    "plan": "计划",
    "measure": "措施",
    "need": "需求 需要",
    "problem": "存在问题 问题",
    "result": "结果 成效 效果",
    "risk": "风险",
    "handled": "处理",
    "follow_up": "跟进",
    "registered": "注册",
    "inspection": "检查",
    "opinion": "意见",
    "suggestion": "建议",
    "satisfaction": "满意度",
    "attendance": "出勤",
    # What describes.
    "kind": "类型 类别 种类 分类",
    "category": "困境类别 困境类型",
    "status": "状态 现状 状况",
    "level": "等级 级别",
    "subject": "主题 题目 标题 课程",
    "content": "内容",
    "description": "说明 描述 简介",
    "remark": "备注 附注",
    "cause": "原因 事由",
    "purpose": "目的 用途",
    "source": "来源",
    "method": "方式 方法 形式",
    "number": "编号 序号 号码 号",
    "code": "代码",
    "skills": "特长 技能 专长",
    "hobbies": "兴趣爱好 爱好 兴趣",
    "occupation": "职业 工作",
    "education": "文化程度 学历 教育",
    "health": "健康状况 健康 身体状况",
    "disease": "疾病 病情",
    "disability": "残疾",
    "disability_certificate": "残疾证号 残疾证",
    "mood": "情绪",
    "behaviour": "表现",
    "study": "学习",
    "clothing": "衣物 服装",
    "books": "图书 书籍",
    "equipment": "设备 设施",
    "facilities": "功能",
    "photo": "照片 相片 图片",
    "file": "附件 文件 材料",
    "signature": "签名 签字",
    "certificate": "证书 证件",
    # Figures.
    "count": "数量 件数 个数",
    "people": "人数 人次",
    "boys": "男",
    "girls": "女",
    "times": "次数 次",
    "each": "每次 每",
    "hours": "服务时长 时长 小时 学时 课时",
    "amount": "金额 经费 资金",
    "price": "单价 价格",
    "worth": "价值 折价",
    "total": "合计 总数 总计 总",
    "area": "面积",
    "score": "分数 得分 成绩",
    "height": "身高",
    "weight": "体重",
    "income": "收入",
    "unit": "计量单位",
    "rate": "率 比例",
    "bank_account": "银行账号 银行卡号 账号",
}  # fmt: skip
_CODES = dict.fromkeys(_SILENT.split(), "") | {
    word: code for code, words in _WORDS.items() for word in words.split()
}
_PIECE = re.compile("|".join(sorted(map(re.escape, _CODES), key=len, reverse=True)) + r"|[a-z0-9]+")
_BETWEEN = re.compile(r"[\s_\-—/／、，,;:()（）\[\]【】《》\"'“”?*.·]+")


def code_for(label: str, *, taken: Collection[str], otherwise: str) -> str:
    """A code for what is called so, unlike those taken; a label with an unknown word gets `otherwise` and a number.

    >>> code_for("联系电话", taken=(), otherwise="field")
    'phone'
    >>> code_for("志愿者姓名", taken={"volunteer_name"}, otherwise="field")
    'volunteer_name_2'
    >>> code_for("琴棋书画", taken={"field_1"}, otherwise="field")
    'field_2'
    """
    proposed = _in_words(label)
    if proposed and proposed not in taken and not keyword.iskeyword(proposed):
        return proposed
    base, first = (proposed, 2) if proposed else (otherwise, 1)
    return next(code for number in count(first) if (code := f"{base}_{number}") not in taken)


def _in_words(label: str) -> str:
    """ "" where a part of the label is no known word, or no code begins so."""
    text = _BETWEEN.sub(" ", half_width(label).lower()).strip()
    found: list[str] = []
    for part in text.split():
        position = 0
        while position < len(part):
            piece = _PIECE.match(part, position)
            if piece is None:
                return ""
            found.append(_CODES.get(piece.group(), piece.group()))
            position = piece.end()
    return _joined([word for told in found for word in told.split("_") if word])


def _joined(words: list[str]) -> str:
    """The words, each once in a row, as many as a code holds with a number behind it."""
    code = ""
    for before, word in zip(["", *words], words, strict=False):
        longer = f"{code}_{word}" if code else word
        if word != before and len(longer) <= LONGEST - len("_99"):
            code = longer
    return code if code[:1].isalpha() else ""

"""What a ledger of children calls its columns: the headings of each field."""

from django.utils.translation import gettext_lazy as _

from datasets.ledgers.fields import LedgerField
from datasets.ledgers.parents import PARENT_LABELS, parent_fields
from datasets.ledgers.region_headings import REGION

#: What a clerk calls each field.
LABELS = {
    "name": _("姓名"),
    "sex": _("性别"),
    "id_type": _("证件类型"),
    "id_number": _("证件号码"),
    "birth_date": _("出生日期"),
    "ethnicity": _("民族"),
    "region": _("所属地区"),
    "categories": _("困境类别"),
    "household_address": _("户籍地址"),
    "residence_address": _("现居住地址"),
    "household_number": _("户号"),
    "household_head": _("户主"),
    "family": _("家庭"),
    "school": _("就读学校"),
    "grade": _("年级"),
    "health": _("身体状况"),
    "disability": _("残疾类别及等级"),
    "aid": _("享受救助"),
    "subsidy_amount": _("补助标准（元/月）"),
    "guardian_name": _("监护人"),
    "guardian_relation": _("与儿童关系"),
    "guardian_id_number": _("监护人证件号码"),
    "guardian_phone": _("监护人联系电话"),
    **PARENT_LABELS,
    "remark": _("备注"),
}

PART_LABELS = {
    "region.code": _("地区代码"),
    "region.county": _("县（市、区）"),
    "region.township": _("镇（街道）"),
    "region.village": _("村（社区）"),
    "region.joined": _("地区（镇、村写在一起）"),
}


#: Money of more months than one, or of none, unless the heading says by the month.
_NOT_MONTHLY = (
    r"^(?!.*(?:/月|每月|月[标发补保])).*"
    r"(?:年(?![\d一二三四五六七八九十]+月)|季|万|一次性|累计|\d月?[-~—至到]\d+月|[2-9]个月|1[0-2]个月)"
)


def _field(
    name: str, aliases: str, part: str = "", pattern: str = "", unless: str = ""
) -> LedgerField:
    return LedgerField(
        name=name, aliases=tuple(aliases.split()), part=part, pattern=pattern, unless=unless
    )


FIELDS = (
    _field(
        "name",
        "姓名 儿童姓名 困境儿童姓名 未成年人姓名 困境未成年人姓名 孩子姓名 学生姓名 幼儿姓名 本人姓名 "
        "儿童 对象姓名 保障对象姓名 被监护人姓名 孤儿姓名 留守儿童姓名 服务对象姓名 名字 残疾人姓名 患者姓名",
        pattern="(?!.*(?:监护|家长|父|母)).{0,10}(?:儿童|未成年人|未成年子女|子女|孩子|患儿|学生|幼儿|女童)的?姓名",
    ),
    # 1 is a boy in GB/T 2261.1, and elsewhere in some who count from 0.
    _field(
        "sex",
        "性别 儿童性别 未成年人性别 孩子性别",
        unless="0|1[:=.、-]?女|女[:=.、-]?1|2[:=.、-]?男|男[:=.、-]?2",
    ),
    _field("id_type", "证件类型 证件种类 证件类别"),
    _field(
        "id_number",
        "身份证号 身份证号码 公民身份证号 公民身份证号码 公民身份号码 居民身份证号 居民身份证号码 身份证 "
        "证件号码 证件号 身份证件号码 身份证件号 有效证件号码 儿童身份证号 儿童身份证号码 儿童身份证 "
        "儿童证件号码 未成年人身份证号 未成年人身份证号码 孩子身份证号 学生身份证号 本人身份证号 困境儿童身份证号 "
        "困境儿童身份证号码",
    ),
    _field(
        "birth_date",
        "出生日期 出生年月 出生年月日 生日 出生时间 儿童出生日期 儿童出生年月 出生",
        unless="[农阴]历",
    ),
    _field("ethnicity", "民族 儿童民族"),
    *(_field("region", words, slot.partition(".")[2]) for slot, words in REGION.items()),
    _field(
        "categories",
        "儿童类别 类别 困境类型 困境类别 困境儿童类别 困境儿童类型 儿童类型 保障类别 保障类型 对象类别 对象类型 "
        "未成年人类别 困境未成年人类别 困境未成年人类型 人员类别 人员类型 困境情形 困境情况 困境原因 类型 儿童分类 "
        "分类 困境分类 身份类别 困境小类 具体困境类型 困境具体类型 具体类别 具体类型 类别代码 类型代码 "
        "儿童类别代码 困境类型代码",
    ),
    _field(
        "household_address",
        "户籍地址 户籍所在地 户籍地 户口所在地 户籍 户口地址 户籍住址 户籍详细地址 户籍所在地址 户口所在地址 "
        "户籍地详址 户籍详址 户籍所在详细地址 户籍地详细地址 户籍登记地 户口所在地详址",
    ),
    _field(
        "residence_address",
        "现居住地址 现居住地 居住地址 家庭住址 家庭地址 现住址 住址 现住地址 居住地 现居地 现居地址 详细地址 "
        "家庭详细地址 家庭详细住址 详细住址 家庭居住地址 家庭居住地 家庭现住址 现家庭住址 实际居住地 实际居住地址 "
        "常住地址 常住地 联系地址 地址 通讯地址 居住详址 现居住详细地址 现住详细地址 居住详细地址 居住地详细地址 "
        "现居住地详细地址",
    ),
    _field("household_number", "户号 户口簿号 户口本号 户编号 家庭户号"),
    _field("household_head", "户主 户主姓名"),
    _field(
        "school",
        "就读学校 学校 所在学校 就读学校名称 学校名称 就学学校 现就读学校 在读学校 所读学校 就读院校 幼儿园 "
        "就读学校幼儿园 就读学校及年级 就读学校年级 学校及年级 学校年级 就读学校及班级 就读学校班级 学校及班级 "
        "学校班级 就读学校年级班级 就读学校及年级班级 所在学校及年级 所在学校年级",
    ),
    _field(
        "grade",
        "年级 就读年级 班级 年级班级 所在年级 就读班级 年级及班级 在读年级 现读年级 就读年级班级 就读年级及班级",
    ),
    _field(
        "health",
        "身体状况 健康状况 健康情况 身体情况 身体健康状况 儿童身体状况 儿童健康状况 健康 身心状况",
    ),
    _field(
        "disability",
        "残疾类别及等级 残疾类别 残疾等级 残疾类型 残疾类别等级 残疾情况 残疾类型及等级",
    ),
    _field(
        "aid",
        "享受救助 救助帮扶 救助情况 享受救助情况 享受政策 享受保障 帮扶情况 救助帮扶情况 享受待遇 帮扶措施 救助措施 "
        "救助帮扶措施 帮扶内容 救助内容 享受救助政策 享受政策情况 享受救助政策情况 享受保障情况 已享受救助 已享受政策",
    ),
    _field(
        "subsidy_amount",
        "补助标准 补贴标准 补助金额 补贴金额 月补助标准 月补助金额 发放标准 保障标准 生活补贴标准 生活补助标准 "
        "补助 补贴 月补贴 月补助 生活费标准 基本生活费标准 基本生活费 发放金额 月发放金额 领取金额 救助金额 救助标准 "
        "保障金额 每月补助 每月补助金额 每月标准 月标准 月发放标准 月保障标准 生活补贴 生活补助 补助标准元月 "
        "补贴标准元月",
        unless=_NOT_MONTHLY,
    ),
    _field(
        "guardian_name",
        "监护人姓名 监护人 法定监护人 法定监护人姓名 主要监护人 主要监护人姓名 现监护人 现监护人姓名 实际监护人 "
        "实际监护人姓名 家长姓名 家长 监护人名字 抚养人 抚养人姓名 实际抚养人 照料人 照料人姓名 "
        "监护人及联系电话 监护人及电话 监护人姓名及联系电话 监护人姓名及电话 家长及联系电话 家长姓名及联系电话 "
        "家长姓名及电话",
    ),
    _field(
        "guardian_relation",
        "与儿童关系 与儿童的关系 监护关系 监护人关系 监护人与儿童关系 与监护人关系 与未成年人关系 关系 与本人关系 "
        "与被监护人关系 监护人与儿童的关系 与孩子关系 监护人与未成年人关系 与困境儿童关系 监护人与困境儿童关系 "
        "与儿童何关系 与其关系 称谓",
        pattern="(?:法定监护人|监护人|抚养人|家长)?与(?!户主|家长|父|母|监护人).{1,9}关系",
    ),
    _field(
        "guardian_id_number",
        "监护人身份证号 监护人身份证号码 监护人身份证 监护人公民身份号码 监护人证件号码 监护人证件号 "
        "法定监护人身份证号 法定监护人身份证号码 主要监护人身份证号 家长身份证号 监护人居民身份证号 抚养人身份证号 "
        "主要监护人身份证号码 家长身份证号码",
    ),
    _field(
        "guardian_phone",
        "监护人联系电话 监护人电话 监护人手机 监护人联系方式 监护人手机号 监护人手机号码 监护人电话号码 联系电话 "
        "联系方式 电话 手机 手机号 手机号码 电话号码 家长电话 家长联系电话 家庭电话 家庭联系电话 法定监护人联系电话 "
        "法定监护人电话 主要监护人联系电话 主要监护人电话 抚养人电话 家长联系方式",
    ),
    *parent_fields("father", "父亲 生父 父"),
    *parent_fields("mother", "母亲 生母 母"),
    _field("remark", "备注 说明 备注说明 其他 其他说明 备考 附注"),
)

"""The lists that the code branches on or that the state has fixed. What a city may change is a table with seeds."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县（市、区）")
    TOWNSHIP = "township", _("镇（街道）")
    VILLAGE = "village", _("村（社区）")


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class IdType(models.TextChoices):
    RESIDENT = "resident_id", _("居民身份证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    BIRTH_CERTIFICATE = "birth_certificate", _("出生医学证明")
    PASSPORT = "passport", _("护照")
    OTHER = "other", _("其他证件")

    @classmethod
    def with_check_character(cls) -> tuple[str, ...]:
        """The types whose number follows GB 11643."""
        return (cls.RESIDENT, cls.RESIDENCE_PERMIT)


class ChildStatus(models.TextChoices):
    OPEN = "open", _("在册")
    CLOSED = "closed", _("已结案")


class ClosingReason(models.TextChoices):
    OF_AGE = "of_age", _("年满18周岁")
    OUT_OF_DIFFICULTY = "out_of_difficulty", _("困境消除")
    MOVED_AWAY = "moved_away", _("迁出本市")
    ADOPTED = "adopted", _("被依法收养")
    DECEASED = "deceased", _("死亡")
    RECORDED_IN_ERROR = "recorded_in_error", _("误录或重复")
    OTHER = "other", _("其他")


class Relation(models.TextChoices):
    """Who the guardian is to the child."""

    FATHER = "father", _("父亲")
    MOTHER = "mother", _("母亲")
    STEPFATHER = "stepfather", _("继父")
    STEPMOTHER = "stepmother", _("继母")
    ADOPTIVE_PARENT = "adoptive_parent", _("养父母")
    PATERNAL_GRANDFATHER = "paternal_grandfather", _("祖父")
    PATERNAL_GRANDMOTHER = "paternal_grandmother", _("祖母")
    MATERNAL_GRANDFATHER = "maternal_grandfather", _("外祖父")
    MATERNAL_GRANDMOTHER = "maternal_grandmother", _("外祖母")
    UNCLE = "uncle", _("伯叔舅姑父姨父")
    AUNT = "aunt", _("伯母婶姑姨舅妈")
    SIBLING = "sibling", _("兄弟姐妹")
    FOSTER_PARENT = "foster_parent", _("寄养家庭")
    INSTITUTION = "institution", pgettext_lazy("guardian", "机构")
    OTHER = "other", _("其他")


class GuardianCondition(models.TextChoices):
    HEALTHY = "healthy", _("健康")
    SERIOUSLY_ILL = "seriously_ill", _("重病")
    DISABLED = "disabled", _("残疾")
    DECEASED = "deceased", _("死亡")
    MISSING = "missing", _("失踪")
    OUT_OF_CONTACT = "out_of_contact", _("失联")
    IN_PRISON = "in_prison", _("服刑")
    IN_REHABILITATION = "in_rehabilitation", _("强制戒毒")
    WORKING_AWAY = "working_away", _("外出务工")
    NOT_FULFILLING = "not_fulfilling", _("不履行监护责任")


class EconomicSituation(models.TextChoices):
    SUBSISTENCE_ALLOWANCE = "subsistence_allowance", _("低保")
    DESTITUTE = "destitute", _("特困供养")
    LOW_INCOME = "low_income", _("低收入")
    ILLNESS_EXPENSES = "illness_expenses", _("因病支出型困难")
    DISASTER = "disaster", _("因灾因祸困难")
    ORDINARY = "ordinary", _("一般")


class DossierType(models.TextChoices):
    """The five dossiers that a village keeps (郑政办〔2014〕10号 七·社区（村委会）)."""

    CHILD_IN_DIFFICULTY = "child_in_difficulty", _("困境未成年人信息档案")
    PROBLEM_FAMILY = "problem_family", _("问题家庭未成年人信息档案")
    CASE_SERVICE = "case_service", _("困境未成年人个案服务档案")
    GUARDIANSHIP_SUPERVISION = "guardianship_supervision", _("贫困家庭监护监督服务档案")
    FAMILY_HELP = "family_help", _("贫困家庭及未成年子女帮扶档案")


class ProtectionDomain(models.TextChoices):
    """The seven protections of 澄政办发〔2015〕77号 三（三）to（九）, and what joins them."""

    LIVING = "living", _("生活保护")
    RESCUE = "rescue", _("救助保护")
    EDUCATION = "education", _("教育保护")
    JUSTICE = "justice", _("司法保护")
    EMPLOYMENT = "employment", _("就业保护")
    HEALTH = "health", _("医疗保护")
    MIND = "mind", _("精神保护")
    COORDINATION = "coordination", _("组织协调")


class DutyPart(models.TextChoices):
    LEAD = "lead", _("牵头")
    SUPPORT = "support", _("配合")


class MemberPart(models.TextChoices):
    LEADER = "leader", _("组长")
    DEPUTY = "deputy", _("副组长")
    MEMBER = "member", _("成员")


class BatchStatus(models.TextChoices):
    READING = "reading", _("读取中")
    REFUSED = "refused", _("读不了")
    PREVIEWED = "previewed", _("待确认")
    APPLIED = "applied", _("已入库")
    UNDONE = "undone", _("已撤销")
    DISCARDED = "discarded", _("已放弃")


class RowAction(models.TextChoices):
    """What applying a ledger would do, or did, with a row."""

    CREATE = "create", _("新增")
    UPDATE = "update", _("更新")
    UNCHANGED = "unchanged", _("无变化")
    PARK = "park", _("待核对")
    ERROR = "error", _("有错误")


class FieldGroup(models.TextChoices):
    """Kinds of what is known of a person. Who sees which: access/field_groups.py."""

    BASIC = "basic", _("基本情况")
    IDENTITY = "identity", _("身份证件和照片")
    CONTACT = "contact", _("电话和住址")
    HEALTH = "health", _("健康和残疾")
    MISFORTUNE = "misfortune", _("家庭变故和救助")
    JUDICIAL = "judicial", _("服刑和强制戒毒")
    #: Which of the categories marked as sensitive a child falls in.
    SENSITIVE_CATEGORY = "sensitive", _("敏感的困境类别")


class TransferState(models.TextChoices):
    """How far it is with a child that one area asks of another."""

    ASKED = "asked", _("等待决定")
    AGREED = "agreed", _("已同意")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class RevealPurpose(models.TextChoices):
    """Why somebody has what is masked shown."""

    AID = "aid", _("办理救助")
    IDENTITY = "identity", _("核对身份")
    VISIT = "visit", _("上门走访")
    EMERGENCY = "emergency", _("应急处置")
    PETITION = "petition", _("信访投诉")
    SUPERVISION = "supervision", _("检查督导")
    OTHER = "other", _("其他")


class SealGround(models.TextChoices):
    """Why a record is closed to everyone: what the law closes (access/sealing.py names the clauses)."""

    CONVICTION = "conviction", _("犯罪记录：犯罪时不满18周岁，判处五年有期徒刑以下刑罚")
    PROCEEDINGS = "proceedings", _("强制措施、不起诉或行政处罚的记录")
    CORRECTION = "correction", _("专门教育、专门矫治教育的记录")
    CASE_FILE = "case_file", _("未成年人犯罪案件的其他档案")


class UnsealingGround(models.TextChoices):
    """On what legal ground a sealed record may be read for a time, or the seal taken off."""

    JUDICIAL = "judicial", _("司法机关办案需要")
    STATE_RULE = "state_rule", _("有关单位依照国家规定查询")
    ENDED = "ended", _("依法解除封存")
    MISTAKEN = "mistaken", _("封存有误，撤回")

    @classmethod
    def to_lift(cls) -> tuple[str, ...]:
        """The grounds on which the seal is taken off; on the others the record is only read."""
        return (cls.ENDED, cls.MISTAKEN)


class AccessVerb(models.TextChoices):
    """What the access log tells apart."""

    LIST = "list", _("查看列表")
    SEARCH = "search", _("查找")
    VIEW = "view", _("查看档案")
    CHANGE = "change", _("打开编辑")
    HISTORY = "history", _("查看历史")
    PHOTO = "photo", _("查看照片")
    CHOOSE = "choose", _("选择记录")
    REVEAL = "reveal", _("显示隐藏内容")
    EXPORT = "export", _("导出")
    LEDGER = "ledger", _("查看台账")
    FILE = "file", _("下载台账原件")
    ERRORS = "errors", _("下载台账要改的行")
    #: The number of a child of another area was typed: refused, or a transfer asked for.
    TRANSFER = "transfer", _("录入或申请转入")
    LOG = "log", _("查看访问日志")
    LOGIN = "login", _("登录")
    LOGIN_FAILED = "login_failed", _("登录失败")
    LOGOUT = "logout", _("退出")
    ROLE = "role", _("变更角色")
    SEAL = "seal", _("封存")
    ASK_UNSEALING = "ask_unsealing", _("申请查阅封存档案")
    DECIDE_UNSEALING = "decide_unsealing", _("审批封存档案的申请")
    UNSEALED = "unsealed", _("查阅封存档案")
    LIFT_SEAL = "lift_seal", _("解除封存")
    RETENTION = "retention", _("归档和匿名")
    OTHER = "other", _("其他")


class JobWork(models.TextChoices):
    """What is done with a batch in the background."""

    PREVIEW = "preview", _("预览")
    APPLY = "apply", _("入库")
    UNDO = "undo", pgettext_lazy("work", "撤销")


class JobState(models.TextChoices):
    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("处理中")
    DONE = "done", _("已完成")
    #: Said no in one sentence: the file is no ledger, the register has moved on, a right is missing.
    REFUSED = "refused", _("没有办成")
    #: Ended without an answer; it may be asked for again.
    FAILED = "failed", _("意外中断")
    CANCELLED = "cancelled", _("已取消")

    @classmethod
    def active(cls) -> tuple[str, ...]:
        return (cls.WAITING, cls.RUNNING)


class JobStep(models.TextChoices):
    """How far a running job is, in the order of the work."""

    TURN = "turn", _("等待本地区的另一份台账")
    READ = "read", _("读取")
    PLAN = "plan", _("比对")
    WRITE = "write", _("写入档案")
    KEEP = "keep", _("保存每行的结果")
    COMMIT = "commit", _("提交")


class RetentionCondition(models.TextChoices):
    """From when on the years of a rule count."""

    CLOSED = "closed", _("儿童档案：结案之日")
    OF_AGE = "of_age", _("已结案的儿童档案：年满18周岁之日")
    RECEIVED = "received", _("台账原件：上传之日")


class MadeCondition(models.TextChoices):
    """The same of the records of a collection of one's own, beside its date fields."""

    CHANGED = "changed", _("最后一次改动之日")
    OUT_OF_USE = "out_of_use", _("数据集停用之日")


class RetentionStep(models.TextChoices):
    ARCHIVE = "archive", _("归档")
    ANONYMISE = "anonymise", _("匿名")


class RetentionRunState(models.TextChoices):
    PROPOSED = "proposed", _("待批准")
    APPROVED = "approved", _("已批准，待执行")
    DONE = "done", _("已执行")
    WITHDRAWN = "withdrawn", _("已撤回")


class DeliveryState(models.TextChoices):
    """What became of a message to another system."""

    WAITING = "waiting", _("待发送")
    DELIVERED = "delivered", _("已送达")
    #: Refused or unreachable until the last attempt.
    FAILED = "failed", _("未送达")


class Urgency(models.TextChoices):
    """How soon somebody should see to a warning."""

    NORMAL = "normal", _("一般")
    SOON = "soon", _("尽快")
    URGENT = "urgent", _("紧急")


class WarningFault(models.TextChoices):
    """Why a rule was not asked when it should have been."""

    #: It names what is no longer there.
    UNANSWERABLE = "unanswerable", _("条件里的字段已经没有了，请改条件或者停用这条规则。")
    FAILED = "failed", _("上一次没有查成，明天夜里再查；一直这样请联系管理员。")


class AnswerState(models.TextChoices):
    """How far it is with a form that somebody sent in."""

    WAITING = "waiting", _("待处理")
    ACCEPTED = "accepted", _("已登记")
    REFUSED = "refused", _("未采用")


class ViewKind(models.TextChoices):
    """How a saved view shows its records."""

    TABLE = "table", _("表格")
    GALLERY = "gallery", _("图册")
    CALENDAR = "calendar", _("日历")
    SUMMARY = "summary", _("汇总")


class ViewScope(models.TextChoices):
    """Whose a saved view is."""

    MINE = "mine", _("只给自己")
    OFFICE = "office", _("本单位（同一地区任职的人）")
    EVERYONE = "everyone", _("所有人")

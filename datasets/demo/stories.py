"""What befalls the demo families: why the children are on file, and who is left to look after them."""

from dataclasses import dataclass

from datasets.choices import DossierType, EconomicSituation, GuardianCondition, Relation

_C = GuardianCondition
_R = Relation
_E = EconomicSituation
_D = DossierType


@dataclass(frozen=True)
class Story:
    """`father` and `mother` are conditions, "" where the parent is not on file; `weight` says how common it is."""

    weight: int
    categories: tuple[str, ...]
    father: str
    mother: str
    keeper: str
    economy: str
    dossier: str = _D.CHILD_IN_DIFFICULTY
    #: The share of the city's orphan standard that each child gets, in percent.
    subsidy: int = 0
    health: tuple[str, ...] = ("健康",)
    disability: tuple[str, ...] = ("",)
    aid: str = ""


STORIES = (
    Story(
        18, ("left_behind",), _C.WORKING_AWAY, _C.WORKING_AWAY, _R.PATERNAL_GRANDMOTHER,
        _E.ORDINARY,
    ),
    Story(
        12, ("poverty",), _C.HEALTHY, _C.SERIOUSLY_ILL, _R.FATHER, _E.SUBSISTENCE_ALLOWANCE,
        _D.FAMILY_HELP, aid="城乡低保",
    ),
    Story(
        8, ("orphan",), _C.DECEASED, _C.DECEASED, _R.PATERNAL_GRANDFATHER, _E.DESTITUTE,
        subsidy=100, aid="孤儿基本生活费",
    ),
    Story(
        7, ("unattended", "parent_in_prison"), _C.IN_PRISON, _C.OUT_OF_CONTACT,
        _R.PATERNAL_GRANDMOTHER, _E.LOW_INCOME, _D.GUARDIANSHIP_SUPERVISION, subsidy=100,
        aid="事实无人抚养儿童生活费",
    ),
    Story(
        5, ("guardian_absent", "parent_in_rehab"), _C.IN_REHABILITATION, _C.MISSING,
        _R.MATERNAL_GRANDMOTHER, _E.LOW_INCOME, _D.GUARDIANSHIP_SUPERVISION, subsidy=100,
        aid="监护缺失儿童生活费",
    ),
    Story(9, ("single_parent",), "", _C.HEALTHY, _R.MOTHER, _E.LOW_INCOME, subsidy=0),
    Story(
        8, ("serious_illness",), _C.HEALTHY, _C.HEALTHY, _R.MOTHER, _E.ILLNESS_EXPENSES,
        health=("先天性心脏病", "急性淋巴细胞白血病", "再生障碍性贫血", "血友病"), subsidy=50,
        aid="重大疾病一次性慈善救助",
    ),
    Story(
        9, ("disabled",), _C.HEALTHY, _C.HEALTHY, _R.FATHER, _E.LOW_INCOME, subsidy=50,
        health=("肢体活动不便", "听力障碍", "视力障碍"),
        disability=("肢体二级", "听力一级", "视力三级", "肢体三级"), aid="残疾人两项补贴",
    ),
    Story(
        4, ("intellectual_disability",), _C.HEALTHY, _C.DISABLED, _R.FATHER, _E.SUBSISTENCE_ALLOWANCE,
        subsidy=50, health=("智力发育迟缓",), disability=("智力二级", "智力三级"), aid="康复训练补助",
    ),
    Story(
        3, ("mental_disorder",), _C.WORKING_AWAY, _C.HEALTHY, _R.MOTHER, _E.ILLNESS_EXPENSES,
        health=("儿童孤独症", "抑郁状态"), disability=("精神二级", ""),
    ),
    Story(
        5, ("neglect",), _C.NOT_FULFILLING, _C.NOT_FULFILLING, _R.FATHER, _E.ORDINARY,
        _D.PROBLEM_FAMILY,
    ),
    Story(
        3, ("domestic_violence",), _C.NOT_FULFILLING, _C.HEALTHY, _R.MOTHER, _E.ORDINARY,
        _D.PROBLEM_FAMILY,
    ),
    Story(4, ("migrant",), _C.HEALTHY, _C.HEALTHY, _R.FATHER, _E.LOW_INCOME),
    Story(
        2, ("hiv_affected", "poverty"), _C.SERIOUSLY_ILL, _C.DECEASED, _R.PATERNAL_GRANDFATHER,
        _E.SUBSISTENCE_ALLOWANCE, subsidy=100,
    ),
    Story(2, ("out_of_school", "poverty"), _C.SERIOUSLY_ILL, "", _R.FATHER, _E.SUBSISTENCE_ALLOWANCE),
    Story(1, ("abandoned",), "", "", _R.INSTITUTION, _E.DESTITUTE, _D.CASE_SERVICE, subsidy=100),
)  # fmt: skip

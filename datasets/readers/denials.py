"""What stands in brackets behind a word and takes it back: 残疾（无）, 孤儿（已退出）, 留守（待核实）."""

import re

#: 孤儿（已退出）, 重病（待核实）: what stands beside one of these is not taken at its word.
_DOUBT = re.compile(
    "退出|返[乡校家]|脱贫|不再|取消|停[发保]|清退|注销|疑似|待[定核认查]|曾|(?:办理|申请|审批)中|结束|终止|解除|排除|"
    "已.{0,10}(?:释放|刑满|出狱)|^刑满|复[学课]|已(?:基本)?(?:治愈|痊愈|康复|愈)|已被?(?:收养|领养|送养)|不属?实|未查实|未认定|"
    "未纳入|暂缓|可能|[?]"
)
#: 残疾（无）, 孤儿（不是）, 孤儿（已死亡）: the whole of what explains a word takes it back.
_DENIAL = re.compile(
    "[否非无没假0×曾原拟]|不是|没有|不属于?|不符合?(?:条件)?|错误?|有误|阴性|成年|迁出|拟.{2,6}|[转改][为成].+|"
    "转(?:出|走|事无|散居|留守|低保)|已(?:成年|死亡|去世|故|再婚|满18周?岁?|[转迁]出)|(?:父|母|父母)?已回来?"
)


def takes_back(aside: str) -> bool:
    """Whether what stands in brackets denies or doubts the word before them: 残疾（无）, 孤儿（已退出）."""
    return bool(_DOUBT.search(aside) or _DENIAL.fullmatch(aside.strip()))

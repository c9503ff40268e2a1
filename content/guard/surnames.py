"""The family names of the country, by how surely they begin a name."""

#: Characters that, in running text, hardly begin anything but a name.
PLAIN = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田姜范姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎贺龚林梁高马任方石金白文"
    "庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢路岳齐梅莫庄辛管祝左涂谷耿牟卜"
    "詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍位覃霍翁隋植甘景薄柏宁柯阮桂闵欧阳解强柴华车冉房"
)
#: All of them, for looking up: 和, 于, 安 begin names as well as sentences.
ALL = PLAIN | frozenset(
    "于万成常安平时包和向全应明温井支原乔赖武符刁年丛连佟麻沙权冷桑宫乐危艾初上官司东南西北门"
    "仇单区尉迟闻人公孙皇甫诸葛令狐慕容宇文长孙司徒司马夏侯端木百里钟离淳申屠仲楼台巴黑买古阿吾"
    "敖边卞卢岑晁褚储慈丰封伏富干戈贡勾冠桂国海杭衡弘后扈皮花滑怀宦惠姬嵇计暨家郏蒯匡况邝郎劳雍来"
    "郦利廉蔺蓬栾禄满茅蒙米宓苗闵缪那能农欧逄濮浦蒲戚祁强屈璩瞿阙融戎荣容茹阮尚韶佘莘沈苏宿粟邰滕"
    "通仝屠乌邬巫郗席习咸相项邢胥须宣牙羊仰益阴印雍喻元员苑云臧湛张迮战植终诸竺祝卓宗祖左"
)
#: Names of two characters that come before the given name.
DOUBLE = frozenset(
    (
        "欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙",
        "宇文", "端木", "百里", "南宫", "东方", "西门", "申屠", "淳于", "钟离", "闻人",
    )
)  # fmt: skip

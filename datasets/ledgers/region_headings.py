"""The columns that name a region: slot → the headings under which ledgers and canonical sheets write it."""

REGION = {
    "region.code": "地区代码 区划代码 行政区划代码 村代码",
    "region.county": "县（市、区） 县市区 县区 区县 县 区 市区 所属区县 所在县区 所属县区 县级 县名称",
    "region.township": (
        "镇（街道） 镇街道 乡镇街道 乡镇街办 乡镇 镇街 镇 街道 乡 街道乡镇 街道办事处 乡镇办 镇乡街道 所属乡镇 "
        "所属镇街 所属镇街道 所在乡镇 所在镇街道 镇办 镇名称 镇街名称 乡镇名称 办事处 园区"
    ),
    "region.village": (
        "村（社区） 村社区 村居 村居社区 社区村 村 社区 行政村 村居委会 村委会 居委会 村委 村居委 村委会社区 社区村居 "
        "村社区居委会 所属村 所属社区 所属村社区 所属村居 所在村 所在社区 所在村社区 所在村居 居住村 村别 村名 村名称 "
        "村居名称 社区名称 村社区名称"
    ),
    "region.joined": (
        "地区 所属地区 所在地区 适用地区 所属区域 区域 辖区 属地 镇村 镇村社区 村镇 所属镇村 所在镇村 所在地"
    ),
}

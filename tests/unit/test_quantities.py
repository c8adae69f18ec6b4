"""Quantities in text: units, marks, ranges, ranks, and what is no fact."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsummary.errors import LexiconErrors
from govsummary.lexicon import Lexicon
from govsummary.quantities import Measure, QuantityGrammar, find_quantities
from govsummary.quantity_grammar import Table
from govsummary.text import fold

LEXICON = Lexicon.load()
BLOCKERS = LEXICON.tables["blockers.toml"]
BOUNDS = LEXICON.tables["bounds.toml"]
GRAMMAR = QuantityGrammar.build(LEXICON.units, BOUNDS, BLOCKERS)


def find(text: str) -> list[Measure]:
    return find_quantities(fold(text, LEXICON.traditional), GRAMMAR)


def quotes(text: str) -> list[str]:
    return [text[measure.start : measure.end] for measure in find(text)]


# text, quote, value, unit
AMOUNTS = [
    ("城镇新增就业1,100万人，", "1,100万人", "11000000", "人"),
    ("补助3万4000元", "3万4000元", "34000", "元"),
    ("补助25万6千元", "25万6千元", "256000", "元"),
    ("总量二十万亿元", "二十万亿元", "20000000000000", "元"),
    ("投资47.264287亿元", "47.264287亿元", "4726428700", "元"),
    ("装机12亿千瓦，", "12亿千瓦", "1200000000", "千瓦"),
    ("用电5千瓦时", "5千瓦时", "5", "千瓦时"),
    ("出动300人次", "300人次", "300", "人次"),
    ("整改860处次", "860处次", "860", "处次"),
    ("走访20家（次）", "20家（次）", "20", "家（次）"),
    ("配备30台（套）设备", "30台（套）", "30", "台（套）"),
    ("办理5件（人）次", "5件（人）次", "5", "件（人）次"),
    ("浓度降到32微克/立方米", "32微克/立方米", "32", "微克/立方米"),
    ("亩产850公斤/亩", "850公斤/亩", "850", "公斤/亩"),
    ("上升20个百分点", "20个百分点", "20", "个百分点"),
    ("占20%", "20%", "20", "%"),
    ("占比９．５％", "９．５％", "9.5", "%"),
    ("占百分之三十六点九", "百分之三十六点九", "36.9", "%"),
    ("出生率千分之2.4", "千分之2.4", "2.4", "‰"),
    ("误差万分之三", "万分之三", "3", "‱"),
    ("增长两倍", "两倍", "2", "倍"),
    ("翻一番。", "一番", "1", "番"),
    ("减少三成", "三成", "3", "成"),
    ("压减四分之一", "四分之一", "0.25", ""),
    ("考核得分95.6分，", "95.6分", "95.6", "分"),
    ("净高两米半", "两米半", "2.5", "米"),
    ("捕鱼三斤半", "三斤半", "3.5", "斤"),
    ("身高三米九，", "三米九", "3.9", "米"),
    (
        "结余六十四万零一百四十三元一角七分，",
        "六十四万零一百四十三元一角七分",
        "640143.17",
        "元",
    ),
    ("结余123元1角1分，", "123元1角1分", "123.11", "元"),
    ("全市2235万城市居民", "2235万", "22350000", ""),
    ("贫困人口减少1386万，", "1386万", "13860000", ""),
    ("物价指数为101.2，", "101.2", "101.2", ""),
    ("增速为负3.9%", "负3.9%", "-3.9", "%"),
    ("－40%的降幅", "－40%", "-40", "%"),
    ("最低零下4℃", "零下4℃", "-4", "℃"),
    ("山东-3个", "3个", "3", "个"),
    ("比例1.6—3.9，新增5处", "5处", "5", "处"),
    ("查处20，300起", "20，300起", "20300", "起"),
    ("查处20，并300人到场", "300人", "300", "人"),
    ("建成2\n000平方米厂房", "2\n000平方米", "2000", "平方米"),
    ("投入资金100\n万元", "100\n万元", "1000000", "元"),
    ("新增 35 家企业", "35 家", "35", "家"),
    ("实现GDP1234.5亿元", "1234.5亿元", "123450000000", "元"),
    ("清收1.2个亿，", "1.2个亿", "120000000", ""),
    ("引进12个亿元以上项目", "12个", "12", "个"),
    ("支出１２３４万元", "１２３４万元", "12340000", "元"),
    ("投资4.26 亿元，", "4.26 亿元", "426000000", "元"),
    ("投资4.26  亿元，", "4.26  亿元", "426000000", "元"),
    ("走访商户26\n家，", "26\n家", "26", "家"),
    ("化解纠纷3\n218件，", "3\n218件", "3218", "件"),
    ("罚款246.3\n万元。", "246.3\n万元", "2463000", "元"),
    ("最低气温-3.6℃，", "-3.6℃", "-3.6", "℃"),
    ("价格同比－0.5%，", "－0.5%", "-0.5", "%"),
    ("传染病发病率为2.79/10万，", "2.79/10万", "2.79", "/10万"),
    ("护士1.2/千人，", "1.2/千人", "1.2", "/千人"),
    ("抽检4.5批次/千人", "4.5批次/千人", "4.5", "批次/千人"),
    ("补助1.66万元/床位", "1.66万元/床位", "16600", "元/床位"),
    ("约占1/4，", "1/4", "0.25", ""),
    ("升至四成半。", "四成半", "4.5", "成"),
    ("由五成二提高，", "五成二", "5.2", "成"),
    ("接种疫苗43万羽份", "43万羽份", "430000", "羽份"),
    ("清运杂物540车、", "540车", "540", "车"),
    ("接入探头2600路，", "2600路", "2600", "路"),
    ("接听2.3万通，", "2.3万通", "23000", "通"),
    ("撰写30万字", "30万字", "300000", "字"),
    ("算力规模300P。", "300P", "300", "P"),
    ("车辆120台次，", "120台次", "120", "台次"),
    ("每周至少一次，", "至少一次", "1", "次"),
    ("查验货物1260票，", "1260票", "1260", "票"),
    ("审结大案12案，", "12案", "12", "案"),
    ("用时由86天下降", "86天", "86", "天"),
]


@pytest.mark.parametrize(("text", "quote", "value", "unit"), AMOUNTS, ids=[text for text, *_ in AMOUNTS])
def test_amount(text: str, quote: str, value: str, unit: str) -> None:
    assert quotes(text) == [quote]
    measure = find(text)[0]
    assert (measure.value, measure.unit) == (Decimal(value), unit)


RANGES = [
    ("检查5—10家", "5—10家", 5, 10, "家"),
    ("用5~10个", "5~10个", 5, 10, "个"),
    ("增长6%－6.5%", "6%－6.5%", 6, Decimal("6.5"), "%"),
    ("补助两到三万元", "两到三万元", 20_000, 30_000, "元"),
    ("单价一百二十到一百五十万元", "一百二十到一百五十万元", 1_200_000, 1_500_000, "元"),
    ("每户3000元至5000元", "3000元至5000元", 3000, 5000, "元"),
    ("增长1.6—3.9个百分点", "1.6—3.9个百分点", Decimal("1.6"), Decimal("3.9"), "个百分点"),
    ("走访三五家", "三五家", 3, 5, "家"),
    ("来了三五百人", "三五百人", 300, 500, "人"),
    ("占百分之五到百分之六", "百分之五到百分之六", 5, 6, "%"),
    ("增百分之五到十", "百分之五到十", 5, 10, "%"),
]


@pytest.mark.parametrize(("text", "quote", "value", "upper", "unit"), RANGES, ids=[text for text, *_ in RANGES])
def test_range(text: str, quote: str, value: Decimal, upper: Decimal, unit: str) -> None:
    assert quotes(text) == [quote]
    measure = find(text)[0]
    assert (measure.value, measure.upper, measure.unit) == (value, upper, unit)


# text, the number that stands alone though a noun of the unit's first sign follows
GUARDED = [
    ("走访28家政府部门", "28家"),
    ("检查3家教育机构", "3家"),
    ("扶持12家园区企业", "12家"),
    ("扶持6家乡镇企业", "6家"),
    ("扩建5家训练基地", "5家"),
    ("引进2家风电企业", "2家"),
    ("约谈8家装修公司", "8家"),
    ("新增3家畜牧公司", "3家"),
    ("走访3家居民", "3家"),
    ("撤并3个税务所", "3个"),
    ("布置12个展馆", "12个"),
    ("整治6个旧货市场", "6个"),
    ("督促12户用人单位", "12户"),
    ("走访8户主体企业", "8户"),
    ("服务20户外资企业", "20户"),
    ("培育12户数字化企业", "12户"),
    ("其中12户均已脱贫", "12户"),
    ("派出5人防汛队", "5人"),
    ("派出6人文艺队", "6人"),
    ("立案17人均已处分", "17人"),
    ("举办4次品牌活动", "4次"),
    ("开展6次日常巡查", "6次"),
    ("开展8次数据清洗", "8次"),
    ("开展12次年度检查", "12次"),
    ("表彰5名校长", "5名"),
    ("送走30名义务兵", "30名"),
    ("招录12名城管队员", "12名"),
    ("约谈5名单位负责人", "5名"),
    ("走访30位居民", "30位"),
    ("审结20例行政案件", "20例"),
    ("组建5支队伍", "5支"),
    ("完善5套管理制度", "5套"),
    ("完成8项目标任务", "8项"),
    ("监测5种类型", "5种"),
    ("整治3处长江岸线", "3处"),
    ("整治5处事故多发点", "5处"),
    ("打造5所示范学校", "5所"),
    ("打造5条文化街", "5条"),
    ("举办5期中青年班", "5期"),
    ("更新12座机井", "12座"),
    ("举办3场面向青年的招聘会", "3场"),
    ("发放60元老年津贴", "60元"),
    ("整治3起用工纠纷", "3起"),
]


@pytest.mark.parametrize(("text", "quote"), GUARDED, ids=[text for text, _ in GUARDED])
def test_a_longer_word_frees_the_unit(text: str, quote: str) -> None:
    assert quotes(text) == [quote]


@pytest.mark.parametrize(
    "text",
    [
        *("12家庭", "五家政服务", "5家属", "3个体户", "200户均3.5", "5人口", "12人才", "8处理", "4次要", "20席位"),
        *("3支部", "5支队", "30部门", "5名单", "6所有", "3户口", "12项目", "8成就", "5讲话", "30路公交", "5车间"),
        *("8案由", "三天下午", "一案双查", "3票据", "“XX案”"),
    ],
)
def test_the_unit_of_another_word_is_none(text: str) -> None:
    assert not any(measure.unit for measure in find(text))


# text, the numbers of the row, their unit, the values
ROWS = [
    ("浓度分别为85、7和40微克/立方米", ["85", "7", "40微克/立方米"], "微克/立方米", [85, 7, 40]),
    ("同比分别提升1.2、3.5、2.7个百分点", ["1.2", "3.5", "2.7个百分点"], "个百分点", ["1.2", "3.5", "2.7"]),
    ("新建2、3、5公里", ["2", "3", "5公里"], "公里", [2, 3, 5]),
    ("增长1.2和-3.5%", ["1.2", "-3.5%"], "%", ["1.2", "-3.5"]),
    ("分别拨付3、5万元", ["3", "5万元"], "元", [30_000, 50_000]),
    ("分别拨付1,200和3,400元", ["1,200", "3,400元"], "元", [1200, 3400]),
    ("分别走访3、5、7家", ["3", "5", "7家"], "家", [3, 5, 7]),
]


@pytest.mark.parametrize(("text", "found", "unit", "values"), ROWS, ids=[text for text, *_ in ROWS])
def test_a_row_shares_the_unit_at_its_end(text: str, found: list[str], unit: str, values: list[str]) -> None:
    assert quotes(text) == found
    assert {measure.unit for measure in find(text)} == {unit}
    assert [measure.value for measure in find(text)] == [Decimal(value) for value in values]


def test_masks_in_a_row_share_the_unit() -> None:
    assert [(m.masked, m.unit) for m in find("分别为X、X和X微克/立方米")] == [(True, "微克/立方米")] * 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12、15日召开", []),
        ("分别于3、5月完成", []),
        ("走访3、5个村", ["5个"]),
        ("历时3、5小时", ["5小时"]),
        ("于2021、5公里", ["5公里"]),
        ("1、整治3、5公里", ["3", "5公里"]),
        ("2、5公里", ["5公里"]),
        ("由1、2号线承担", []),
    ],
)
def test_dates_counts_and_list_marks_are_no_row(text: str, found: list[str]) -> None:
    assert quotes(text) == found


PLACES = [
    ("全县辖6镇1乡，", ["6", "1"]),
    ("3街道2镇", ["3", "2"]),
    ("辖3市、2县和1区", ["3", "2", "1"]),
    ("8镇1乡格局", []),
    ("12镇整治", []),
    ("XX镇XX村", []),
    ("3区块5村民", []),
]


@pytest.mark.parametrize(("text", "found"), PLACES, ids=[text for text, _ in PLACES])
def test_places_count_in_a_row_only(text: str, found: list[str]) -> None:
    assert quotes(text) == found
    assert {measure.unit for measure in find(text)} <= {""}


@pytest.mark.parametrize("text", ["截至9/30", "4.5/10", "3/4", "占2020/6", "占3/40", "1/2/3"])
def test_what_no_word_of_share_licenses_is_no_fraction(text: str) -> None:
    assert not any(measure.kind == "ratio" for measure in find(text))


def test_a_broken_number_never_crosses_an_empty_line() -> None:
    assert [measure.unit for measure in find("完成26\n\n家庭农场")] == [""]
    assert quotes("走访商户\n26\n家，") == []


def test_from_one_level_to_another_is_two() -> None:
    assert quotes("从20家到50家") == ["20家", "50家"]
    assert quotes("由9.8%降至7.5%") == ["9.8%", "7.5%"]


BOUNDS_SEEN = [
    ("减税约1.3万亿元", "约1.3万亿元", "about"),
    ("失业率5%左右", "5%左右", "about"),
    ("总额超过30万亿元", "超过30万亿元", "over"),
    ("人均突破1000美元", "突破1000美元", "over"),
    ("清理X余处", "X余处", "over"),
    ("里程30多万公里", "30多万公里", "over"),
    ("惠及上千万家庭", "上千万", "over"),
    ("营收超百亿元", "超百亿元", "over"),
    ("效率提高3倍多，", "3倍多", "over"),
    ("阅读量10万+，", "10万+", "over"),
    ("产量近4.8万吨", "近4.8万吨", "nearly"),
    ("不足3%", "不足3%", "nearly"),
    ("近800余人次", "近800余人次", "nearly"),
    ("储备3万亿美元以上", "3万亿美元以上", "at_least"),
    ("检查不少于3次", "不少于3次", "at_least"),
    ("5人及以上", "5人及以上", "at_least"),
    ("失业率4.6%以内", "4.6%以内", "at_most"),
    ("误差不超过5%", "不超过5%", "at_most"),
    ("完成3件", "3件", "exact"),
]


@pytest.mark.parametrize(("text", "quote", "bound"), BOUNDS_SEEN, ids=[text for text, *_ in BOUNDS_SEEN])
def test_bound(text: str, quote: str, bound: str) -> None:
    assert quotes(text) == [quote]
    assert find(text)[0].bound == bound


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("节约300万元", "300万元"),
        ("附近20家", "20家"),
        ("签约12个项目", "12个"),
        ("近八年间", "八年"),
        ("网上万余人", "万余人"),
    ],
)
def test_a_mark_inside_a_word_is_none(text: str, quote: str) -> None:
    assert quotes(text) == [quote]


@pytest.mark.parametrize("table", BOUNDS, ids=[str(table["id"]) for table in BOUNDS])
def test_examples_of_bound_marks(table: Table) -> None:
    examples, others = table["examples"], table["counter_examples"]
    assert isinstance(examples, list)
    assert isinstance(others, list)
    assert all(table["bound"] in {measure.bound for measure in find(text)} for text in examples)
    assert all(table["bound"] not in {measure.bound for measure in find(text)} for text in others)


MASKED = [
    ("清理X余处", 1, "处"),
    ("面积X万多平方米", 10_000, "平方米"),
    ("合格率X.XX%", 1, "%"),
    ("出动××人", 1, "人"),
    ("罚款**万元", 10_000, "元"),
    ("整治□□处", 1, "处"),
    ("收入ＸＸ万元", 10_000, "元"),
    ("整改__个", 1, "个"),
    ("受理xxxx 件", 1, "件"),
    ("受理XX 件，", 1, "件"),
    ("投入X 万元", 10_000, "元"),
    ("走访X户用人单位", 1, "户"),
    ("合格比例为XX%", 1, "%"),
    ("生师比为XX，", 1, ""),
    ("XX余镇街", 1, ""),
]


@pytest.mark.parametrize(("text", "scale", "unit"), MASKED, ids=[text for text, *_ in MASKED])
def test_mask(text: str, scale: int, unit: str) -> None:
    (measure,) = find(text)
    assert (measure.masked, measure.value, measure.scale, measure.unit) == (True, None, scale, unit)


@pytest.mark.parametrize(
    ("text", "per", "aggregate"),
    [
        ("从每月70元", "month", None),
        ("人均280元", "person", None),
        ("户均约3亩", "household", None),
        ("每季度2次", "quarter", None),
        ("发放30元/月", "month", None),
        ("累计12处", None, "total"),
        ("共有30家", None, "total"),
        ("平均为5.2%", None, "mean"),
        ("公共30家", None, None),
        ("中共30人", None, None),
        ("一共30家", None, "total"),
        ("整治30家", None, None),
    ],
)
def test_per_and_aggregate(text: str, per: str | None, aggregate: str | None) -> None:
    (measure,) = find(text)
    assert (measure.per, measure.aggregate) == (per, aggregate)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("合格率达98%", "ratio"),
        ("增加2个百分点", "change"),
        ("翻两番", "change"),
        ("居全省第3位", "rank"),
        ("减少三分之一", "ratio"),
        ("新增12处", "amount"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [measure.kind for measure in find(text)] == [kind]


RANKS = [
    ("由世界第五位升到第四位", ["第五位", "第四位"]),
    ("居全省第3位", ["第3位"]),
    ("获第3名", ["第3名"]),
    ("位列第一；", ["第一"]),
    ("居世界首位", ["首位"]),
    ("名列全省前五", ["前五"]),
    ("排名前10位", ["前10位"]),
    ("为全省第2低，", ["第2低"]),
    ("居全省第三高。", ["第三高"]),
    ("位居全省第九、全市第一。", ["第九", "第一"]),
    ("居全国第11位、中部首位", ["第11位", "首位"]),
    ("排名由第6升至第4。", ["第6", "第4"]),
    ("考核成绩第一。", ["第一"]),
    ("居全省第三大产业", []),
    ("居第3位，第二阶段", ["第3位"]),
    ("第一产业、第一时间、第一季度、第一书记", []),
    ("争创全省第一方阵", []),
    ("摆在首位", []),
    ("第一道防线", []),
    ("第三产业", []),
    ("摆在第一位", []),
]


@pytest.mark.parametrize(("text", "found"), RANKS, ids=[text for text, _ in RANKS])
def test_rank(text: str, found: list[str]) -> None:
    assert quotes(text) == found
    assert all(measure.kind == "rank" for measure in find(text))


NO_FACTS = [
    "2020年6月底前",
    "X月X日至X日",
    "1—6月",
    "二〇二〇年",
    "9时30分",
    "国办发〔2020〕5号",
    "依照第三十二条",
    "沿X国道",
    "创建5A级景区",
    "110指挥中心",
    "第三届",
    "按照“X+X+X”路径",
    "“九小场所”",
    "《XX日报》",
    "XX市XX县",
    "PM2.5浓度",
    "PM\n2.5\n浓度",
    "G3W机组",
    "C919飞机",
    "ISO9001认证",
    "5G用户",
    "双随机",
    "12345热线",
    "一批项目",
    "一支队伍",
    "一方面",
    "进一步",
    "执法队伍收拾大陆半岛，统一五角大楼，共建一带一路",
    "关心三农和四川、九江百姓",
    "十分关键",
    "四处张贴",
    "二次创业",
    "三期工程",
    "5万吨级码头",
    "电话0537-2212345",
    "每万人拥有",
    "九年义务教育",
    "七台河",
    "千方百计",
    "至2035",
    "20处罚决定",
    "6条例修订",
    "二000年",
    "二00一年建成",
    "回顾一九九八年工作",
    "比19年同期",
    "近几年",
    "前几年的欠账",
    "XX两旺湖",
    "XX 部门",
    "XX 道路",
    "项目名称为XX，",
    "教师XX，",
    "1080P探头",
]


@pytest.mark.parametrize("text", NO_FACTS)
def test_no_fact(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.加强领导", []),
        ("2、整治3处", ["3处"]),
        ("（3）整改280家", ["280家"]),
        ("1.5个项目完工", ["5个"]),
        ("完成1.5个", ["1.5个"]),
        ("3.2亿元到位", ["3.2亿元"]),
    ],
)
def test_numbers_of_lists(text: str, found: list[str]) -> None:
    assert quotes(text) == found


def test_one_counts_beside_other_counts() -> None:
    assert quotes("新建一座水厂、两座桥") == ["一座", "两座"]
    assert quotes("新建一座水厂") == []


@pytest.mark.parametrize(
    ("text", "optional"),
    [
        ("X小时动态备勤", True),
        ("历时3个月", True),
        ("九条措施", True),
        ("办好两件大事", True),
        ("几千名专家", True),
        ("用了几年时间", True),
        ("10亿元以上项目5个", True),
        ("60岁以上老人", True),
        ("3-5岁适龄儿童", True),
        ("5岁以下儿童", True),
        ("平均年龄38岁，", False),
        ("优良天数298天", False),
        ("三座水库", False),
        ("三个村", False),
        ("9条措施", False),
        ("一万多项", False),
    ],
)
def test_optional(text: str, optional: bool) -> None:
    assert find(text)[0].optional is optional


STARTS = re.compile(r"\d+|[Xx×*○□_N]+|[〇零一二两三四五六七八九十百千万]+")


def _is_blocked(grammar: QuantityGrammar, text: str) -> bool:
    return any(grammar.blocked(text, run.start(), len(text)) is not None for run in STARTS.finditer(text))


@pytest.mark.parametrize("table", BLOCKERS, ids=[str(table["id"]) for table in BLOCKERS])
def test_examples_of_blockers(table: Table) -> None:
    grammar = QuantityGrammar.build(LEXICON.units, BOUNDS, [table])
    examples, others = table["examples"], table["counter_examples"]
    assert isinstance(examples, list)
    assert isinstance(others, list)
    assert [text for text in examples if not _is_blocked(grammar, text)] == []
    assert [text for text in others if _is_blocked(grammar, text)] == []


def test_broken_entries_are_all_named() -> None:
    with pytest.raises(LexiconErrors) as caught:
        QuantityGrammar.build(
            LEXICON.units, [{"id": "soon", "bound": "soon", "marks": ["快"]}], [{"id": "open", "pattern": "(号"}]
        )
    assert [str(error).partition(" ")[0].rstrip(":") for error in caught.value.exceptions] == [
        "bounds.toml:soon",
        "blockers.toml:open",
    ]


def test_units_are_many_and_agree() -> None:
    units = LEXICON.units
    assert len(units) > 400
    for name, unit in units.items():
        assert units[unit.canonical].dimension == unit.dimension, name
        assert units[unit.canonical].factor == 1, name
        assert set(unit.equals) <= set(units), name
        assert all(re.compile(word) for word in unit.not_before)


def test_start_and_end_limit_the_search() -> None:
    view = "一是3处，二是5家，三是7件"
    found = find_quantities(view, GRAMMAR, 5, 11)
    assert [view[measure.start : measure.end] for measure in found] == ["5家"]


@pytest.mark.parametrize("piece", ["9", "一", "X", "第一", "（1", "1.", "“", "X."])
def test_long_runs_take_linear_time(piece: str) -> None:
    begin = time.perf_counter()
    find(piece * 20_000 + "A")
    assert time.perf_counter() - begin < 5  # quadratic time would be minutes


PIECES = st.sampled_from(
    [
        *"一二两三十百千万亿余多几半零第前首约近超上负每共至到—-～%％个处家元次人年月日级",
        *"+.,，。、；“”《》（）/X×*○_N 5",
        "12",
        "3.5",
        "百分之",
        "以上",
        "个百分点",
        "平方米",
        "不少于",
        "\n",
        "2020",
        "增长",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_quotes_are_slices_disjoint_and_in_order(text: str) -> None:
    view = fold(text)
    at = 0
    for measure in find_quantities(view, GRAMMAR):
        assert at <= measure.start < measure.end <= len(view)
        assert measure.start <= measure.number_start < measure.number_end <= measure.end
        assert not (measure.masked and measure.value is not None)
        at = measure.end


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_searched(text: str) -> None:
    assert isinstance(find_quantities(text, GRAMMAR), list)

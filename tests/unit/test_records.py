"""From sentences to records: which verb governs a number, what it counts, and what a clause takes over."""

from __future__ import annotations

import pytest

from govsummary import Quantity, extract

Row = tuple[str | None, str | None, str]


def rows(text: str) -> list[Row]:
    """Gives action, object and quotes of every record that holds a quantity."""
    return [
        (
            record.action.text if record.action else None,
            record.object.text if record.object else None,
            "".join(quantity.quote for quantity in record.quantities),
        )
        for record in extract(text).records
        if record.quantities
    ]


def last_quantity(text: str) -> Quantity:
    return extract(text).records[-1].quantities[-1]


# --- verb and object -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("拆除围挡30处。", [("拆除", "围挡", "30处")], id="verb, object, number"),
        pytest.param("抽调35名医生支援乡镇。", [("抽调", "医生", "35名")], id="number before its noun"),
        pytest.param("20座公厕。", [(None, "公厕", "20座")], id="number before its noun, no verb"),
        pytest.param("551万农村贫困人口脱贫。", [("脱贫", "农村贫困人口", "551万")], id="number straight before noun"),
        pytest.param("累计依法拆除围挡30处。", [("拆除", "围挡", "30处")], id="adverbs are no part of the action"),
        pytest.param("检查了餐馆26家。", [("检查", "餐馆", "26家")], id="aspect mark"),
        pytest.param("制定和颁布规章12件。", [("制定和颁布", "规章", "12件")], id="two verbs, one object"),
        pytest.param("全镇茶园面积8000亩。", [(None, "茶园面积", "8000亩")], id="no verb at all"),
        pytest.param("检查餐馆、旅店26家。", [("检查", "餐馆、旅店", "26家")], id="joint object"),
        pytest.param("提出抗诉4件。", [("提出", "抗诉", "4件")], id="a verb as the object"),
        pytest.param("抽检、约谈4家。", [("抽检、约谈", None, "4家")], id="two verbs without an object"),
        pytest.param("装了扶手310件。", [("装", "扶手", "310件")], id="short verb"),
        pytest.param("包装310件。", [(None, "包装", "310件")], id="short verb inside a word"),
        pytest.param("水利投资3亿元。", [(None, "水利投资", "3亿元")], id="a sum behind its name"),
        pytest.param("投资3亿元。", [("投资", None, "3亿元")], id="a verb of spending"),
        pytest.param("铁路、公路均超过9万公里。", [(None, "铁路、公路", "超过9万公里")], id="joint object of a level"),
        pytest.param("审（执）结3200件。", [("审（执）结", "审（执）结", "3200件")], id="a verb with a bracket in it"),
        pytest.param("共有77条建议被部门采纳。", [("采纳", "建议", "77条")], id="what there is, acted on"),
        pytest.param("组织40人参加培训。", [("组织", None, "40人")], id="what people are sent to do"),
        pytest.param("组建40人执法队伍。", [("组建", "执法队伍", "40人")], id="what people make up"),
        pytest.param("检查剩余商铺60家。", [("检查", "剩余商铺", "60家")], id="what is left over"),
        pytest.param("覆盖率维持63%。", [(None, "覆盖率", "63%")], id="维持 as a level"),
        pytest.param("23处隐患8月底前整改到位。", [("整改到位", "隐患", "23处")], id="a time behind the object"),
        pytest.param(
            "建设12个停车场，8个续建项目投产。",
            [("建设", "停车场", "12个"), ("投产", "续建项目", "8个")],
            id="verbs beside a number",
        ),
        pytest.param("老旧管网高标准改造12公里。", [("改造", "老旧管网", "12公里")], id="manner before the verb"),
        pytest.param("建成12个亿元以上项目。", [("建成", "亿元以上项目", "12个")], id="a count, no sum"),
        pytest.param("生产总值迈上300亿元台阶。", [("迈上", "生产总值", "300亿元")], id="a stage"),
        pytest.param(
            "粮食产量再创新高，达到126万吨。", [(None, "粮食产量", "126万吨")], id="the clause before names it"
        ),
    ],
)
def test_verb_and_object(text: str, found: list[Row]) -> None:
    assert rows(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "修缮古桥4座、凉亭9个。", [("修缮", "古桥", "4座"), ("修缮", "凉亭", "9个")], id="inherited across 、"
        ),
        pytest.param(
            "修缮古桥4座，凉亭9个。", [("修缮", "古桥", "4座"), ("修缮", "凉亭", "9个")], id="inherited across ，"
        ),
        pytest.param(
            "栽种树苗900株、草皮30亩，花卉4万盆。",
            [("栽种", "树苗", "900株"), ("栽种", "草皮", "30亩"), ("栽种", "花卉", "4万盆")],
            id="inherited twice",
        ),
        pytest.param(
            "修缮古桥4座，栽种树苗900株，草皮30亩。",
            [("修缮", "古桥", "4座"), ("栽种", "树苗", "900株"), ("栽种", "草皮", "30亩")],
            id="a new verb ends it",
        ),
        pytest.param(
            "检查餐馆26家。旅店8家。", [("检查", "餐馆", "26家"), (None, "旅店", "8家")], id="a full stop ends it"
        ),
        pytest.param(
            "新建公厕20座，失业率3.1%。",
            [("新建", "公厕", "20座"), (None, "失业率", "3.1%")],
            id="a rate inherits nothing",
        ),
        pytest.param(
            "新建公厕20座，人口12万人。",
            [("新建", "公厕", "20座"), (None, "人口", "12万人")],
            id="a level inherits nothing",
        ),
        pytest.param(
            "设立3个工作组、5个专班。", [("设立", "工作组", "3个"), ("设立", "专班", "5个")], id="nouns after numbers"
        ),
        pytest.param(
            "修缮古桥4座；凉亭9个。", [("修缮", "古桥", "4座"), (None, "凉亭", "9个")], id="not across a semicolon"
        ),
        pytest.param(
            "收到来信90件，主要涉及城乡建设（50件）、食品安全（40件）。",
            [("收到", "来信", "90件"), ("涉及", "城乡建设", "50件"), ("收到", "食品安全", "40件")],
            id="a number alone in brackets counts what stands before them",
        ),
    ],
)
def test_inheritance(text: str, found: list[Row]) -> None:
    assert rows(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("开展消防巡查15次。", [("巡查", "消防巡查", "15次")], id="light verb, nominal verb"),
        pytest.param("消防栓15个。", [(None, "消防栓", "15个")], id="no verb at all"),
        pytest.param("开展15次消防巡查。", [("巡查", "消防巡查", "15次")], id="number between them"),
        pytest.param("予以处罚12起。", [("处罚", "处罚", "12起")], id="予以"),
        pytest.param("对26家餐馆开展卫生检查。", [("检查", "餐馆", "26家")], id="对…开展…"),
        pytest.param("对餐馆26家进行检查。", [("检查", "餐馆", "26家")], id="对…进行…, number after the noun"),
        pytest.param("向困难户发放大米300袋。", [("发放", "大米", "300袋")], id="向 marks no counted object"),
        pytest.param("使3200个家庭受益。", [("受益", "家庭", "3200个")], id="使…受益"),
        pytest.param("让3200名老人享受助餐服务。", [("享受", "老人", "3200名")], id="让…享受…"),
        pytest.param("家庭3200个。", [(None, "家庭", "3200个")], id="no cause, no verb"),
        pytest.param("督促商户整改隐患60处。", [("整改", "隐患", "60处")], id="督促 and a verb"),
        pytest.param("组织演练3次。", [("演练", "演练", "3次")], id="组织 and a verb"),
        pytest.param("组织志愿者300人次。", [("组织", "志愿者", "300人次")], id="组织 without another verb"),
    ],
)
def test_light_and_helping_verbs(text: str, found: list[Row]) -> None:
    assert rows(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "检查餐馆26家，其中小吃店8家。",
            [("检查", "餐馆", "26家"), ("检查", "小吃店", "8家")],
            id="其中 keeps the outer action",
        ),
        pytest.param(
            "完成房屋修缮50间，其中加固20间。",
            [("修缮", "房屋修缮", "50间"), ("加固", "房屋修缮", "20间")],
            id="其中 keeps the outer object",
        ),
        pytest.param(
            "检查餐馆26家，增长8%，其中小吃店8家。",
            [("检查", "餐馆", "26家"), ("增长", "餐馆", "8%"), ("检查", "小吃店", "8家")],
            id="其中 goes back over a change",
        ),
        pytest.param(
            "新购垃圾车6辆，其中电动车4辆、洒水车2辆。",
            [("新购", "垃圾车", "6辆"), ("新购", "电动车", "4辆"), ("新购", "洒水车", "2辆")],
            id="two parts",
        ),
        pytest.param(
            "排查隐患50处，其余8处正在整改。",
            [("排查", "隐患", "50处"), ("整改", "隐患", "8处")],
            id="其余 keeps the object",
        ),
        pytest.param(
            "检查餐馆26家，查封3家。", [("检查", "餐馆", "26家"), ("查封", "餐馆", "3家")], id="object left out"
        ),
        pytest.param(
            "检查餐馆26家，查封船只3艘。",
            [("检查", "餐馆", "26家"), ("查封", "船只", "3艘")],
            id="object stated",
        ),
        pytest.param(
            "救助群众50人。个别案件拖了十余年。",
            [("救助", "群众", "50人"), (None, None, "十余年")],
            id="what no rule reads takes nothing from the sentence before",
        ),
        pytest.param(
            "救助群众50人。日均12人。",
            [("救助", "群众", "50人"), (None, "群众", "12人")],
            id="a bare number speaks of the sentence before",
        ),
        pytest.param(
            "反馈问题50个，推动整改30个。",
            [("反馈", "问题", "50个"), ("整改", "问题", "30个")],
            id="a verb helped on",
        ),
        pytest.param(
            "举办讲座5场，组织演练3场。",
            [("举办", "讲座", "5场"), ("演练", "演练", "3场")],
            id="a verb that is held itself",
        ),
        pytest.param(
            "处置线索60件，予以了结12件。",
            [("处置", "线索", "60件"), ("了结", "线索", "12件")],
            id="a verb behind 予以",
        ),
        pytest.param(
            "审理复议案件67件，维持31件。",
            [("审理", "复议案件", "67件"), ("维持", "复议案件", "31件")],
            id="维持 as a deed",
        ),
        pytest.param(
            "查处违纪党员7人，其中开除党籍2人。",
            [("查处", "违纪党员", "7人"), ("开除党籍", "违纪党员", "2人")],
            id="a sanction of the people before",
        ),
        pytest.param(
            "在册社区矫正对象86人，其中缓刑80人、假释6人。",
            [("在册", "社区矫正对象", "86人"), ("在册", "缓刑", "80人"), ("在册", "假释", "6人")],
            id="sentences are no deeds",
        ),
        pytest.param(
            "引进项目19个，11个开工建设，3个获得资金支持。",
            [("引进", "项目", "19个"), ("开工建设", "项目", "11个"), ("获得", "项目", "3个")],
            id="a part that opens with its number",
        ),
        pytest.param(
            "洪水冲毁桥梁3座，全市共有320人受灾。",
            [("冲毁", "桥梁", "3座"), ("受灾", None, "320人")],
            id="people are no bridges",
        ),
        pytest.param(
            "检查餐馆26家，清运3吨。", [("检查", "餐馆", "26家"), ("清运", None, "3吨")], id="another unit, no object"
        ),
    ],
)
def test_parts_and_unsaid_objects(text: str, found: list[Row]) -> None:
    assert rows(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("拆除围挡30处900平方米。", [("拆除", "围挡", "30处900平方米")], id="two units"),
        pytest.param("接待游客30批450人次。", [("接待", "游客", "30批450人次")], id="批 and 人次"),
        pytest.param(
            "拆除围挡30处、棚子900平方米。",
            [("拆除", "围挡", "30处"), ("拆除", "棚子", "900平方米")],
            id="two objects",
        ),
    ],
)
def test_two_units_of_one_object_are_one_record(text: str, found: list[Row]) -> None:
    assert rows(text) == found


# --- 分别 ------------------------------------------------------------------------------------------------------------


def test_respectively_gives_each_number_its_object() -> None:
    found = rows("氮氧化物、化学需氧量排放量分别下降4%和6%。")
    assert [(action, quote) for action, _, quote in found] == [("下降", "4%"), ("下降", "6%")]
    assert (found[0][1] or "").startswith("氮氧化物")
    assert (found[1][1] or "").startswith("化学需氧量")


def test_without_respectively_the_joint_object_stays() -> None:
    assert rows("羊肉、牛肉产量增长4%。") == [("增长", "羊肉、牛肉产量", "4%")]


def test_respectively_speaks_of_the_records_before_it() -> None:
    document = extract("羊肉产量5万吨，牛肉产量3万吨，分别增长4%、6%。")
    assert [(r.object.text if r.object else None, r.of) for r in document.records] == [
        ("羊肉产量", None),
        ("牛肉产量", None),
        ("羊肉产量", "r1"),
        ("牛肉产量", "r2"),
    ]


# --- from A to B, levels, changes, ranks -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "object_"),
    [
        pytest.param("绿化覆盖率由31%提高到38%。", "ratio", "绿化覆盖率", id="ratio"),
        pytest.param("书屋由12间增加到30间。", "amount", "书屋", id="amount"),
    ],
)
def test_from_a_to_b_is_two_levels(text: str, kind: str, object_: str) -> None:
    quantities = [quantity for record in extract(text).records for quantity in record.quantities]
    assert [(q.kind, q.direction) for q in quantities] == [(kind, None), (kind, None)]
    assert {found for _, found, _ in rows(text)} == {object_}


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        pytest.param("旅游收入增长12%。", "change", "up", id="growth"),
        pytest.param("投诉量减少130件。", "change", "down", id="fewer"),
        pytest.param("减少行政许可12项。", "change", "down", id="verb of change before its object"),
        pytest.param("办理时间缩短5天。", "change", "down", id="shorter"),
        pytest.param("绿化覆盖率提高2个百分点。", "change", "up", id="points"),
        pytest.param("游客人数翻一番。", "change", "up", id="doubled"),
        pytest.param("物价涨幅3%左右。", "change", "up", id="growth noun"),
        pytest.param("能耗降幅3%。", "change", "down", id="fall noun"),
        pytest.param("物价涨幅控制在3%以内。", "change", "up", id="growth noun, kept within"),
        pytest.param("失业率控制在4.5%以内。", "ratio", None, id="level target"),
        pytest.param("新增床位60张。", "amount", None, id="新增 is an amount"),
        pytest.param("减免税费300万元。", "amount", None, id="减免 is an amount"),
        pytest.param("抽检合格率达98.6%。", "ratio", None, id="level in per cent"),
        pytest.param("茶园面积居全省第3位。", "rank", None, id="rank"),
        pytest.param("茶园面积3万亩。", "amount", None, id="no rank"),
    ],
)
def test_kind_and_direction(text: str, kind: str, direction: str | None) -> None:
    quantity = last_quantity(text)
    assert (quantity.kind, quantity.direction) == (kind, direction)


@pytest.mark.parametrize(
    ("text", "action", "object_"),
    [
        pytest.param("抽检合格率达98.6%。", None, "抽检合格率", id="达"),
        pytest.param("抽检合格率为98.6%。", None, "抽检合格率", id="为"),
        pytest.param("抽检合格率98.6%。", None, "抽检合格率", id="no verb"),
        pytest.param("粮食产量达到12万吨。", None, "粮食产量", id="达到"),
        pytest.param("城镇新增就业1300人。", None, "城镇新增就业", id="a verb within a noun"),
        pytest.param("旅游收入增长12%。", "增长", "旅游收入", id="the verb of change is the action"),
        pytest.param("实现增加值3亿元。", "实现", "增加值", id="实现 is an action"),
        pytest.param("收购粮食12万吨。", "收购", "粮食", id="a deed, no level"),
        pytest.param("因交通事故死亡人数减少12人。", "减少", "交通事故死亡人数", id="a metric behind its cause"),
    ],
)
def test_levels_have_no_action(text: str, action: str | None, object_: str) -> None:
    ((got_action, got_object, _),) = rows(text)
    assert got_action == action
    assert (got_object or "").endswith(object_)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        pytest.param("门票收入12.3亿元，增长8%。", [None, "r1"], id="change"),
        pytest.param("门票收入12.3亿元，增长8%，居全市第2位。", [None, "r1", "r1"], id="change and rank"),
        pytest.param("检查餐馆26家，合格率98%。", [None, None], id="a metric of its own"),
        pytest.param("检查餐馆26家，查封3家。", [None, None], id="another deed"),
    ],
)
def test_of_names_the_level_that_a_change_speaks_of(text: str, of: list[str | None]) -> None:
    assert [record.of for record in extract(text).records] == of


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2020年，按照国办发〔2020〕5号第三十二条办理。", id="year, document, article"),
        pytest.param("坚持“X+X+X”工作路径，排查“九小场所”。", id="slogan and name"),
        pytest.param("筑牢第三道防线。", id="ordinal that ranks nothing"),
        pytest.param("进一步推进一批项目。", id="bare 一"),
        pytest.param("《XX日报》刊发报道。", id="mask for a name"),
        pytest.param("粮食产量与上年持平。", id="no number"),
    ],
)
def test_what_is_not_a_fact(text: str) -> None:
    assert rows(text) == []


def test_a_name_with_digits_stands_beside_a_fact() -> None:
    assert rows("12345热线受理诉求300件。") == [("受理", "诉求", "300件")]


# --- which verb governs, and what stands above -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("走访企业解决用地难题30个。", [("解决", "用地难题", "30个")], id="the nearest verb"),
        pytest.param("强化源头治理排查纠纷64起。", [("排查", "纠纷", "64起")], id="behind a verb of stress"),
        pytest.param("完善垃圾清理制度6项。", [("完善", "垃圾清理制度", "6项")], id="a verb inside a noun"),
        pytest.param("查处违法案件85件。", [("查处", "违法案件", "85件")], id="an attribute, no verb"),
        pytest.param(
            "非煤矿山：关闭4座，整合7座。", [("关闭", "非煤矿山", "4座"), ("整合", "非煤矿山", "7座")], id="a colon"
        ),
        pytest.param("主要成绩：新建4座。", [("新建", None, "4座")], id="a colon behind nothing that is counted"),
        pytest.param("（三）农村公厕。新建96座。", [("新建", "农村公厕", "96座")], id="heading"),
        pytest.param("（三）农村公厕。追责9名。", [("追责", None, "9名")], id="a heading is no person"),
        pytest.param(
            "办理首次登记32件、转移登记11件。",
            [("办理", "首次登记", "32件"), ("办理", "转移登记", "11件")],
            id="items that end in one nominal verb",
        ),
        pytest.param(
            "查处违法案件32件、督办案件11件。",
            [("查处", "违法案件", "32件"), ("督办", "案件", "11件")],
            id="items that end in one noun",
        ),
        pytest.param(
            "排查排污口86个，列入清单14个。", [("排查", "排污口", "86个"), ("列入", "排污口", "14个")], id="where to"
        ),
        pytest.param("支持企业上市4家。", [("上市", "企业", "4家")], id="who was helped"),
        pytest.param("体质监测1260例。", [("监测", "体质监测", "1260例")], id="a nominal verb alone"),
        pytest.param("市级留成43万元。", [("留成", "市级留成", "43万元")], id="who pays"),
        pytest.param(
            "投资4万元建成书屋，藏书6册。",
            [("投资", None, "4万元"), (None, "藏书", "6册")],
            id="a sum governs no things",
        ),
    ],
)
def test_which_verb_governs(text: str, found: list[Row]) -> None:
    assert rows(text) == found


@pytest.mark.parametrize(
    ("text", "direction", "action", "object_"),
    [
        pytest.param("同比多发低保金36万元。", "up", "多发", "低保金", id="one word of the segmenter"),
        pytest.param("群众平均少跑3.2次。", "down", "少跑", "群众", id="who"),
        pytest.param("比上年多救助86名病人。", "up", "多救助", "病人", id="number first"),
        pytest.param("事故多发路段3处。", None, None, "事故多发路段", id="inside a noun"),
    ],
)
def test_more_or_less_of_a_deed(text: str, direction: str | None, action: str | None, object_: str) -> None:
    assert rows(text)[0][:2] == (action, object_)
    assert last_quantity(text).direction == direction


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        pytest.param("2024年工作计划\n过去一年，新建幼儿园3所。今年，新建小学2所。", "dp", id="the year before"),
        pytest.param("2024年工作计划\n已建成小学2所，再建3所。", "dp", id="已 ends at 再"),
        pytest.param("2024年工作计划\n在引进企业4家的基础上，新引进2家。", "dp", id="what plans build on"),
        pytest.param("已建成小学2所，再建3所。", "dd", id="再 of a report"),
        pytest.param("发展党员的目标任务是40名，实际发展42名。", "pd", id="实际"),
        pytest.param("力争完成投资8亿元。开工铁路3条。力争建成公路6公里。", "ppp", id="a paragraph of hopes"),
        pytest.param("力争完成投资8亿元。已开工铁路3条。力争建成公路6公里。", "pdp", id="hopes among deeds"),
    ],
)
def test_status(text: str, statuses: str) -> None:
    counted = [record for record in extract(text).records if record.quantities and record.quantities[0].unit != "年"]
    assert [record.status[0] for record in counted] == list(statuses)


def test_headings_of_one_length_are_no_page_width() -> None:
    body = "新建公厕12座，改造旱厕360座，配发垃圾桶4200个，清运垃圾2.1万吨，治理黑臭水体3处，硬化道路86公里。"
    marks = "1234567"
    parts = (f"{mark}、聚焦某某字抓建设，乡村变得更靓\n{body * 2}" for mark in marks)
    text = "\n\n".join(["青石镇2023年工作总结", *parts])
    assert [section.mark for section in extract(text).sections] == [f"{mark}、" for mark in marks]

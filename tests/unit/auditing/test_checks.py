"""Each family of checks, on sentences: what is confirmed, what is refuted, and what must not be called wrong."""

from __future__ import annotations

import pytest

from govsummary import audit
from govsummary.auditing.report import Claim, Language

OPENING = "2021年，全局工作如下。\n一、主要工作\n"

Case = tuple[str, str, str]  # a sentence, the quote of a claim, what comes of it: code:verdict or code:verdict:reason


def claims_of(text: str) -> list[Claim]:
    return list(audit(OPENING + text).claims)


def outcome(text: str, quote: str, code: str) -> str:
    """Gives what came of the claim, "none" where it was not checked."""
    for claim in claims_of(text):
        if claim.quote == quote and claim.code == code:
            return f"{claim.verdict}:{claim.reason}" if claim.reason else claim.verdict
    return "none"


RATES = [
    ("全年应结案件7487件，审结7263件，结案率97%。", "97%", "confirmed"),
    ("全年应结案件7487件，审结7263件，结案率95%。", "95%", "refuted"),
    ("全年应结案件7487件，审结7263件，结案率97.01%。", "97.01%", "confirmed"),
    ("受理案件612件，审结598件，结案率97.8%。", "97.8%", "refuted"),  # 97.712: cut off at one digit, not rounded
    ("排查隐患480处，整改465处，整改率96.9%。", "96.9%", "confirmed"),
    ("排查隐患480处，未整改15处，整改率96.9%。", "96.9%", "confirmed"),
    ("排查隐患480处，未整改45处，整改率96.9%。", "96.9%", "refuted"),
    ("受理投诉3154件，办结率99.1%。", "99.1%", "none"),
    ("受理案件XX件，审结XX件，结案率97%。", "97%", "uncheckable:masked"),
    ("新收案件500件，审结490件，结案率95%。", "95%", "uncheckable:ambiguous"),  # what was pending is not told
    ("旧存案件100件，受理案件500件，审结480件，结案率80%。", "80%", "uncheckable:ambiguous"),  # 480 of 600
    ("上级交办37件、自行梳理24件，合计61件，化解56件，化解率91.8%。", "91.8%", "confirmed"),
    ("视频探头总数8200个，在线8036个，在线率98%。", "98%", "confirmed"),
    ("视频探头总数8200个，在线7036个，在线率98%。", "98%", "refuted"),
    ("参保人数26.4万人，应参保27万人，参保率99%。", "99%", "refuted"),
    ("发现问题48个，问题整改率98%，已整改45个。", "98%", "refuted"),
    ("办理人大代表建议6件、政协委员提案4件，接听热线转办件143件，办结率100%。", "100%", "none"),
    ("力争受理案件500件，审结480件，结案率达到90%。", "90%", "none"),
]

SHARES = [
    ("破获刑事案件2180起，其中侵财案件1420起，占65.1%。", "65.1%", "confirmed"),
    ("现有民警1260名，其中一线民警965名，占67.6%。", "67.6%", "refuted"),
    ("拆除违法建设486处，分为存量违建312处、新增违建174处，存量违建占64.2%。", "64.2%", "confirmed"),
    ("全市9个国省考断面中，优良断面8个，占80.9%。", "80.9%", "refuted"),
    ("登记事项2947件，其中网上1818件，占全省总量的12%。", "12%", "none"),
    ("一般公共预算收入41.03亿元。税收收入31.82亿元，占一般公共预算收入的77.6%。", "77.6%", "confirmed"),
    ("一般公共预算收入41.03亿元。税收收入31.82亿元，占一般公共预算收入的87.6%。", "87.6%", "refuted"),
    ("城镇新增就业5230人，完成年度目标任务5000人的104.6%。", "104.6%", "confirmed"),
    ("城镇新增就业5230人，完成年度目标任务5000人的114.6%。", "114.6%", "refuted"),
    ("建成高标准农田2万亩，完成年度任务2.5万亩的90%。", "90%", "refuted"),
    ("新发放贷款12.6亿元，占全部贷款余额68亿元的22.5%。", "22.5%", "refuted"),
]

MEANS = [
    ("发放救助金66.3万元，惠及困难当事人39人，人均1.7万元。", "1.7万元", "confirmed"),
    ("发放救助金66.3万元，惠及困难当事人39人，人均2.7万元。", "2.7万元", "refuted"),
    ("36座泵站全年提水5400万立方米，平均每座150万立方米。", "150万立方米", "confirmed"),
    ("粮食播种面积32.6万亩，总产13.9万吨，平均亩产426公斤。", "426公斤", "confirmed"),
    ("粮食播种面积32.6万亩，总产13.9万吨，平均亩产526公斤。", "526公斤", "refuted"),
    ("总产量24.76万吨，其中水稻41.2万亩，平均亩产486.5公斤。", "486.5公斤", "uncheckable:ambiguous"),
    ("发放补贴622户、118.7万元，户均每月159元。", "159元", "none"),
    ("兑现补偿资金1264万元、补助515万元，直补农户2.9万户，户均613元。", "613元", "uncheckable:ambiguous"),
    ("全镇总人口3.2万人，总收入4.8亿元，人均纯收入1.8万元。", "1.8万元", "none"),
    ("全年清运生活垃圾10.95万吨，日均约300吨。", "约300吨", "confirmed"),
    ("全年清运生活垃圾10.95万吨，日均约900吨。", "约900吨", "refuted"),
    ("全年接待群众25000人次，日均100人次。", "100人次", "uncheckable:different_period"),  # of 250 working days
]


@pytest.mark.parametrize(("text", "quote", "wanted"), RATES + SHARES + MEANS)
def test_ratios(text: str, quote: str, wanted: str) -> None:
    assert outcome(text, quote, "ratio_mismatch") == wanted


SUMS = [
    ("现有学校128所，其中幼儿园34所、小学61所、初中24所、高中9所。", "128所", "confirmed"),
    ("清淤渠道126公里，其中干渠38公里、支渠57公里。", "126公里", "confirmed"),  # 其中 need not name all
    ("改造公厕42座，其中新建18座、扩建26座。", "42座", "refuted"),
    ("登记4632户，其中党员户3000户、女性户2000户。", "4632户", "none"),  # who is one may be the other
    ("加固堤防38.6公里，分别是东干渠14.2公里、西干渠11.9公里、沿江段13.5公里。", "38.6公里", "refuted"),
    ("完成户厕改造3180座，包括水冲式2460座、生态旱厕620座。", "3180座", "refuted"),
    ("命名特色学校96所，按项目分，足球41所、篮球18所、游泳7所。", "96所", "none"),  # it may name some of them only
    ("农田权籍调查61.2万宗，其中符合条件55.1万宗，已发证54.8万宗。", "61.2万宗", "none"),  # steps, not parts
    ("交办37件、自行梳理24件，合计61件。", "61件", "confirmed"),
    ("新建学校新增学位3600个，改扩建新增学位2100个，合计新增学位5400个。", "5400个", "refuted"),
    ("办理居民身份证3.6万张、居住证1.1万张，共办理两类证件4.7万张。", "4.7万张", "confirmed"),
    ("检查商场30家、餐馆50家，共发现隐患120家次。", "120家次", "none"),
    ("共有干部职工156人，其中男96人、女70人。", "156人", "refuted"),
    ("查处案件X件，其中食品XX件、药品XX件。", "X件", "uncheckable:masked"),
    ("受理投诉860件，已办结817件，正在办理53件。", "860件", "refuted"),
    ("受理投诉860件，已办结817件，正在办理43件。", "860件", "confirmed"),
    ("噪声、油烟、占道经营类投诉分别占41.3%、33.4%、25.4%。", "41.3%", "confirmed"),
    ("第一、二、三产业分别占12%、46%、45%。", "12%", "refuted"),
    ("侵财案件1420起；侵财案件上半年破获670起，下半年破获850起。", "1420起", "refuted"),
    ("发放补贴1.26亿元，其中种粮补贴0.68亿元、农机补贴0.43亿元、良种补贴0.25亿元。", "1.26亿元", "refuted"),
    ("发放补贴1.2亿元，其中种粮补贴0.7亿元、农机补贴0.5亿元、良种补贴0.1亿元。", "1.2亿元", "confirmed"),
]


@pytest.mark.parametrize(("text", "quote", "wanted"), SUMS)
def test_sums(text: str, quote: str, wanted: str) -> None:
    assert outcome(text, quote, "sum_mismatch") == wanted


GROWTH = [
    ("公用经费由650元提高到720元，增长10.8%。", "10.8%", "confirmed"),
    ("公用经费由650元提高到720元，增长12.3%。", "12.3%", "refuted"),
    ("交通事故由486起下降到415起，下降14.6%。", "14.6%", "confirmed"),
    ("近视率由53.1%降至51.8%，下降1.3个百分点。", "1.3个百分点", "confirmed"),
    ("近视率由53.1%降至51.8%，下降2.3个百分点。", "2.3个百分点", "refuted"),
    ("培训机构由86家压减至12家，压减率86%。", "86%", "confirmed"),
    ("行政审批事项由31项精简为22项，施工许可办理提速近一半。", "近一半", "uncheckable:no_earlier"),
    ("水资源费468万元，比上年的412万元增长15.6%。", "15.6%", "refuted"),
    ("来信386件（上年452件），下降14.6%。", "14.6%", "confirmed"),
    ("去年全区发生火灾85起，今年发生火灾68起，同比下降25%。", "25%", "refuted"),
    ("市场主体总量达3.12万户，比上年增加2600户，增长9.1%。", "9.1%", "confirmed"),
    ("发生火灾68起，比去年减少17起，下降25%。", "25%", "refuted"),
    ("国民生产总值由3480亿元增加到9380亿元，按可比价格计算增长102%。", "102%", "uncheckable:incomparable_basis"),
    ("投诉量同比下降12.4%。", "12.4%", "uncheckable:no_earlier"),
    ("刑事警情同比下降X%。", "X%", "uncheckable:masked"),
    ("参保率由92%提高到98%，提高9%。", "9%", "uncheckable:ambiguous"),  # points are meant
    ("贫困发生率由2.1%上升到1.8%。", "1.8%", "refuted"),
    ("农业总产值4亿元，比上年增加0.3亿元，增长8.6%。", "8.6%", "uncheckable:rounded"),
]


@pytest.mark.parametrize(("text", "quote", "wanted"), GROWTH)
def test_growth(text: str, quote: str, wanted: str) -> None:
    assert outcome(text, quote, "growth_mismatch") == wanted


IMPOSSIBLE = [
    ("行政机关负责人出庭应诉率102%。", "102%", "refuted"),
    ("群众满意度达到１０３％。", "１０３％", "refuted"),
    ("小学毛入学率103.2%。", "103.2%", "confirmed"),
    ("税收任务完成率102.5%。", "102.5%", "confirmed"),
    ("死亡人数下降120%。", "120%", "refuted"),
    ("净利润下降120%。", "120%", "none"),  # it can be below zero
    ("精简员额一百万。", "一百万", "none"),
    ("公开招聘教师320人，其中硕士研究生345人。", "345人", "refuted"),
    ("财政收入12亿元，其中税收收入11.5亿元。", "11.5亿元", "none"),
    ("茶园面积3.2万亩，其中今年由1.6万亩扩大到5.2万亩。", "1.6万亩", "none"),
    ("立案126件，结案98件，其中大要案110件。", "110件", "none"),  # of the 126
    ("办理建议56件、提案78件，其中A类件98件。", "98件", "none"),  # of both together
    ("新增铁路639公里，其中高铁370公里，新增公路2600公里。", "2600公里", "none"),
    ("入库率比85%的考核要求高出5.9个百分点。", "85%", "none"),
    ("会议应到代表186名，实到192名。", "192名", "refuted"),
    ("9月10日至8月25日，集中开展专项整治。", "8月25日", "refuted"),
    ("6月1日至9月30日，实行领导带班。", "9月30日", "confirmed"),
    ("11月20日至2月10日，开展冬防。", "2月10日", "none"),
    ("2021年3月至2020年12月，集中攻坚。", "2020年12月", "refuted"),
    ("6月31日，召开推进会。", "6月31日", "refuted"),
]


@pytest.mark.parametrize(("text", "quote", "wanted"), IMPOSSIBLE)
def test_what_cannot_be(text: str, quote: str, wanted: str) -> None:
    assert outcome(text, quote, "impossible") == wanted


REPEATS = [
    ("诉前调解成功1286件。\n二、不足\n全年诉前调解成功1268件。", "1268件", "refuted"),
    ("联合公安部门排查隐患412处。\n二、不足\n联合排查的421处隐患尚未全部销号。", "421处", "refuted"),
    ("群众安全感满意度93.6%。\n二、队伍\n全年群众安全感满意度达到96.3%。", "96.3%", "refuted"),
    ("为消费者挽回损失86.4万元。\n二、不足\n一年来为消费者挽回损失86.4万元。", "86.4万元", "confirmed"),
    ("一般公共预算收入41.03亿元。\n二、队伍\n一般公共预算收入突破41亿元。", "突破41亿元", "confirmed"),
    ("一般公共预算收入41.03亿元。\n二、队伍\n上半年一般公共预算收入20.6亿元。", "20.6亿元", "none"),
    ("食品安全检查企业120家。\n二、特种设备\n检查企业80家。", "80家", "none"),
    ("受理案件8642件。\n二、刑事审判\n受理案件612件。", "612件", "none"),
    ("全年接待游客560万人次。\n二、景区\n全年景区共接待游客320万人次。", "320万人次", "none"),
    ("税收收入3.6亿元。\n二、成效\n今年税收收入完成3.9亿元。", "3.9亿元", "refuted"),
]


@pytest.mark.parametrize(("text", "quote", "wanted"), REPEATS)
def test_repeats(text: str, quote: str, wanted: str) -> None:
    assert outcome(text, quote, "contradiction") == wanted


def test_one_claim_is_not_wrong_twice() -> None:
    [finding] = audit(OPENING + "抽检食品1280批次，合格1253批次，合格率102.1%。").findings
    assert (finding.code, finding.quote, finding.severity) == ("impossible", "102.1%", "error")


def test_off_by_one_of_the_last_digit_is_a_warning() -> None:
    [finding] = audit(OPENING + "受理案件612件，审结598件，结案率97.8%。").findings
    assert finding.severity == "warning"
    [finding] = audit(OPENING + "受理案件612件，审结598件，结案率95%。").findings
    assert finding.severity == "error"


def test_messages_in_both_languages() -> None:
    text = OPENING + "受理案件612件，审结598件，结案率95%。受理投诉量同比下降12%。"
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        report = audit(text, language=language)
        assert all("598件 ÷ 612件 = 97.7%" in one.message for one in report.findings)
        assert [one.reason for one in report.uncheckable] == ["no_earlier"]


@pytest.mark.parametrize("text", ["", "\n", "没有数字。", "其中", "占", "共X处，其中X处。"])
def test_texts_without_claims(text: str) -> None:
    assert audit(text).findings == ()

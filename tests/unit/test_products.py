"""Records without a number: what was drawn up, set up or held."""

from __future__ import annotations

import pytest

from govsummary import Record, extract
from govsummary.products import parse_products


def unnumbered(text: str) -> list[tuple[str | None, str | None]]:
    return [
        (record.action.text if record.action else None, record.object.text if record.object else None)
        for record in extract(text).records
        if not record.quantities
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("制定《防汛抢险总方案》。", [("制定", "《防汛抢险总方案》")], id="title"),
        pytest.param("制定了《防汛抢险总方案》。", [("制定", "《防汛抢险总方案》")], id="aspect mark"),
        pytest.param("出台《甲办法》、《乙办法》。", [("出台", "《甲办法》、《乙办法》")], id="two titles"),
        pytest.param("成立防汛抢险领导小组。", [("成立", "防汛抢险领导小组")], id="group"),
        pytest.param("召开防汛工作推进会，部署任务。", [("召开", "防汛工作推进会")], id="meeting"),
        pytest.param(
            "成立防汛抢险领导小组，制定《值班办法》。",
            [("成立", "防汛抢险领导小组"), ("制定", "《值班办法》")],
            id="two in a sentence",
        ),
        pytest.param("学习《防汛抢险总方案》。", [], id="not made here"),
        pytest.param("防汛抢险领导小组。", [], id="no verb"),
        pytest.param("成立大约百年。", [], id="no product"),
        pytest.param("成立后。防汛抢险领导小组。", [], id="not across a full stop"),
    ],
)
def test_products(text: str, found: list[tuple[str, str]]) -> None:
    assert unnumbered(text) == found


@pytest.mark.parametrize(
    ("text", "action", "object_", "quote"),
    [
        pytest.param("建立3个专班。", "建立", "专班", "3个", id="number before the product"),
        pytest.param("召开推进会5次。", "召开", "推进会", "5次", id="number after the product"),
        pytest.param("制定《防汛抢险总方案》2份。", "制定", "《防汛抢险总方案》", "2份", id="number after the title"),
    ],
)
def test_a_product_with_a_number_is_one_record(text: str, action: str, object_: str, quote: str) -> None:
    (record,) = extract(text).records
    assert record.action is not None
    assert record.object is not None
    assert (record.action.text, record.object.text) == (action, object_)
    assert [quantity.quote for quantity in record.quantities] == [quote]


def test_records_with_and_without_number_stand_in_text_order() -> None:
    records = extract("检查餐馆26家，制定《防汛抢险总方案》，修缮古桥4座。").records
    assert [record.action.text for record in records if record.action] == ["检查", "制定", "修缮"]
    assert [record.id for record in records] == ["r1", "r2", "r3"]
    assert [len(record.quantities) for record in records] == [1, 0, 1]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("出台《停车管理办法》。", "done", id="done"),
        pytest.param("力争年底前出台《停车管理办法》。", "planned", id="cue"),
        pytest.param("某镇2021年工作总结\n一、2022年工作计划\n出台《停车管理办法》。", "planned", id="plan section"),
    ],
)
def test_status(text: str, status: str) -> None:
    record: Record = extract(text).records[-1]
    assert record.quantities == ()
    assert record.status == status


def test_without_cues_there_is_no_product() -> None:
    assert parse_products([]).pattern.search("制定《防汛抢险总方案》。") is None

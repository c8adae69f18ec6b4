"""A small archive of one invented office over five years, to be stored as a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from govsummary.archive.batch import Settings, run_batch
from govsummary.tabular.stored import StoredDataset, dataset

OFFICE = "云汀县城市管理局"
_YEAR = """{office}{period}工作总结

一、主要工作
{text}
"""
_WORK = {
    "2019": ("2019年", "2019年，全县拆除违法建设80处、1.2万平方米，清理占道经营2300余起。\n群众满意率达到91.5%。"),
    "2020": ("2020年", "2020年，全县拆除违章建筑96处、9600平方米，清理占道经营1900余起。\n群众满意率达到93%。"),
    "2021h1": ("2021年上半年", "上半年，全县拆除违建35处、15亩，清理占道经营800余起。"),
    "2021": ("2021年", "2021年，全县拆除违法建设X余处，清理占道经营1700余起。"),
    "2022": (
        "2022年",
        "2022年，全县拆除违法建设150处，清理占道经营1500余起。\n二、下步打算\n2023年，力争拆除违法建设200处。",
    ),
    "2023": ("2023年", "城区拆除违法建设60处，整改隐患31处。\n乡镇拆除违法建设45处，整改隐患12处。"),
}
TEXTS = {name: _YEAR.format(office=OFFICE, period=period, text=text) for name, (period, text) in _WORK.items()} | {
    "other": "青禾县交通运输局2022年工作总结\n\n2022年，全县拆除违法建设7处。\n",
    "undated": f"{OFFICE}工作汇报\n\n拆除违法建设5处。\n",
}


def store(folder: Path, form: Literal["parquet", "jsonl"], out: Path) -> StoredDataset:
    """Makes a dataset of a folder and opens it; its parts are so small that there are some."""
    for _ in run_batch(Settings((str(folder),), out, form, first_part=3)):
        pass
    return dataset(out)

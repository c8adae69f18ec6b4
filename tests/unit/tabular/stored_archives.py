"""A small archive of one invented office over five years, stored as a dataset in both formats."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from govsummary.archive.batch import Settings, run_batch
from govsummary.tabular.stored import StoredDataset, dataset

TEXTS = {
    "2019": "云汀县城市管理局2019年工作总结\n\n一、主要工作\n2019年，全县拆除违法建设80处、1.2万平方米，清理占道经营2300余起。\n"
    "群众满意率达到91.5%。\n",
    "2020": "云汀县城市管理局2020年工作总结\n\n一、主要工作\n2020年，全县拆除违章建筑96处、9600平方米，清理占道经营1900余起。\n"
    "群众满意率达到93%。\n",
    "2021h1": "云汀县城市管理局2021年上半年工作总结\n\n一、主要工作\n上半年，全县拆除违建35处、15亩，清理占道经营800余起。\n",
    "2021": "云汀县城市管理局2021年工作总结\n\n一、主要工作\n2021年，全县拆除违法建设X余处，清理占道经营1700余起。\n",
    "2022": "云汀县城市管理局2022年工作总结\n\n一、主要工作\n2022年，全县拆除违法建设150处，清理占道经营1500余起。\n"
    "二、下步打算\n2023年，力争拆除违法建设200处。\n",
    "2023": "云汀县城市管理局2023年工作总结\n\n一、主要工作\n城区拆除违法建设60处，整改隐患31处。\n乡镇拆除违法建设45处，整改隐患12处。\n",
    "other": "青禾县交通运输局2022年工作总结\n\n2022年，全县拆除违法建设7处。\n",
    "undated": "云汀县城市管理局工作汇报\n\n拆除违法建设5处。\n",
}
OFFICE = "云汀县城市管理局"


def store(folder: Path, form: Literal["parquet", "jsonl"], out: Path) -> StoredDataset:
    for _ in run_batch(Settings((str(folder),), out, form, first_part=3)):
        pass
    return dataset(out)

"""Renderers of documents: each turns documents into text and does nothing else.

`jsonl` writes JSON and JSON Lines, `csv` a sheet for spreadsheets, `table` what a person reads on a terminal.
"""

SECTION_JOINT = " › "

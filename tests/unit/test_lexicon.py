"""Lexicon files: what is refused and where, how a user's folder lies over the built-in one, and that it is used."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

from govsummary import GovSummaryError, Lexicon, LexiconErrors, Record, extract, extract_quantities, pattern_lines
from govsummary import lexicon as lexicon_module
from govsummary.errors import LexiconError
from govsummary.lexicon import FILES, ON_DEMAND, builtin_folder, load_with_problems

UNITS = "unit\tcanonical\tdimension\tfactor\tequals\tnot_before\n"
ACTIONS = "action\trole\tlemma\tdirection\n"
NOUNS = "noun\trole\tdirection\n"
SYNONYMS = "word\tcanonical\trole\n"
RULE = """
[[rule]]
id = "{id}"
{extra}
marks = "#"
pattern = '{pattern}'
yields = "deed"
examples = ["x => - | - | -"]
counter_examples = ["y"]
"""
CATEGORY = """
[[category]]
label = "{label}"
{extra}
words = ["无人机 航拍巡飞"]
examples = ["采购无人机"]
counter_examples = ["修缮古桥"]
"""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        folder.joinpath(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def problems_of(folder: Path) -> list[str]:
    """Gives every problem as `file:line: message`, without the path of the folder."""
    return [str(problem).replace(f"{folder}/", "") for problem in load_with_problems(folder)[1]]


def only_record(text: str, lexicon: Lexicon | None = None) -> Record:
    (record,) = extract(text, lexicon).records
    return record


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "place", "reason"),
    [
        pytest.param(
            "units.tsv", f"{UNITS}竹筏\t竹筏\tr\t1\n竹筏\t竹筏\tr\t2\n", "units.tsv:3", "twice", id="duplicate unit"
        ),
        pytest.param("units.tsv", f"{UNITS}竹筏\t竹筏\tr\t一\n", "units.tsv:2", "not a number", id="factor in words"),
        pytest.param("units.tsv", f"{UNITS}竹筏\t竹筏\tr\t0\n", "units.tsv:2", "above 0", id="factor zero"),
        pytest.param("units.tsv", f"{UNITS}竹筏\t竹筏\tr\t-3\n", "units.tsv:2", "above 0", id="factor below zero"),
        pytest.param("units.tsv", f"{UNITS}竹筏\t竹筏\tr\tNaN\n", "units.tsv:2", "above 0", id="factor NaN"),
        pytest.param("units.tsv", f"{UNITS}竹筏\t竹筏\n", "units.tsv:2", "too few", id="columns missing"),
        pytest.param("units.tsv", f"{UNITS}竹筏\t\tr\t1\n", "units.tsv:2", "canonical", id="no canonical unit"),
        pytest.param("actions.tsv", f"{ACTIONS}# 注\n漂流\tverb\n", "actions.tsv:3", "'verb'", id="wrong role"),
        pytest.param("actions.tsv", f"{ACTIONS}漂流\n", "actions.tsv:2", "too few", id="no role"),
        pytest.param("actions.tsv", f"{ACTIONS}猛蹿\tchange\n", "actions.tsv:2", "direction", id="missing direction"),
        pytest.param("actions.tsv", f"{ACTIONS}猛蹿\tchange\t\t上\n", "actions.tsv:2", "'上'", id="wrong direction"),
        pytest.param("actions.tsv", f"{ACTIONS}漂流 \taction\n", "actions.tsv:2", "spaces", id="space after the verb"),
        pytest.param("nouns.tsv", f"{NOUNS}漂流谷\taction\n", "nouns.tsv:2", "'action'", id="wrong role of a noun"),
        pytest.param("synonyms.tsv", f"{SYNONYMS}茶寮\t饮品店\tplace\n", "synonyms.tsv:2", "'place'", id="wrong role"),
        pytest.param("synonyms.tsv", f"{SYNONYMS}茶寮\t\tnoun\n", "synonyms.tsv:2", "another word", id="no other word"),
        pytest.param("synonyms.tsv", f"{SYNONYMS}茶寮\t茶寮\tnoun\n", "synonyms.tsv:2", "another word", id="itself"),
        pytest.param("synonyms.tsv", f"{SYNONYMS}茶寮\n", "synonyms.tsv:2", "too few", id="too few of a synonym"),
        pytest.param(
            "synonyms.tsv", f"{SYNONYMS}茶寮\t违建\tnoun\n", "synonyms.tsv:2", "write '违法建设' here", id="a chain"
        ),
        pytest.param("traditional.tsv", "a\tb\n鱻鱻\t鲜\n", "traditional.tsv:2", "one character", id="two for one"),
        pytest.param("units.tsv", UNITS.encode() + b"\xd6\xf1\t", "units.tsv", "not UTF-8", id="GBK"),
        pytest.param("rules.toml", "[[rule]\n", "rules.toml", "not TOML", id="broken TOML"),
        pytest.param("rules.toml", "[[rules]]\n", "rules.toml", "unknown table 'rules'", id="unknown table"),
        pytest.param("rules.toml", "[[rule]]\nmarks = '#'\n", "rules.toml:?", "without id", id="table without key"),
        pytest.param(
            "cues.toml", "[[cue]]\nid = 'n'\n[[cue]]\nid = 'n'\n", "cues.toml:n", "twice", id="duplicate table"
        ),
        pytest.param("unit.tsv", UNITS, "unit.tsv", "not a lexicon file", id="unknown list"),
        pytest.param("cue.toml", "", "cue.toml", "not a lexicon file", id="unknown table file"),
    ],
)
def test_problems_name_file_and_line(tmp_path: Path, name: str, content: str | bytes, place: str, reason: str) -> None:
    (problem,) = problems_of(write(tmp_path, {name: content}))
    assert problem.startswith(f"{place}: ")
    assert reason in problem


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("units.tsv", f"{UNITS}竹筏\t竹筏\tr\t1\n", id="unit"),
        pytest.param("units.tsv", f"{UNITS}竹筏\t竹筏\tr\t0.5\r\n", id="Windows line ends"),
        pytest.param(
            "units.tsv",
            f"{UNITS}竹筏\t竹筏\tr\t0.5\r\n\r\n",
            id="empty line with a Windows line end",
        ),
        pytest.param("units.tsv", "\ufeff" + f"{UNITS}竹筏\t竹筏\tr\t1", id="byte-order mark, no last line end"),
        pytest.param("actions.tsv", f"{ACTIONS}# 注\n\n漂流\taction\n", id="comment and empty line"),
        pytest.param("actions.tsv", f"{ACTIONS}猛蹿\tchange\t猛蹿\tup\n", id="verb of change"),
        pytest.param("actions.tsv", "", id="empty list"),
        pytest.param("rules.toml", "", id="empty tables"),
        pytest.param("README.md", "\xff", id="a file of another kind"),
    ],
)
def test_sound_files_have_no_problem(tmp_path: Path, name: str, content: str) -> None:
    assert problems_of(write(tmp_path, {name: content})) == []


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(LexiconErrors) as caught:
        Lexicon.load(tmp_path / "nowhere")
    assert "no such folder" in str(caught.value.exceptions[0])
    assert "nowhere" in str(caught.value.exceptions[0])


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = write(tmp_path, {"units.tsv": UNITS}) / "units.tsv"
    with pytest.raises(LexiconErrors):
        Lexicon.load(file)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "units.tsv": f"{UNITS}竹筏\t竹筏\tr\t一\n木排\t木排\tr\t1\n木排\t木排\tr\t1\n",
            "actions.tsv": f"{ACTIONS}猛蹿\tchange\n漂流\tverb\n",
            "rules.toml": "[[rule]\n",
            "other.toml": "",
        },
    )
    with pytest.raises(LexiconErrors) as caught:
        Lexicon.load(tmp_path)
    assert isinstance(caught.value, GovSummaryError)
    places = sorted(str(error).replace(f"{tmp_path}/", "").split(": ")[0] for error in caught.value.exceptions)
    wanted = ["actions.tsv:2", "actions.tsv:3", "other.toml", "rules.toml", "units.tsv:2", "units.tsv:4"]
    assert places == wanted


def test_the_places_of_a_users_folder_name_the_folder(tmp_path: Path) -> None:
    write(tmp_path, {"units.tsv": f"{UNITS}竹筏\t竹筏\tr\t一\n"})
    (problem,) = load_with_problems(tmp_path)[1]
    assert problem.place == f"{tmp_path}/units.tsv:2"


# --- one folder over the other ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        pytest.param("units.tsv", f"{UNITS}处\t处\tc\t1\n", "units.tsv:2: '处' is in the built-in", id="unit"),
        pytest.param("actions.tsv", f"{ACTIONS}拆除\tlight\n", "actions.tsv:2: '拆除' is in the built-in", id="action"),
        pytest.param("units.tsv", f"{UNITS}!竹筏\t竹筏\tr\t1\n", "units.tsv:2: '竹筏' replaces nothing", id="no unit"),
        pytest.param(
            "rules.toml", RULE.format(id="rank", pattern="#", extra=""), "rules.toml:rank: 'rank' is in", id="rule"
        ),
        pytest.param(
            "rules.toml",
            RULE.format(id="own", pattern="#", extra="replace = true"),
            "rules.toml:own: 'own' replaces nothing",
            id="no rule",
        ),
    ],
)
def test_a_replacement_must_say_so_and_replace_something(tmp_path: Path, name: str, content: str, place: str) -> None:
    (problem,) = problems_of(write(tmp_path, {name: content}))
    assert problem.startswith(place)


def test_a_replaced_unit(tmp_path: Path) -> None:
    write(tmp_path, {"units.tsv": f"{UNITS}!亩\t平方米\tarea\t600\n"})
    replaced, builtin = Lexicon.load(tmp_path), Lexicon.load()
    assert replaced.units["亩"].factor == Decimal(600) != builtin.units["亩"].factor
    assert len(replaced.units) == len(builtin.units)
    assert replaced.folder == tmp_path
    assert builtin.folder is None


def test_a_replaced_action(tmp_path: Path) -> None:
    write(tmp_path, {"actions.tsv": f"{ACTIONS}!修缮\taction\t维修\n"})
    record = only_record("修缮古桥4座。", Lexicon.load(tmp_path))
    assert record.action is not None
    assert (record.action.text, record.action.lemma) == ("修缮", "维修")


def test_a_replaced_table_keeps_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"rules.toml": RULE.format(id="rank", pattern="K{N}", extra="replace = true")})
    replaced, builtin = Lexicon.load(tmp_path).tables["rules.toml"], Lexicon.load().tables["rules.toml"]
    assert [table["id"] for table in replaced] == [table["id"] for table in builtin]
    assert [table["pattern"] for table in replaced if table["id"] == "rank"] == ["K{N}"]
    assert all("replace" not in table for table in replaced)


def test_new_entries_leave_the_built_in_ones(tmp_path: Path) -> None:
    write(tmp_path, {"nouns.tsv": f"{NOUNS}竹筏谷\tplace\n"})
    own, builtin = Lexicon.load(tmp_path), Lexicon.load()
    assert set(own.nouns) == {*builtin.nouns, "竹筏谷"}
    assert own.units == builtin.units


def test_a_lexicon_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Lexicon.load().units["竹筏"] = Lexicon.load().units["处"]  # type: ignore[index]


def test_the_built_in_folder_holds_the_files() -> None:
    assert (builtin_folder() / "units.tsv").is_file()


# --- without code: a folder that is used -----------------------------------------------------------------------------


def test_a_new_unit(tmp_path: Path) -> None:
    write(tmp_path, {"units.tsv": f"{UNITS}竹筏\t竹筏\trafts\t1\n"})
    text = "购置漂流12竹筏。"
    (own,) = extract_quantities(text, Lexicon.load(tmp_path))
    assert (own.quote, own.unit) == ("12竹筏", "竹筏")
    assert [quantity.unit for quantity in extract_quantities(text)] != ["竹筏"]


def test_a_new_action(tmp_path: Path) -> None:
    write(tmp_path, {"actions.tsv": f"{ACTIONS}靓扮\taction\t装扮\n"})
    text = "靓扮街角12处。"
    own = only_record(text, Lexicon.load(tmp_path))
    assert own.action is not None
    assert own.object is not None
    assert (own.action.text, own.action.lemma, own.object.text) == ("靓扮", "装扮", "街角")
    builtin = only_record(text)
    assert builtin.action is None or builtin.action.text != "靓扮"


def test_a_new_verb_of_change(tmp_path: Path) -> None:
    write(tmp_path, {"actions.tsv": f"{ACTIONS}猛蹿\tchange\t\tup\n"})
    (quantity,) = only_record("旅游收入猛蹿12%。", Lexicon.load(tmp_path)).quantities
    assert (quantity.kind, quantity.direction) == ("change", "up")


def test_a_new_category(tmp_path: Path) -> None:
    write(tmp_path, {"categories.toml": CATEGORY.format(label="低空经济/无人机", extra="")})
    text = "采购无人机12架。"
    own = only_record(text, Lexicon.load(tmp_path))
    assert "低空经济/无人机" in [category.label for category in own.categories]
    assert "低空经济/无人机" not in [category.label for category in only_record(text).categories]


def test_a_new_rule(tmp_path: Path) -> None:
    write(tmp_path, {"rules.toml": RULE.format(id="own", pattern="(?P<action>V)(?P<object>n)#", extra="")})
    text = "栽种树苗900株。"
    assert only_record(text).rule != "own"
    assert only_record(text, Lexicon.load(tmp_path)).rule == "own"


def test_a_replaced_rule_is_used(tmp_path: Path) -> None:
    rule = RULE.format(id="verb-object-number", pattern="(?P<object>n)#", extra="replace = true")
    lexicon = Lexicon.load(write(tmp_path, {"rules.toml": rule}))
    own, builtin = only_record("栽种树苗900株。", lexicon), only_record("栽种树苗900株。")
    assert own.rule == builtin.rule == "verb-object-number"
    assert own.action is None
    assert builtin.action is not None


def test_a_new_cue(tmp_path: Path) -> None:
    cue = '[[cue]]\nid = "own"\ncategory = "status"\nvalue = "planned"\nscope = "clause"\nwords = ["擘画"]\n'
    lexicon = Lexicon.load(write(tmp_path, {"cues.toml": cue}))
    assert only_record("擘画新建公厕20座。", lexicon).status == "planned"
    assert only_record("新建公厕20座。", lexicon).status == "done"


# --- what is read, and when ------------------------------------------------------------------------------------------


def test_extract_reads_no_file_that_only_comparing_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    reading: list[str] = []
    text_of = lexicon_module._text_of

    def told(path: Traversable, place: str, problems: list[LexiconError]) -> str:
        reading.append(path.name)
        return text_of(path, place, problems)

    monkeypatch.setattr(lexicon_module, "_text_of", told)
    lexicon = Lexicon.load()
    assert extract("拆除违法建设12处。", lexicon).records
    built_in = FILES - {pattern_lines.FILE}  # token patterns are a user's alone
    assert set(reading) == built_in - ON_DEMAND
    assert lexicon.synonyms
    assert lexicon.tables["claims.toml"]
    assert lexicon.tables["opposites.toml"]
    assert set(reading) == built_in
    assert len(reading) == len(built_in)


@pytest.mark.parametrize("name", sorted(ON_DEMAND))
def test_own_files_tell_their_problems_when_they_are_loaded(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: b"\xff\xfe\xff"})
    with pytest.raises(LexiconErrors):
        Lexicon.load(tmp_path)

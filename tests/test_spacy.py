"""The spaCy component: the records of `extract`, exact places, and that all of it travels."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from thinc.api import Config

import govsummary.spacy as ours
from govsummary import Document, InputError, Lexicon, LexiconErrors, extract
from govsummary.pipeline import load_engine
from govsummary.reading import read
from govsummary.segmentation import words_of
from govsummary.text import fold

ROOT = Path(__file__).parents[1]
TEXTS = [*sorted((ROOT / "corpus").rglob("*.txt")), *sorted((ROOT.parent / "shared" / "gold").glob("*.txt"))]
SUMMARY = ROOT / "corpus" / "urban-management-2021h1.txt"
TOKENIZERS: dict[str, dict[str, str]] = {
    "char": {"segmenter": "char"},
    "jieba": {"segmenter": "jieba"},
    "own": {"@tokenizers": "govsummary.Tokenizer.v1"},
}
SENTENCE = "2023年，全县拆除违规户外广告120处3000平方米、楼顶广告牌X余处，合格率达98%，同比增长5.2%，居全省第3位。"
GROUPS = (ours.QUANTITIES, ours.ACTIONS, ours.OBJECTS)


@pytest.fixture(autouse=True)
def _jieba_uses_old_apis() -> Iterator[None]:
    """jieba 0.42 compiles its dictionary cache with calls that newer Pythons warn of; these are not ours."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="jieba|pkg_resources")
        yield


def pipeline(tokenizer: str = "char", **config: Any) -> Language:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": TOKENIZERS[tokenizer]}})
    nlp.add_pipe("govsummary", config=config)
    return nlp


@cache
def cached_pipeline(tokenizer: str) -> Language:
    return pipeline(tokenizer)


@cache
def summary_of(path: Path) -> tuple[str, Document]:
    text = read(path).text
    return text, extract(text)


def assert_places(doc: Doc) -> None:
    """Each record's quantities, actions and objects have a span that holds them, exact or saying that it is not."""
    wanted = {(q.start, q.end) for record in doc._.records for q in record.quantities}
    assert {span._.offsets for span in doc.spans[ours.QUANTITIES]} == wanted
    for part, group in (("action", ours.ACTIONS), ("object", ours.OBJECTS)):
        phrases = [getattr(record, part) for record in doc._.records]
        wanted = {(phrase.start, phrase.end) for phrase in phrases if phrase}
        assert {span._.offsets for span in doc.spans[group]} == wanted
        assert sum(len(span._.records) for span in doc.spans[group]) == sum(phrase is not None for phrase in phrases)
    for group in GROUPS:
        for span in doc.spans[group]:
            start, end = span._.offsets
            assert span.start_char <= start < end <= span.end_char
            assert span._.expanded == ((start, end) != (span.start_char, span.end_char))
            # no wider than it must be: its outer tokens are cut by the edges, or end at them
            assert start < span[0].idx + len(span[0])
            assert span[-1].idx < end
    for span in doc.spans[ours.QUANTITIES]:
        assert doc.text[span._.quantity.start : span._.quantity.end] == span._.quantity.quote
        assert span.label_ == span._.quantity.kind
        assert span._.quantity in span._.record.quantities


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_records_are_those_of_extract(path: Path, tokenizer: str) -> None:
    text, document = summary_of(path)
    doc = cached_pipeline(tokenizer)(text)
    assert doc.text == text
    assert doc._.summary == document
    assert doc._.records == document.records
    assert_places(doc)


def test_our_segmentation_cuts_no_quantity() -> None:
    text, _ = summary_of(SUMMARY)
    doc = cached_pipeline("own")(text)
    assert len(doc.spans[ours.QUANTITIES]) > 90
    assert not any(span._.expanded for span in doc.spans[ours.QUANTITIES])


def test_pkuseg(tmp_path: Path) -> None:
    """pkuseg's own models are downloads; one trained on our segmentation of three texts cuts well enough to be used."""
    pkuseg = pytest.importorskip("spacy_pkuseg")
    engine = load_engine()
    lines = []
    for path in TEXTS[:3]:
        for line in filter(str.strip, fold(read(path).text).split("\n")):
            words = words_of(line, engine.records.tokenizer.segment, engine.quantities)
            lines.append(" ".join(line[word.start : word.end] for word in words).strip())
    for name, part in (("train", lines), ("test", lines[:5])):
        (tmp_path / name).write_text("\n".join(part), encoding="utf-8")
    pkuseg.train(str(tmp_path / "train"), str(tmp_path / "test"), str(tmp_path / "model"), train_iter=1)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "pkuseg"}}})
    nlp.tokenizer.initialize(pkuseg_model=str(tmp_path / "model"), pkuseg_user_dict="default")  # type: ignore[union-attr]
    nlp.add_pipe("govsummary")
    for path in TEXTS[:5]:
        text, document = summary_of(path)
        doc = nlp(text)
        assert doc._.summary == document
        assert_places(doc)


def test_labels_and_attributes() -> None:
    doc = cached_pipeline("own")(SENTENCE)
    quantities = [(span.text, span.label_) for span in doc.spans[ours.QUANTITIES]]
    assert quantities == [
        ("120处", "amount"), ("3000平方米", "amount"), ("X余处", "amount"), ("98%", "ratio"), ("5.2%", "change"),
        ("第3位", "rank"),
    ]  # fmt: skip
    action = doc.spans[ours.ACTIONS][0]
    assert (action.text, action.label_) == ("拆除", "拆除")
    assert [record.object.text for record in action._.records] == ["违规户外广告", "楼顶广告牌"]
    advert = doc.spans[ours.OBJECTS][0]
    assert (advert.text, advert.label_) == ("违规户外广告", "城市管理/广告整治")
    assert advert._.quantity is None
    assert advert._.phrase == advert._.record.object
    assert doc.spans[ours.QUANTITIES][1]._.record.id == "r1"


def test_a_span_that_cuts_a_token_takes_it_in() -> None:
    nlp = cached_pipeline("char")
    words = ["拆", "除违", "章建筑1", "20处，共", "两批。"]
    doc = nlp(Doc(nlp.vocab, words=words, spaces=[False] * 5))
    assert doc._.records == extract(doc.text).records
    span = doc.spans[ours.QUANTITIES][0]
    assert (span.text, span._.expanded) == ("章建筑120处，共", True)
    assert doc.text[slice(*span._.offsets)] == span._.quantity.quote == "120处"
    [action] = doc.spans[ours.ACTIONS]
    assert (action.text, action._.expanded, action._.offsets) == ("拆除违", True, (0, 2))
    by_character = nlp("".join(words))
    assert not any(span._.expanded for group in GROUPS for span in by_character.spans[group])


@pytest.mark.parametrize("text", ["", " ", "\n\n", "无。"])
def test_texts_without_records(text: str) -> None:
    doc = cached_pipeline("own")(text)
    assert doc.text == text
    assert doc._.records == ()
    assert [len(doc.spans[group]) for group in GROUPS] == [0, 0, 0]


def test_a_doc_that_the_component_never_saw() -> None:
    doc = spacy.blank("zh")(SENTENCE)
    assert (doc._.summary, doc._.records, doc._.parties) == (None, (), ())
    assert (doc[:2]._.quantity, doc[:2]._.record, doc[:2]._.records, doc[:2]._.expanded) == (None, None, (), False)
    assert (doc[:2]._.phrase, doc[:2]._.offsets, doc[:2]._.organization, doc[:2]._.place) == (None, None, None, None)


def test_another_language_and_other_components_beside_it() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer", config={"punct_chars": ["。"]})
    nlp.add_pipe("govsummary")
    doc = nlp(SENTENCE)
    assert doc._.records == extract(SENTENCE).records
    assert "doc._.records" in nlp.get_pipe_meta("govsummary").assigns


@pytest.mark.parametrize("group", GROUPS)
def test_displacy_shows_the_spans(group: str) -> None:
    doc = cached_pipeline("own")(SENTENCE)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # displaCy warns when a group is empty or missing
        page = displacy.render(doc, style="span", options={"spans_key": group}, page=True, jupyter=False)
    assert all(span.label_ in page for span in doc.spans[group])
    assert (ours.COLORS["change"] in page) == (group == ours.QUANTITIES)


# --- travelling ------------------------------------------------------------------------------------------------------


def assert_same(copy: Doc, doc: Doc) -> None:
    assert copy._.summary == doc._.summary
    for group in GROUPS:
        found = [(span.start, span.end, span.label_, span.id_) for span in copy.spans[group]]
        assert found == [(span.start, span.end, span.label_, span.id_) for span in doc.spans[group]]
        assert [span._.offsets for span in copy.spans[group]] == [span._.offsets for span in doc.spans[group]]
    assert [span._.quantity for span in copy.spans[GROUPS[0]]] == [span._.quantity for span in doc.spans[GROUPS[0]]]


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_docs_travel(tokenizer: str) -> None:
    doc = cached_pipeline(tokenizer)(read(SUMMARY).text)
    assert_same(Doc(Vocab()).from_bytes(doc.to_bytes()), doc)
    assert_same(pickle.loads(pickle.dumps(doc)), doc)
    assert_same(doc.copy(), doc)
    stored = DocBin(docs=[doc, doc], store_user_data=True).to_bytes()
    for copy in DocBin().from_bytes(stored).get_docs(Vocab()):
        assert_same(copy, doc)
    without = next(DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(Vocab()))
    assert without._.summary is None
    assert len(without.spans[ours.QUANTITIES]) == len(doc.spans[ours.QUANTITIES])


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_several_processes(tokenizer: str) -> None:
    nlp = cached_pipeline(tokenizer)
    texts = [SENTENCE, "清理垃圾3吨。", "", "培训4次。"] * 3
    docs = list(nlp.pipe(texts, n_process=2, batch_size=2))
    assert [doc.text for doc in docs] == texts
    for doc, alone in zip(docs, map(nlp, texts), strict=True):
        assert_same(doc, alone)


def run(code: str, folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


SPAWNED = """
import multiprocessing, spacy
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "govsummary.Tokenizer.v1"}}})
    nlp.add_pipe("govsummary")
    print([doc._.records[0].quantities[0].quote for doc in nlp.pipe(["清理垃圾3吨。", "培训4次。"], n_process=2)])
"""


def test_processes_that_share_nothing(tmp_path: Path) -> None:
    """Windows and macOS start workers anew: all they get is pickled."""
    (tmp_path / "main.py").write_text(SPAWNED, encoding="utf-8")
    shown = subprocess.check_output([sys.executable, "main.py"], cwd=tmp_path, text=True, encoding="utf-8")
    assert shown.strip() == "['3吨', '4次']"


def test_it_works_after_installation_alone(tmp_path: Path) -> None:
    code = (
        "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('govsummary'); print(len(nlp('清理垃圾3吨。')._.records))"
    )
    assert run(code, tmp_path).strip() == "1"


def test_stored_docs_are_read_in_a_new_process(tmp_path: Path) -> None:
    doc = cached_pipeline("own")(SENTENCE)
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "docs.spacy")
    code = (
        "import spacy, govsummary.spacy; from spacy.tokens import DocBin; "
        "[doc] = DocBin().from_disk('docs.spacy').get_docs(spacy.blank('zh').vocab); "
        "print(ascii([span._.quantity.quote for span in doc.spans['govsummary:quantities']]))"
    )
    assert run(code, tmp_path).strip() == ascii([q.quote for r in doc._.records for q in r.quantities])


# --- config ----------------------------------------------------------------------------------------------------------

RULE: dict[str, Any] = {"label": "BLOCK", "pattern": [{"TEXT": "120"}, {"TEXT": "处"}]}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "units.tsv").write_text("unit\tcanonical\tdimension\tfactor\n沓\t沓\t沓\t1\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("tokenizer", ["char", "own"])
def test_a_pipeline_travels_with_its_words(own: Path, tmp_path: Path, tokenizer: str) -> None:
    text = "整理档案30沓，拆除违章建筑120处。"
    nlp = pipeline(tokenizer, lexicons=str(own), rules=[RULE])
    doc = nlp(text)
    assert [q.quote for r in doc._.records for q in r.quantities] == ["30沓"]
    nlp.to_disk(tmp_path / "saved")
    data = nlp.to_bytes()
    for path in own.iterdir():
        path.unlink()
    own.rmdir()
    from_disk = spacy.load(tmp_path / "saved")
    assert_same(from_disk(text), doc)
    assert from_disk.config["components"]["govsummary"] == nlp.config["components"]["govsummary"]
    from_bytes = pipeline(tokenizer).from_bytes(data)
    assert_same(from_bytes(text), doc)
    assert from_bytes.get_pipe("govsummary").to_bytes() == from_disk.get_pipe("govsummary").to_bytes()  # type: ignore[attr-defined]


def test_the_config_says_all(own: Path) -> None:
    nlp = pipeline("own", lexicons=str(own), rules=[RULE])
    again = spacy.util.load_model_from_config(Config().from_str(nlp.config.to_str()))
    text = "整理档案30沓，拆除违章建筑120处。"
    assert [q.quote for r in again(text)._.records for q in r.quantities] == ["30沓"]
    assert_same(again(text), nlp(text))
    assert again.config["components"] == nlp.config["components"]
    assert again.config["nlp"]["tokenizer"] == nlp.config["nlp"]["tokenizer"]


def test_the_tokenizer_takes_a_lexicon(own: Path, tmp_path: Path) -> None:
    (own / "nouns.tsv").write_text("noun\trole\n违规户外广\tnoun\n", encoding="utf-8")
    tokenizer = {"@tokenizers": "govsummary.Tokenizer.v1", "lexicons": str(own)}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    assert [token.text for token in nlp("违规户外广30沓")] == ["违规户外广", "30", "沓"]
    nlp.to_disk(tmp_path / "saved")
    assert [token.text for token in spacy.load(tmp_path / "saved")("违规户外广30沓")] == ["违规户外广", "30", "沓"]


def test_a_missing_folder_is_named_when_it_is_needed(tmp_path: Path) -> None:
    nlp = pipeline(lexicons=str(tmp_path / "gone"))
    with pytest.raises(LexiconErrors) as caught:
        nlp("无")
    assert "no such folder" in str(caught.value.exceptions[0])


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"rules": [{"label": "ORG", "pattern": "县"}]}, "rules:1: the label 'ORG' is none of"),
        ({"rules": [{"label": "BLOCK", "pattern": [{"TEXT": {"REGEXP": "县"}}]}]}, "rules:1: no pattern"),
        ({"rules": [{"label": "BLOCK", "pattern": [{"LEMMA": "县"}]}]}, "rules:1: LEMMA is known in a trained"),
        ({"rules": [{"label": "BLOCK", "pattern": [{"TXT": "县"}]}], "rules_on": "doc"}, "rules:1: no pattern"),
    ],
)
def test_wrong_rules_are_refused_at_once(config: dict[str, Any], told: str) -> None:
    with pytest.raises(LexiconErrors) as caught:
        pipeline(**config)
    assert told in str(caught.value.exceptions[0])


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(InputError, match="rules_on = 'both'"):
        pipeline(rules_on="both")


def test_rules_of_the_component_are_those_of_a_folder(own: Path) -> None:
    text = "整理档案30沓，拆除违章建筑120处。"
    row = {**RULE, "id": "no", "examples": ["违章建筑120处"], "counter_examples": ["违章建筑12处"]}
    given = pipeline(rules=[RULE], lexicons=str(own))(text)
    (own / "rules.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    in_folder = pipeline(lexicons=str(own))(text)
    assert given._.records == in_folder._.records == extract(text, Lexicon.load(own)).records


# --- trained pipelines -----------------------------------------------------------------------------------------------

ENTITIES = [
    {"label": "ORG", "pattern": "青石县林业局"},
    {"label": "ORG", "pattern": "城管大队"},
    {"label": "ORG", "pattern": "宏远公司"},
    {"label": "GPE", "pattern": "青石县"},
    {"label": "GPE", "pattern": "白沙镇"},
]


def with_entities(tokenizer: str = "char") -> Language:
    """An EntityRuler stands in for the entity recogniser of a trained pipeline: both write `doc.ents`."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": TOKENIZERS[tokenizer]}})
    nlp.add_pipe("entity_ruler").add_patterns(ENTITIES)  # type: ignore[attr-defined]
    nlp.add_pipe("govsummary")
    return nlp


def test_entities_say_who_and_where() -> None:
    text = "今年，青石县林业局植树300株。城管大队在白沙镇拆除违章建筑12处、广告牌3块。查处宏远公司2次。"
    doc = with_entities()(text)
    document = extract(text)
    assert document.organization is None
    assert doc._.summary.organization == "青石县林业局"
    assert doc._.records == document.records
    found = {record.quantities[0].quote: party for record, party in zip(doc._.records, doc._.parties, strict=True)}
    assert found == {
        "300株": ("青石县林业局", None),
        "12处": ("城管大队", "白沙镇"),
        "3块": ("城管大队", "白沙镇"),
        "2次": ("青石县林业局", None),  # a company that is acted on did nothing
    }
    span = doc.spans[ours.QUANTITIES][1]
    assert (span._.organization, span._.place) == ("城管大队", "白沙镇")


def test_the_document_goes_before_entities() -> None:
    text, document = summary_of(SUMMARY)
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "执法局"}])  # type: ignore[attr-defined]
    nlp.add_pipe("govsummary")
    assert document.organization is not None
    assert nlp(text)._.summary == document


def test_entities_survive_a_round_trip() -> None:
    doc = with_entities()("今年，城管大队在白沙镇拆除违章建筑12处。")
    copy = Doc(Vocab()).from_bytes(doc.to_bytes())
    assert copy._.parties == doc._.parties == (ours.Party("城管大队", "白沙镇"),)


def test_beside_statistical_components(tmp_path: Path) -> None:
    """Weights do not matter here: what counts is that records stay the same beside a model, and after saving it."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("ner").add_label("ORG")  # type: ignore[attr-defined]
    nlp.add_pipe("tagger").add_label("NN")  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.add_pipe("govsummary", first=True)
    nlp.to_disk(tmp_path)
    for pipe in (nlp, spacy.load(tmp_path)):
        assert pipe(SENTENCE)._.records == extract(SENTENCE).records


def test_patterns_see_the_tokens_of_the_pipeline() -> None:
    rule = {"label": "BLOCK_OBJECT", "pattern": [{"ENT_TYPE": "ORG", "OP": "+"}]}
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns(ENTITIES)  # type: ignore[attr-defined]
    nlp.add_pipe("govsummary", config={"rules": [rule], "rules_on": "doc"})
    text = "查处宏远公司2次，检查华强公司3次。"
    plain = [record.object.text for record in extract(text).records if record.object]
    assert plain == ["宏远公司", "华强公司"]
    blocked, other = nlp(text)._.records
    assert "公司" not in blocked.object.text
    assert other == extract(text).records[1]

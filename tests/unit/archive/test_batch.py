"""Runs on a dataset: what is in it, that it is always the same, and that nothing is lost or doubled on the way."""

from __future__ import annotations

import errno
import json
import os
from collections import Counter
from contextlib import suppress
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import pytest
from datasets import InlineEngine, content_of, files_of, lines_of, rows_of_table, run, settings
from made_archive import Mixture, gbk_zip, make_archive

from govsummary import extract
from govsummary.archive import identity, parts
from govsummary.archive.batch import run_batch
from govsummary.archive.manifest import Manifest
from govsummary.archive.workers import LocalEngine
from govsummary.errors import InputError, LexiconErrors
from govsummary.reading import ReadOptions

FILES = 60


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "档案"
    make_archive(folder, FILES, Mixture(broken=0.1, double=0.15, zipped=0.3))
    return folder


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    run(settings(archive, out))
    return out


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Three files, two of them the same."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("全年拆除围挡3处。", encoding="utf-8")
    (folder / "b.txt").write_text("全年清理垃圾5吨。", encoding="utf-8")
    (folder / "c.txt").write_text("全年拆除围挡3处。", encoding="utf-8")
    return folder


def paths(out: Path) -> list[str]:
    return [Path(str(row["path"])).name for row in rows_of_table(out, "documents")]


def quotes(out: Path) -> list[str]:
    return sorted(str(row["quote"]) for row in rows_of_table(out, "facts"))


class TestDataset:
    def test_every_file_is_somewhere(self, undisturbed: Path) -> None:
        documents = {row["path"] for row in rows_of_table(undisturbed, "documents")}
        failures = {row["path"] for row in lines_of(undisturbed / "failures.jsonl")}
        duplicates = {row["path"] for row in lines_of(undisturbed / "duplicates.jsonl")}
        assert len(documents) + len(failures) + len(duplicates) == FILES
        assert len(documents | failures | duplicates) == FILES
        assert failures
        assert duplicates

    def test_the_rows_are_those_of_extract(self, small: Path, tmp_path: Path) -> None:
        run(settings(small, tmp_path / "out"))
        document = extract(small / "b.txt")
        (row,) = [row for row in rows_of_table(tmp_path / "out", "facts") if row["quote"] == "5吨"]
        (record,) = document.records
        assert record.action is not None
        assert record.object is not None
        assert (row["action"], row["object"]) == (record.action.text, record.object.text)
        assert (row["value"], row["canonical_unit"], row["canonical_value"]) == (5, "吨", 5)
        assert row["sentence"] == "全年清理垃圾5吨。"

    def test_counts(self, undisturbed: Path) -> None:
        account = json.loads((undisturbed / "run.json").read_bytes())
        assert account["inputs"] == FILES
        for table in ("documents", "records", "facts"):
            assert account[table] == len(rows_of_table(undisturbed, table))
        assert account["failures"] == Counter(row["code"] for row in lines_of(undisturbed / "failures.jsonl"))
        assert account["duplicates"] == len(lines_of(undisturbed / "duplicates.jsonl"))
        for document in rows_of_table(undisturbed, "documents"):
            facts = [
                row for row in rows_of_table(undisturbed, "facts") if row["document_id"] == document["document_id"]
            ]
            assert document["fact_count"] == len(facts)

    def test_parts_are_cut_by_count(self, undisturbed: Path) -> None:
        sizes = [len(lines_of(path)) for path in sorted((undisturbed / "documents").iterdir())]
        assert len(sizes) > 3
        assert max(sizes) <= 8

    def test_a_duplicate_is_listed_with_its_first(self, small: Path, tmp_path: Path) -> None:
        run(settings(small, tmp_path / "out"))
        assert paths(tmp_path / "out") == ["a.txt", "b.txt"]
        (duplicate,) = lines_of(tmp_path / "out" / "duplicates.jsonl")
        assert duplicate["path"] == str(small / "c.txt")
        assert duplicate["first"] == str(small / "a.txt")
        assert duplicate["document_id"] == rows_of_table(tmp_path / "out", "documents")[0]["document_id"]

    def test_nothing_is_written_elsewhere(self, small: Path, tmp_path: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
        run(settings(small, tmp_path / "out"))
        assert {path: path.stat().st_mtime_ns for path in small.rglob("*")} == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]

    def test_the_dataset_is_never_read(self, small: Path) -> None:
        out = small / "out"
        assert run(settings(small, out))[0].inputs == 3
        assert run(settings(small, out, fresh=True))[0].inputs == 3

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        assert run(settings(tmp_path / "in", tmp_path / "out"))[0].inputs == 0
        assert json.loads((tmp_path / "out" / "run.json").read_bytes())["documents"] == 0

    def test_parquet_holds_what_lines_hold(self, archive: Path, undisturbed: Path, tmp_path: Path) -> None:
        pq = pytest.importorskip("pyarrow.parquet")
        run(settings(archive, tmp_path / "out", form="parquet"))
        for table in ("documents", "records", "facts"):
            rows = [
                row for path in sorted((tmp_path / "out" / table).iterdir()) for row in pq.read_table(path).to_pylist()
            ]
            assert [json.loads(json.dumps(row, default=str)) for row in rows] == rows_of_table(undisturbed, table)

    def test_what_is_read_is_chosen(self, small: Path, tmp_path: Path) -> None:
        run(settings(small, tmp_path / "1", exclude=("B.*",)))
        run(settings(small, tmp_path / "2", include=("b.*", "c.*")))
        run(settings(small, tmp_path / "3", limit=1))
        assert [paths(tmp_path / name) for name in "123"] == [["a.txt"], ["b.txt", "c.txt"], ["a.txt"]]


class TestAlwaysTheSame:
    @pytest.mark.parametrize("workers", [1, 2, 3])
    def test_at_any_worker_count(self, archive: Path, undisturbed: Path, tmp_path: Path, workers: int) -> None:
        wanted = settings(archive, tmp_path / "out")
        *_, last = run_batch(wanted, LocalEngine(wanted.task, workers))
        assert last.complete
        assert files_of(tmp_path / "out") == files_of(undisturbed)

    def test_parquet_at_any_worker_count(self, archive: Path, tmp_path: Path) -> None:
        pytest.importorskip("pyarrow")
        wanted = settings(archive, tmp_path / "one", form="parquet")
        run(wanted)
        wanted = settings(archive, tmp_path / "two", form="parquet")
        assert list(run_batch(wanted, LocalEngine(wanted.task, 2)))[-1].complete
        assert files_of(tmp_path / "one") == files_of(tmp_path / "two")

    def test_stopped_after_each_step(self, archive: Path, undisturbed: Path, tmp_path: Path) -> None:
        wanted = settings(archive, tmp_path / "out")
        steps = 0
        while True:
            engine = InlineEngine(wanted.task)
            progress = run_batch(wanted, engine)
            seen = list(islice(progress, 5 + 3 * steps))
            progress.close()
            if seen and seen[-1].complete:
                break
            steps += 1
            assert steps < 100
        assert steps > 3
        assert files_of(tmp_path / "out") == files_of(undisturbed)

    @pytest.mark.parametrize("place", ["files", "manifest", "reports"])
    def test_stopped_between_two_places(
        self, archive: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
    ) -> None:
        """The files are in their places and the manifest does not know; or nothing but a report is missing."""
        wanted = settings(archive, tmp_path / "out")
        target, name = {
            "files": (Path, "replace"),
            "manifest": (Manifest, "enter"),
            "reports": (Manifest, "duplicates"),
        }[place]
        for attempt in range(20):
            left = [attempt]
            before = getattr(target, name)

            def fails(*args: object, left: list[int] = left, before: object = before) -> object:
                left[0] -= 1
                if left[0] < 0:
                    raise OSError(errno.EIO, "input/output error")
                return before(*args)  # type: ignore[operator]

            with monkeypatch.context() as patch, suppress(OSError):
                patch.setattr(target, name, fails)
                run(wanted)
                break
        assert 0 < attempt < 19, "it was stopped, and it came to its end"
        assert files_of(tmp_path / "out") == files_of(undisturbed)

    def test_a_full_disk(
        self, archive: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wanted = settings(archive, tmp_path / "out")
        before = parts.PartFiles.finish

        def full(files: parts.PartFiles, dataset: Path, number: int) -> object:
            if number == 2:
                raise OSError(errno.ENOSPC, "No space left on device", str(dataset))
            return before(files, dataset, number)

        with monkeypatch.context() as patch:
            patch.setattr(parts.PartFiles, "finish", full)
            with pytest.raises(OSError, match="No space left"):
                run(wanted)
        assert not list((tmp_path / "out" / ".govsummary" / "writing").iterdir())
        assert len(list((tmp_path / "out" / "facts").iterdir())) == 2
        run(wanted)
        assert files_of(tmp_path / "out") == files_of(undisturbed)


class TestNextRun:
    def test_nothing_new(self, archive: Path, undisturbed: Path) -> None:
        before = files_of(undisturbed)
        last, read = run(settings(archive, undisturbed))
        assert (read, last.unchanged, last.inputs) == ([], FILES, FILES)
        assert last.failures == len(lines_of(undisturbed / "failures.jsonl"))
        assert files_of(undisturbed) == before

    def test_new_files_alone_are_read(self, small: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run(settings(small, out))
        first = (out / "facts" / "part-000000.jsonl").read_bytes()
        (small / "aa.txt").write_text("全年植树9棵。", encoding="utf-8")
        last, read = run(settings(small, out))
        assert [Path(name).name for name in read] == ["aa.txt"]
        assert (last.documents, last.unchanged) == (1, 3)
        assert (out / "facts" / "part-000000.jsonl").read_bytes() == first
        assert paths(out) == ["a.txt", "b.txt", "aa.txt"]

    def test_touched_files_give_nothing_new(self, small: Path, tmp_path: Path) -> None:
        run(settings(small, tmp_path / "out"))
        before = files_of(tmp_path / "out")
        os.utime(small / "a.txt", ns=(1, 1))
        assert run(settings(small, tmp_path / "out"))[1] == []
        assert files_of(tmp_path / "out") == before

    def test_of_a_changed_file_the_old_rows_go(self, small: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run(settings(small, out))
        (small / "b.txt").write_text("全年清理垃圾6吨。", encoding="utf-8")
        _, read = run(settings(small, out))
        assert [Path(name).name for name in read] == ["b.txt"]
        assert quotes(out) == ["3处", "6吨"]
        run(settings(small, tmp_path / "fresh"))
        assert content_of(out) == content_of(tmp_path / "fresh")

    def test_of_a_changed_parquet_file_too(self, archive: Path, tmp_path: Path) -> None:
        pq = pytest.importorskip("pyarrow.parquet")
        folder = tmp_path / "in"
        make_archive(folder, 20, Mixture(0, 0, 0))
        run(settings(folder, tmp_path / "out", form="parquet"))
        changed = sorted(folder.rglob("*.txt"))[:2]
        for path in changed:
            path.write_text(f"全年拆除围挡{len(path.name)}处。{path.name}", encoding="utf-8")
        run(settings(folder, tmp_path / "out", form="parquet"))
        run(settings(folder, tmp_path / "fresh", form="parquet"))
        for table in ("documents", "records", "facts"):
            one, two = (
                sorted(
                    str(row)
                    for path in sorted((tmp_path / name / table).iterdir())
                    for row in pq.read_table(path).to_pylist()
                )
                for name in ("out", "fresh")
            )
            assert one == two

    def test_a_changed_file_with_a_double(self, small: Path, tmp_path: Path) -> None:
        """The document stays, under the path where it is found now."""
        out = tmp_path / "out"
        run(settings(small, out))
        (small / "a.txt").write_text("全年植树9棵。", encoding="utf-8")
        run(settings(small, out))
        assert sorted(paths(out)) == ["a.txt", "b.txt", "c.txt"]
        assert quotes(out) == ["3处", "5吨", "9棵"]
        assert lines_of(out / "duplicates.jsonl") == []

    def test_a_file_moved_away_and_replaced(self, small: Path, tmp_path: Path) -> None:
        """The old bytes come back under a name that is looked at after the part with the new ones was entered."""
        out = tmp_path / "out"
        run(settings(small, out, first_part=1))
        (small / "b.txt").rename(small / "z.txt")
        (small / "b.txt").write_text("全年植树9棵。", encoding="utf-8")
        run(settings(small, out, first_part=1))
        assert quotes(out) == ["3处", "5吨", "9棵"]
        assert sorted(paths(out)) == ["a.txt", "b.txt", "z.txt"]

    def test_a_part_without_documents_goes(self, small: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run(settings(small, out, first_part=1))
        (small / "b.txt").write_bytes(b"")
        last, _ = run(settings(small, out, first_part=1))
        assert last.failures == 1
        assert quotes(out) == ["3处"]
        assert [path.name for path in (out / "facts").iterdir()] == ["part-000000.jsonl"]
        (small / "b.txt").write_text("全年植树9棵。", encoding="utf-8")
        run(settings(small, out, first_part=1))
        assert quotes(out) == ["3处", "9棵"]
        assert lines_of(out / "failures.jsonl") == []

    @pytest.mark.parametrize("step", ["find_stale", "settle_stale", "set_meta"])
    def test_stopped_while_old_rows_go(
        self, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        """The old bytes come back before the run goes on: they are read again, not taken for there."""
        out = tmp_path / "out"
        run(settings(small, out))
        old = (small / "b.txt").read_bytes()
        (small / "b.txt").write_text("全年植树9棵。", encoding="utf-8")
        calls = [1 if step == "set_meta" else 0]
        before = getattr(Manifest, step)

        def fails(*args: object) -> object:
            calls[0] -= 1
            if calls[0] < 0:
                raise OSError(errno.EIO, "input/output error")
            return before(*args)

        with monkeypatch.context() as patch:
            patch.setattr(Manifest, step, fails)
            with pytest.raises(OSError, match="input/output"):
                run(settings(small, out))
        (small / "d.txt").write_bytes(old)
        run(settings(small, out))
        assert quotes(out) == ["3处", "5吨", "9棵"]
        assert sorted(paths(out)) == ["a.txt", "b.txt", "d.txt"]

    def test_another_source_is_added(self, small: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run(settings(small / "a.txt", out))
        run(settings(small / "b.txt", out))
        assert quotes(out) == ["3处", "5吨"]

    def test_a_file_that_is_named_twice(self, small: Path, tmp_path: Path) -> None:
        wanted = settings(small, tmp_path / "out")
        both = type(wanted)(sources=(str(small), str(small / "b.txt")), out=wanted.out, form="jsonl")
        last, read = run(both)
        assert (len(read), last.duplicates) == (2, 1)


class TestFailures:
    def test_they_are_data(self, small: Path, tmp_path: Path) -> None:
        (small / "d.doc").write_bytes(b"")
        (small / "e.zip").write_bytes(b"PK\x03\x04 no archive")
        last, _ = run(settings(small, tmp_path / "out"))
        assert last.failures == 2
        assert [
            (Path(str(row["path"])).name, row["code"]) for row in lines_of(tmp_path / "out" / "failures.jsonl")
        ] == [
            ("d.doc", "empty"),
            ("e.zip", "damaged"),
        ]

    def test_they_are_read_again_on_demand(self, tmp_path: Path) -> None:
        folder, out = tmp_path / "in", tmp_path / "out"
        folder.mkdir()
        locked = b"\xd0\xcf\x11\xe0 damaged"
        for name in ("a.doc", "b.doc"):
            (folder / name).write_bytes(locked)
        last, read = run(settings(folder, out))
        assert (last.failures, len(read)) == (2, 1), "the same bytes fail in the same way"
        assert len({row["message"] for row in lines_of(out / "failures.jsonl")}) == 1
        before = files_of(out)
        last, read = run(settings(folder, out))
        assert (last.failures, last.unchanged, read) == (2, 2, [])
        last, read = run(settings(folder, out, retry_failed=True))
        assert (last.failures, last.unchanged, len(read)) == (2, 0, 1)
        assert files_of(out) == before

    def test_a_failure_that_is_mended(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        data = _encrypted_zip()
        for name in ("a.zip", "b.zip"):
            (tmp_path / "in").mkdir(exist_ok=True)
            (tmp_path / "in" / name).write_bytes(data)
        run(settings(tmp_path / "in", out))
        assert {row["code"] for row in lines_of(out / "failures.jsonl")} == {"encrypted"}
        run(settings(tmp_path / "in", out, reading=ReadOptions(password="密码"), retry_failed=True))
        assert lines_of(out / "failures.jsonl") == []
        assert quotes(out) == ["3处"]
        assert len(lines_of(out / "duplicates.jsonl")) == 1

    def test_an_archive_that_is_mended(self, small: Path, tmp_path: Path) -> None:
        (small / "e.zip").write_bytes(b"")
        run(settings(small, tmp_path / "out"))
        (small / "e.zip").write_bytes(gbk_zip([("总结.txt", "全年植树9棵。".encode())]))
        run(settings(small, tmp_path / "out"))
        assert lines_of(tmp_path / "out" / "failures.jsonl") == []
        assert quotes(tmp_path / "out") == ["3处", "5吨", "9棵"]


def _encrypted_zip() -> bytes:
    """An archive with `a.txt` (全年拆除围挡3处。), encrypted the old way with the password 密码 in GBK."""
    from zip_crypto import encrypted_zip

    return encrypted_zip("a.txt", "全年拆除围挡3处。".encode(), "密码".encode("gbk"))


class TestRefusals:
    def test_a_source_that_is_not_there(self, tmp_path: Path) -> None:
        for source in ("no-such-folder", "*.nothing", "@no-list.txt"):
            with pytest.raises(InputError, match="no such file"):
                run(settings(tmp_path / source if source[0] != "@" else source, tmp_path / "out"))
        assert not (tmp_path / "out").exists()

    def test_another_version(self, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        run(settings(small, tmp_path / "out"))
        before = files_of(tmp_path / "out")
        monkeypatch.setattr("govsummary.__version__", "9.9.9")
        with pytest.raises(InputError, match=r"version 0\.1\.0, now 9\.9\.9\); --fresh"):
            run(settings(small, tmp_path / "out"))
        assert files_of(tmp_path / "out") == before
        run(settings(small, tmp_path / "out", fresh=True))
        assert json.loads((tmp_path / "out" / "run.json").read_bytes())["version"] == "9.9.9"

    def test_other_words(self, small: Path, tmp_path: Path) -> None:
        own = tmp_path / "own"
        own.mkdir()
        run(settings(small, tmp_path / "out", lexicons=own))
        (own / "actions.tsv").write_text("action\trole\n疏浚清障\taction\n", encoding="utf-8")
        with pytest.raises(InputError, match=r"lexicon .*--fresh"):
            run(settings(small, tmp_path / "out", lexicons=own))
        assert identity.lexicon_hash(own) != identity.lexicon_hash(None)

    def test_another_format(self, small: Path, tmp_path: Path) -> None:
        run(settings(small, tmp_path / "out"))
        with pytest.raises(InputError, match="format jsonl, now parquet"):
            run(settings(small, tmp_path / "out", form="parquet"))
        run(settings(small, tmp_path / "out", form="parquet", fresh=True))
        assert [path.name for path in (tmp_path / "out" / "facts").iterdir()] == ["part-000000.parquet"]

    def test_a_part_that_was_removed(self, small: Path, tmp_path: Path) -> None:
        run(settings(small, tmp_path / "out"))
        (tmp_path / "out" / "facts" / "part-000000.jsonl").unlink()
        with pytest.raises(InputError, match=r"part-000000\.jsonl: is missing"):
            run(settings(small, tmp_path / "out"))
        run(settings(small, tmp_path / "out", fresh=True))
        assert quotes(tmp_path / "out") == ["3处", "5吨"]

    def test_a_manifest_that_was_overwritten(self, small: Path, tmp_path: Path) -> None:
        run(settings(small, tmp_path / "out"))
        (tmp_path / "out" / ".govsummary" / "manifest.sqlite").write_bytes(b"nonsense " * 500)
        with pytest.raises(InputError, match="no manifest"):
            run(settings(small, tmp_path / "out"))
        run(settings(small, tmp_path / "out", fresh=True))
        assert quotes(tmp_path / "out") == ["3处", "5吨"]

    def test_parts_of_somebody_else(self, small: Path, tmp_path: Path) -> None:
        (tmp_path / "out" / "facts").mkdir(parents=True)
        (tmp_path / "out" / "facts" / "part-000000.parquet").write_bytes(b"")
        with pytest.raises(InputError, match="no known run"):
            run(settings(small, tmp_path / "out"))

    def test_a_file_as_dataset(self, small: Path) -> None:
        with pytest.raises(InputError, match="is a file"):
            run(settings(small, small / "a.txt"))

    def test_words_with_problems(self, small: Path, tmp_path: Path) -> None:
        own = tmp_path / "own"
        own.mkdir()
        (own / "units.tsv").write_text("unit\n处\t处\t处\tx\n", encoding="utf-8")
        wanted = settings(small, tmp_path / "out", lexicons=own)
        with pytest.raises(LexiconErrors):
            list(run_batch(wanted, LocalEngine(wanted.task, 2)))


def test_members_of_documents_are_no_members(tmp_path: Path) -> None:
    """A Word document that was named .zip is a document."""
    make_archive(tmp_path / "in", 2, Mixture(0, 0, 0))
    (path,) = (tmp_path / "in").rglob("*.docx")
    path.rename(path.with_suffix(".zip"))
    assert "word/document.xml" in ZipFile(path.with_suffix(".zip")).namelist()
    last, read = run(settings(tmp_path / "in", tmp_path / "out"))
    assert (last.documents, len(read)) == (2, 2)

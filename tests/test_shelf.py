"""Editions are numbered and never change; publishing one is a single step for whoever reads the folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from herald.comparison import paired
from herald.edition import MANIFEST, VIDEO, file_facts
from herald.errors import UserError
from herald.files import write_json
from herald.history import diff_lines
from herald.settings import Settings
from herald.shelf import Shelf
from herald.state import state_of_key

LOG: dict[str, Any] = {"made_at": "2026-01-01T00:00:00Z"}


def material(folder: Path, words: str, key: str = "") -> Path:
    """The files of an edition, as the store has them."""
    folder.mkdir(parents=True)
    (folder / VIDEO).write_text(words)
    (folder / "poster.jpg").write_text("the same picture")
    sentence = {"id": words, "text": words, "seconds": 0.5, "n_frames": 25}
    files = {"files": file_facts(folder), "sentences": [sentence], "plan": {"key": key or words}}
    write_json(folder / MANIFEST, files)
    (folder / "sums.json").write_text("the store's own")
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two editions; the second is published."""
    shelf = Shelf(tmp_path / "news" / "en")
    for words in ("one", "two"):
        shelf.publish(shelf.add(material(tmp_path / words, words), LOG))
    return shelf


@pytest.fixture(params=["links", "copies"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "copies":

        def refuse(self: Path, target: str) -> None:
            raise OSError("this file share has no symbolic links")

        monkeypatch.setattr(Path, "symlink_to", refuse)
    return str(request.param)


def test_the_published_files_are_those_of_the_published_edition(either: str, shelf: Shelf) -> None:
    assert (shelf.folder / VIDEO).read_text() == "two"
    assert shelf.published() == shelf.newest() == 2
    shelf.publish(1)
    assert (shelf.folder / VIDEO).read_text() == "one"
    assert shelf.published() == 1
    assert (shelf.folder / VIDEO).is_symlink() is (either == "links")
    shown = {path.name for path in shelf.folder.iterdir()}
    assert shown == {VIDEO, "poster.jpg", MANIFEST, "editions"}
    assert not [path for path in shelf.editions.iterdir() if path.name.startswith(".")]


def test_a_reader_never_sees_two_editions(shelf: Shelf) -> None:
    """One name decides about all files: what is opened below it belongs together."""
    opened = os.open(shelf.editions / "published", os.O_RDONLY)
    try:
        shelf.publish(1)
        old = os.open(VIDEO, os.O_RDONLY, dir_fd=opened)
        assert os.read(old, 10) == b"two"
        os.close(old)
    finally:
        os.close(opened)


def test_what_did_not_change_shares_the_disk(shelf: Shelf, tmp_path: Path) -> None:
    posters = [shelf.path(number) / "poster.jpg" for number in (1, 2)]
    assert posters[0].samefile(posters[1])
    posters[1].unlink()
    posters[1].write_text("the same pictuRe")  # damaged, of the same size
    number = shelf.add(material(tmp_path / "three", "three"), LOG)
    assert (shelf.path(number) / "poster.jpg").read_text() == "the same picture"


def test_states(shelf: Shelf) -> None:
    assert state_of_key("two", shelf).name == "current"
    assert state_of_key("three", shelf).name == "changed"
    shelf.publish(1)
    assert state_of_key("two", shelf).name == "rolled back"
    assert state_of_key("one", shelf).name == "current"
    assert state_of_key("three", shelf).name == "changed"
    (shelf.path(1) / VIDEO).write_text("short of it")
    assert state_of_key("one", shelf).name == "damaged"
    assert state_of_key("one", Shelf(shelf.folder / "nothing")).name == "new"
    with pytest.raises(UserError, match="another size"):
        shelf.publish(1)
    with pytest.raises(UserError, match="no edition 7"):
        shelf.publish(7)


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        (Settings(keep=1), [1, 4]),
        (Settings(keep=3), [1, 3, 4]),
        (Settings(keep_days=1), [1, 2, 4]),
        (Settings(keep_bytes=1), [1, 4]),
        (Settings(), [1, 2, 3, 4]),
    ],
)
def test_the_published_edition_and_the_newest_always_stay(
    shelf: Shelf, tmp_path: Path, settings: Settings, left: list[int]
) -> None:
    for words in ("three", "four"):
        shelf.add(material(tmp_path / words, words), LOG)
    shelf.publish(1)
    for number in (1, 3):
        os.utime(shelf.path(number), (0, 0))
    shelf.sweep(settings)
    assert shelf.numbers() == left


def test_files_from_before_there_were_editions_become_the_first(tmp_path: Path) -> None:
    folder = material(tmp_path / "news" / "en", "old")
    (folder / "sums.json").unlink()
    shelf = Shelf(folder)
    shelf.publish(shelf.add(material(tmp_path / "new", "new"), LOG))
    assert shelf.numbers() == [1, 2]
    assert (shelf.path(1) / VIDEO).read_text() == "old" and (folder / VIDEO).read_text() == "new"


def test_two_builds_get_two_numbers(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shelf, "newest", lambda self: 1)  # another build took 2 since we looked
    assert shelf.add(material(tmp_path / "three", "three"), LOG) == 3
    assert shelf.manifest(2)["plan"]["key"] == "two"


def entries(*texts: str) -> list[tuple[str, str, int]]:
    return [(text, text, 0) for text in texts]


@pytest.mark.parametrize(
    ("new", "changes"),
    [
        (["Open at nine.", "Bring a pen.", "Thank you."], ["same", "same", "same"]),
        (["Open at nine.", "Bring a long pen.", "Thank you."], ["same", "changed", "same"]),
        (["Open at nine.", "It is blue.", "Bring a pen.", "Thank you."], ["same", "added", "same", "same"]),
        (["Open at nine.", "Thank you."], ["same", "removed", "same"]),
        (["Open at nine.", "Zzz.", "Thank you."], ["same", "added", "removed", "same"]),
        (["Bring a pen.", "Open at nine.", "Thank you."], ["added", "same", "removed", "same"]),
    ],
)
def test_sentences_are_paired(new: list[str], changes: list[str]) -> None:
    pairs = paired(entries("Open at nine.", "Bring a pen.", "Thank you."), entries(*new))
    assert [pair.change for pair in pairs] == changes
    assert sorted(pair.old for pair in pairs if pair.old is not None) == [0, 1, 2]
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))


def test_two_editions_side_by_side(shelf: Shelf) -> None:
    lines = diff_lines(shelf, None, None, n_columns=60)
    assert lines[0].split("|")[1].strip() == "edition 2"
    assert "+" in lines[1] + lines[2] and "0:00.5 two" in "".join(lines)
    assert lines[-1] == "0 same, 0 changed, 1 added, 1 removed"

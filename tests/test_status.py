"""Every broadcast and language with its standing, from files alone and in little time."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from workspaces import new_workspace

from herald import outline
from herald.edition import file_facts
from herald.files import write_json
from herald.outline import Outline, outline_for_manifest, outlines
from herald.plan import Plan, Planner, Wishes, plan_all, plan_key
from herald.shelf import Shelf
from herald.status import Standing, note_failure, standings
from herald.studio import Studio
from herald.why import why
from herald.workspace import CHECKOUT
from lipsync.presenter import FORMAT
from tts.lexicon_file import read_word_list

TODAY = date(2026, 11, 25)


@pytest.fixture
def office(tmp_path: Path) -> Studio:
    """An office without a presenter: Ada would be drawn by the first build."""
    return Studio.open(new_workspace(tmp_path / "office"))


def write(office: Studio, name: str, words: str = "The door is open. Thank you.") -> Path:
    path = office.workspace.scripts / name
    path.write_text(f"---\nvoice: fake\n---\n{words}\n", encoding="utf-8")
    os.utime(path, (path.stat().st_mtime - 60,) * 2)  # so old that it may be remembered
    return path


def published(office: Studio, plan: Plan, scratch: Path) -> None:
    """Publish what a build would, without its pictures."""
    scratch.mkdir()
    (scratch / "video.mp4").write_text("a video")
    made = {
        "script": {"sha256": plan.script.sha256},
        "plan": plan.declared(),
        "outline": outline_for_manifest(
            plan.script, read_word_list(office.workspace.lexicon, plan.script.language)
        ),
        "files": file_facts(scratch),
        "presenter": {"name": plan.presenter},
    }
    write_json(scratch / "manifest.json", made)
    shelf = Shelf(plan.folder)
    shelf.publish(shelf.add(scratch, {}))


def shown(office: Studio) -> dict[str, Standing]:
    return {f"{one.slug} {one.language}": one for one in standings(office, TODAY)}


def test_the_standing_of_every_broadcast(office: Studio, tmp_path: Path) -> None:
    for name in ("hours.en.md", "fees.en.md", "fees.fr.md"):
        write(office, name)
    (office.workspace.scripts / "broken.en.md").write_text("Hello [pawse 2].\n")
    plans = {
        f"{p.script.slug} {p.script.language}": p for p in plan_all(office, ["hours", "fees"], Wishes(TODAY))
    }
    for name in ("hours en", "fees fr"):
        published(office, plans[name], tmp_path / name)
    found = shown(office)
    assert {name: one.name for name, one in found.items()} == {
        "broken en": "failed",
        "fees en": "not built",
        "fees fr": "up to date",
        "hours en": "up to date",
    }
    assert "broken.en.md:1" in found["broken en"].detail

    write(office, "hours.en.md", "The door is shut. Thank you.")
    found = shown(office)
    assert found["hours en"].name == "out of date" and "sentences" in found["hours en"].detail
    note_failure(office, plan_all(office, ["hours"], Wishes(TODAY))[0], "the disk broke")
    assert (shown(office)["hours en"].name, shown(office)["hours en"].detail) == ("failed", "the disk broke")
    write(office, "hours.en.md", "The door is blue. Thank you.")
    assert shown(office)["hours en"].name == "out of date", "another text may well succeed"

    (office.workspace.scripts / "fees.fr.md").unlink()
    assert shown(office)["fees fr"].name == "no script"


def test_an_edition_of_another_version(office: Studio, tmp_path: Path) -> None:
    """Its plan may be laid out in any way: it is out of date, and nothing fails over it."""
    write(office, "hours.en.md")
    (plan,) = plan_all(office, ["hours"], Wishes(TODAY))
    published(office, plan, tmp_path / "old")
    manifest = Shelf(plan.folder).path(1) / "manifest.json"
    for old in ({}, {"key": "x", "sentences": [["another", "layout"]]}):
        write_json(manifest, {"plan": old, "files": {}})
        standing = shown(office)["hours en"]
        assert (standing.name, "version of Herald" in standing.detail) == ("out of date", True)
        assert "another version" in "".join(why(office, "hours", None, TODAY))


def test_an_edit_of_the_lexicon_touches_what_has_the_word(office: Studio, tmp_path: Path) -> None:
    """Only such sentences, and so only such broadcasts, are out of date."""
    write(office, "hours.en.md", "Siobhan opens the door. Thank you.")
    write(office, "fees.en.md")
    for plan in plan_all(office, ["hours", "fees"], Wishes(TODAY)):
        published(office, plan, tmp_path / plan.script.slug)
    assert {one.name for one in standings(office, TODAY)} == {"up to date"}
    lexicon = office.workspace.root / "lexicon"
    lexicon.mkdir()
    (lexicon / "en.toml").write_text('[respell]\n"Siobhan" = "Shivawn"\n', encoding="utf-8")
    assert {name: one.name for name, one in shown(office).items()} == {
        "hours en": "out of date",
        "fees en": "up to date",
    }
    (line,) = why(office, "hours", None, TODAY)[1:]
    assert "Siobhan opens the door.: how words in it are said" in line
    (lexicon / "en.toml").write_text('[respell]\n"Siobhan" = \n', encoding="utf-8")
    assert {one.name for one in standings(office, TODAY)} == {"failed"}


def test_another_recording_is_noticed(office: Studio, tmp_path: Path) -> None:
    recording = office.workspace.scripts / "hours.wav"
    recording.write_bytes(b"one")
    os.utime(recording, (1, 1))
    script = write(office, "hours.en.md")
    script.write_text("---\naudio: hours.wav\n---\nThe door is open.\n", encoding="utf-8")
    os.utime(script, (1, 1))
    (plan,) = plan_all(office, ["hours"], Wishes(TODAY))
    published(office, plan, tmp_path / "made")
    for _ in range(2):  # read, then remembered
        assert shown(office)["hours en"].name == "up to date"
    recording.write_bytes(b"two")
    assert (shown(office)["hours en"].name, why(office, "hours", None, TODAY)[1:]) == (
        "out of date",
        ["  the recording changed"],
    )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("The door [pause 0.5] is open. Thank you.", "where it pauses"),
        ("The door is open. [pause 2] Thank you.", "pause"),
        ("The door is shut. Thank you.", "The door is open. -> The door is shut."),
        ("The door is open.", "removed: Thank you."),
    ],
)
def test_why_names_the_sentence(office: Studio, tmp_path: Path, words: str, reason: str) -> None:
    write(office, "hours.en.md")
    (plan,) = plan_all(office, ["hours"], Wishes(TODAY))
    published(office, plan, tmp_path / "made")
    write(office, "hours.en.md", words)
    assert any(reason in line for line in why(office, "hours", None, TODAY)[1:])


def test_the_outline_gives_the_key_of_the_plan(office: Studio) -> None:
    """Status and build cannot disagree: what is remembered of a script leads to the very same key."""
    write(office, "a.en.md")
    write(office, "b.fr.md", "Un. Deux. Trois.")
    planner = Planner(office, Wishes(TODAY))
    for _ in range(2):  # read, then remembered
        for one in outlines(office.workspace, TODAY):
            assert isinstance(one, Outline)
            (plan,) = plan_all(office, [one.slug], Wishes(TODAY))
            assert plan_key(*planner.outlined(one)) == plan.key


def test_scripts_are_read_again_only_if_they_changed(office: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(3):
        write(office, f"news-{i}.en.md")
    read: list[str] = []
    reading = outline._Reader.read

    def noted(self: outline._Reader, path: Path) -> object:
        read.append(path.name)
        return reading(self, path)

    monkeypatch.setattr(outline._Reader, "read", noted)
    before = list(outlines(office.workspace, TODAY))
    assert len(read) == 3
    assert list(outlines(office.workspace, TODAY)) == before and len(read) == 3
    write(office, "news-1.en.md", "Something else.")
    assert list(outlines(office.workspace, TODAY)) != before and read[3:] == ["news-1.en.md"]
    (office.workspace.root / "facts").mkdir()
    write(office, "news-2.en.md", "Call {{ fact.phone }}.")
    fact = office.workspace.facts / "office.yaml"
    for number in ("one", "two"):
        fact.write_text(f"phone: {{type: text, value: {number}}}\n")
        os.utime(fact, (len(read), len(read)))
        list(outlines(office.workspace, TODAY))
    assert read[4:] == ["news-2.en.md", "news-2.en.md"], "what is filled with a fact depends on the fact"


def test_what_is_published_is_not_read_to_see_that_nothing_changed(
    office: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing is remembered, the published edition knows the outline of its script."""
    write(office, "news.en.md")
    write(office, "fees.en.md", "Call {{ fact.phone }}.")
    (office.workspace.root / "facts").mkdir()
    (office.workspace.facts / "office.yaml").write_text("phone: {type: phone, value: 020 7946 0018}\n")
    for plan in plan_all(office, ["news", "fees"], Wishes(TODAY)):
        published(office, plan, tmp_path / plan.script.slug)
    read: list[str] = []
    reading = outline._Reader.read

    def noted(self: outline._Reader, path: Path) -> object:
        read.append(path.name)
        return reading(self, path)

    monkeypatch.setattr(outline._Reader, "read", noted)
    found = list(outlines(office.workspace, TODAY))
    assert read == ["fees.en.md"], "what is filled with a fact depends on the fact"
    assert {one.name for one in standings(office, TODAY)} == {"up to date"}
    office.workspace.outlines.unlink()
    monkeypatch.setattr(outline._Reader, "published", lambda self, path: None)
    assert list(outlines(office.workspace, TODAY)) == found
    office.workspace.outlines.unlink()
    monkeypatch.undo()
    write(office, "news.en.md", "Something else.")
    assert shown(office)["news en"].name == "out of date"


def test_status_loads_no_model_and_little_else(office: Studio) -> None:
    facts = office.workspace.presenters / "ada" / "presenter.toml"
    facts.parent.mkdir()
    facts.write_text(
        f'format = {FORMAT}\nname = "ada"\nkind = "talking"\nsize_px = [1280, 720]\nfps = "25"\n'
        'n_frames = 100\nidentity = "me"\n',
        encoding="utf-8",
    )
    for i in range(100):
        write(office, f"office-{i}.en.md", " ".join(f"This is sentence {j}." for j in range(20)))
    code = (
        "import re, sys; from pathlib import Path; from datetime import date\n"
        "from herald.studio import Studio; from herald.status import standings\n"
        "found = standings(Studio.open(Path(sys.argv[1])), date(2026, 11, 25))\n"
        "heavy = {'torch', 'cv2', 'ai_edge_litert', 'onnxruntime', 'scipy', 'librosa'} & set(sys.modules)\n"
        # The peak of getrusage would be that of the process that started this one, if it was larger.
        "peak_kb = int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        "print(len(found), len(heavy), peak_kb // 1024)\n"
    )
    command = [sys.executable, "-c", code, str(office.workspace.root)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    n_found, n_heavy, n_megabytes = (int(word) for word in done.stdout.split())
    assert (n_found, n_heavy) == (100, 0)
    assert n_megabytes < 300

"""The settings at the top of a script."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from herald.errors import Fault
from herald.media import Script

Read = Callable[..., Script]
Faults = Callable[..., list[Fault]]


def test_all_settings(read: Read) -> None:
    script = read(
        "---\ntitle: 'Hours: new'\npresenter: ada\nvoice: af_heart\nspeed: 0.9\nfps: 29.97\nsize: 1280x720\n"
        "# a note\n---\nHello."
    )
    assert script.title == "Hours: new"
    assert (script.presenter, script.voice, script.speed) == ("ada", "af_heart", 0.9)
    assert (script.fps, script.size_px) == (Fraction(30000, 1001), (1280, 720))
    assert [sentence.text for sentence in script.sentences] == ["Hello."]


def test_no_settings(read: Read) -> None:
    script = read("Hello.")
    assert (script.slug, script.language, script.title) == ("notice", "en", "notice")
    assert (script.presenter, script.voice, script.speed) == (None, None, 1.0)
    assert (script.fps, script.size_px, script.pause_before_ms) == (None, None, 0)


@pytest.mark.parametrize("front", ["---\n---\n", "---\n\n---\n", "---  \n# only a note\n...\n"])
def test_empty_settings(read: Read, front: str) -> None:
    assert len(read(f"{front}Hello.").sentences) == 1
    assert len(read(f"{front}Hello.", "notice.en.txt").sentences) == 1


@pytest.mark.parametrize(
    ("written", "attribute", "value"),
    [
        ("fps: 25", "fps", Fraction(25)),
        ('fps: "25"', "fps", Fraction(25)),
        ("fps: 24000/1001", "fps", Fraction(24000, 1001)),
        ("fps: 23.976", "fps", Fraction(24000, 1001)),
        ("fps: 12.5", "fps", Fraction(25, 2)),
        ("size: 1920 x 1080", "size_px", (1920, 1080)),
        ("size: 720×1280", "size_px", (720, 1280)),
        ("speed: 2", "speed", 2.0),
        ("speed: .5", "speed", 0.5),
        ("title: 2026", "title", "2026"),
        ("title: yes", "title", "yes"),
        ("title: >\n  two\n  lines", "title", "two lines"),
        ("voice: 007", "voice", "007"),
    ],
)
def test_values(read: Read, written: str, attribute: str, value: object) -> None:
    assert getattr(read(f"---\n{written}\n---\nHello."), attribute) == value


WRONG = [
    # place, message, suggestion
    ("titel: x", 2, 1, "no setting 'titel'", "Did you mean 'title'?"),
    ("Title: x", 2, 1, "no setting 'Title'", "Did you mean 'title'?"),
    ("colour: red", 2, 1, "no setting 'colour'", "There are: title, presenter"),
    ("language: en", 2, 1, "no setting 'language'", "file name"),
    ("title: a\ntitle: b", 3, 1, "set twice", "Keep one"),
    ("? [a]\n: b", 2, 3, "no setting", "There are"),
    ("speed: fast", 2, 8, "speed must be a number", "speed: 0.9"),
    ("speed: 3", 2, 8, "between 0.5 and 2", "speed: 0.9"),
    ("speed: .inf", 2, 8, "must be a number", "speed: 0.9"),
    ("speed: 1e0", 2, 8, "must be a number", "speed: 0.9"),
    ("speed: -1", 2, 8, "must be a number", "speed: 0.9"),
    ("fps: 0", 2, 6, "between 10 and 120", "fps: 25"),
    ("fps: 25/0", 2, 6, "must be a number or a fraction", "fps: 25"),
    ("fps: 1e999999999", 2, 6, "must be a number", "fps: 25"),
    ("fps: 1000", 2, 6, "between 10 and 120", "fps: 25"),
    ("fps: [25]", 2, 6, "one value", "fps: 25"),
    ("fps: {a: b}", 2, 6, "one value", "fps: 25"),
    ("size: big", 2, 7, "width x height", "1280x720"),
    ("size: 1281x720", 2, 7, "even", "1280x720"),
    ("size: 10x10", 2, 7, "between 128 and 4096", "1280x720"),
    ("size: 99999x720", 2, 7, "between 128 and 4096", "1280x720"),
    ("voice:", 2, 7, "has no value", "voice: af_heart"),
    ("voice: ''", 2, 8, "has no value", "voice: af_heart"),
    ("voice: ~", 2, 8, "has no value", "voice: af_heart"),
    ("voice: ../../etc", 2, 8, "not a name", "voice: af_heart"),
    ("presenter: a b", 2, 12, "not a name", "presenter: ada"),
    ("title: a: b", 2, 9, "not valid YAML", "quotes"),
    ("title: 'x", 2, 10, "not valid YAML", "quotes"),
    ("title: *x", 2, 8, "not valid YAML", "quotes"),
    ("\ttitle: x", 2, 1, "not valid YAML", "name: value"),
    ("just words", 2, 1, "lines of the form", "rule"),
    ("- a\n- b", 2, 1, "lines of the form", "rule"),
]


@pytest.mark.parametrize(("front", "line", "column", "message", "suggestion"), WRONG)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_wrong_settings(
    faults: Faults, front: str, line: int, column: int, message: str, suggestion: str, ending: str
) -> None:
    (fault,) = faults(f"---\n{front}\n---\nHello.".replace("\n", ending))
    assert message in fault.message
    assert suggestion in fault.suggestion
    assert (fault.place.line, fault.place.column) == (line, column)


def test_settings_that_never_end(faults: Faults) -> None:
    (fault,) = faults("---\ntitle: x\n\nHello.")
    assert (fault.place.line, fault.place.column) == (1, 1)
    assert "never end" in fault.message


def test_many_aliases_are_cheap(faults: Faults) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    assert len(faults(f"---\n{bomb}---\nHello.")) == 21

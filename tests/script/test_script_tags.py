"""Pauses, what is near to one, and brackets that are nothing of the kind."""

from collections.abc import Callable

import pytest

from herald.errors import Fault
from herald.media import Script
from herald.script.blocks import PARAGRAPH_PAUSE_MS, SENTENCE_PAUSE_MS

Read = Callable[..., Script]
Faults = Callable[..., list[Fault]]


def phrases(script: Script) -> list[list[tuple[str, int]]]:
    return [[(p.text, p.pause_after_ms) for p in s.phrases] for s in script.sentences]


def asked(script: Script) -> list[int]:
    """Return how much longer than natural the pause after each sentence is."""
    last = len(script.sentences) - 1
    natural = [SENTENCE_PAUSE_MS if i < last else PARAGRAPH_PAUSE_MS for i in range(last + 1)]
    return [s.pause_after_ms - n for s, n in zip(script.sentences, natural, strict=True)]


@pytest.mark.parametrize(
    ("tag", "ms"),
    [
        ("[pause 0.8]", 800),
        ("[pause 800ms]", 800),
        ("[pause 800 ms]", 800),
        ("[pause 0.8s]", 800),
        ("[pause .5]", 500),
        ("[pause 2]", 2000),
        ("[Pause 2]", 2000),
        ("[ pause 2 ]", 2000),
        ("[pause 60]", 60000),
        ("[pause 1] [pause 0.5]", 1500),
        ("**[pause 1]**", 1000),
    ],
)
def test_inside_a_sentence(read: Read, tag: str, ms: int) -> None:
    script = read(f"One {tag} two.")
    assert phrases(script) == [[("One", ms), ("two.", 0)]]
    assert asked(script) == [0]
    assert script.sentences[0].text == "One two."


@pytest.mark.parametrize(
    ("text", "expected", "after"),
    [
        ("One. [pause 1] Two.", [[("One.", 0)], [("Two.", 0)]], [1000, 0]),
        ("One [pause 1]. Two.", [[("One.", 0)], [("Two.", 0)]], [1000, 0]),
        ("One[pause 1], two.", [[("One,", 1000), ("two.", 0)]], [0]),
        ("One [pause 1]! Two.", [[("One!", 0)], [("Two.", 0)]], [1000, 0]),
        ("One. Two. [pause 1]", [[("One.", 0)], [("Two.", 0)]], [0, 1000]),
        ("One[pause 1]two.", [[("One", 1000), ("two.", 0)]], [0]),
        ("“One [pause 1]” she said.", [[("“One”", 1000), ("she said.", 0)]], [0]),
        ("He said [pause 1] “two”.", [[("He said", 1000), ("“two”.", 0)]], [0]),
        ('"One [pause 1]" she said.', [[('"One"', 1000), ("she said.", 0)]], [0]),
        ("One [pause 1] — [pause 1] two.", [[("One", 1000), ("— two.", 1000)]], [0]),
        ("One [pause 1] two [pause 2] three.", [[("One", 1000), ("two", 2000), ("three.", 0)]], [0]),
        ("One. [pause 1] [pause 2] Two.", [[("One.", 0)], [("Two.", 0)]], [3000, 0]),
        ("One 👋 [pause 1] 👋 two.", [[("One", 1000), ("two.", 0)]], [0]),
    ],
)
def test_where_the_pause_falls(
    read: Read, text: str, expected: list[list[tuple[str, int]]], after: list[int]
) -> None:
    script = read(text)
    assert phrases(script)[0][0] == expected[0][0]
    assert [s.text for s in script.sentences] == [" ".join(t for t, _ in s) for s in expected]
    assert asked(script) == after
    total = sum(p.pause_after_ms for s in script.sentences for p in s.phrases)
    assert total == sum(ms for s in expected for _, ms in s)


def test_between_paragraphs(read: Read) -> None:
    script = read("One.\n\n[pause 2]\n\nTwo.\n\n[pause 1] Three.")
    assert [s.pause_after_ms for s in script.sentences] == [
        PARAGRAPH_PAUSE_MS + 2000,
        PARAGRAPH_PAUSE_MS + 1000,
        PARAGRAPH_PAUSE_MS,
    ]


def test_before_the_first_sentence(read: Read) -> None:
    script = read("[pause 1]\n\n[pause 500ms] One.")
    assert script.pause_before_ms == 1500
    assert asked(script) == [0]


def test_in_chinese(read: Read) -> None:
    script = read("你好。[pause 1]世界[pause 0.5]很大。", "notice.zh.md")
    assert phrases(script) == [[("你好。", 0)], [("世界", 500), ("很大。", 0)]]
    assert asked(script) == [1000, 0]


def test_in_plain_text(read: Read) -> None:
    assert phrases(read("One [pause 1] two.", "notice.en.txt")) == [[("One", 1000), ("two.", 0)]]


def test_a_pause_does_not_change_the_id(read: Read) -> None:
    assert read("One [pause 1] two.").sentences[0].id == read("One two.").sentences[0].id


WRONG = [
    ("[pause]", "no length", "[pause 0.8]"),
    ("[pause 0,8]", "'0,8' is not the length", "Did you mean '[pause 0.8]'?"),
    ("[pause: 1]", "not the length", "Did you mean '[pause 1]'?"),
    ("[pause=1]", "not the length", "Did you mean '[pause 1]'?"),
    ("[pause 1 second]", "not the length", "Did you mean '[pause 1]'?"),
    ("[pause 500 millis]", "not the length", "Did you mean '[pause 500ms]'?"),
    ("[pause -1]", "not the length", "[pause 0.8]"),
    ("[pause 1e3]", "not the length", "[pause 1]"),
    ("[pause long]", "'long' is not the length", "[pause 0.8]"),
    ("[pause 0]", "does nothing", "[pause 0.8]"),
    ("[pause 800]", "at most 60 seconds", "Did you mean '[pause 800ms]'?"),
    ("[pause 99999999999999999999]", "at most 60 seconds", "[pause 0.8]"),
    ("[paus 1]", "no tag [paus]", "Did you mean '[pause 1]'?"),
    ("[puase 1]", "no tag [puase]", "Did you mean '[pause 1]'?"),
    ("[pausa]", "no tag [pausa]", "Did you mean '[pause 0.8]'?"),
    ("[break 1s]", "no tag [break]", "[pause 1s]"),
    ("[wait]", "no tag [wait]", "[pause 0.8]"),
    ("[music]", "no tag [music]", "only tag"),
    ("[volume 3]", "no tag [volume]", "only tag"),
    ("[laughs]", "no tag [laughs]", "<!--"),
    ("[date]", "to be filled in", "round brackets"),
    ("[INSERT NAME HERE]", "to be filled in", "Fill it in"),
    ("[your office]", "to be filled in", "Fill it in"),
    ("[XX]", "to be filled in", "Fill it in"),
    ("[___]", "to be filled in", "Fill it in"),
]


@pytest.mark.parametrize(("tag", "message", "suggestion"), WRONG)
@pytest.mark.parametrize("name", ["notice.en.md", "notice.en.txt"])
def test_wrong_tags(faults: Faults, tag: str, message: str, suggestion: str, name: str) -> None:
    (fault,) = faults(f"Some words {tag} here.", name)
    assert message in fault.message
    assert suggestion in fault.suggestion
    assert (fault.place.line, fault.place.column, fault.width) == (1, 12, len(tag))


@pytest.mark.parametrize(
    "text",
    [
        "[sic]",
        "[1]",
        "[the minister]",
        "[look it up in the book]",
        "[cause]",
        "[stop the press]",
        "[NATO]",
        "[…]",
        "[]",
        "[music of the night]",
        "[Annex 2]",
        "a[i] = b[j]",
    ],
)
def test_brackets_that_are_words(read: Read, text: str) -> None:
    assert read(f"Some words {text} here.").sentences[0].text == f"Some words {text} here."

"""What is read of each Markdown construct, and where it stands. The settings' place is in another file."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from herald.errors import Fault
from herald.media import Script
from herald.script.blocks import (
    BREAK_PAUSE_MS,
    HEADING_PAUSE_MS,
    ITEM_PAUSE_MS,
    PARAGRAPH_PAUSE_MS,
    SENTENCE_PAUSE_MS,
)

Read = Callable[..., Script]
Faults = Callable[..., list[Fault]]


def heard(script: Script) -> list[str]:
    return [sentence.text for sentence in script.sentences]


READ = [
    # emphasis, code, links
    ("Some *thin*, **bold**, ***both*** and __more__ text.", ["Some thin, bold, both and more text."]),
    ("Run `herald build` now.", ["Run herald build now."]),
    ("A `` `tick` `` here.", ["A `tick` here."]),
    ("See [the page](https://example.org/a_b 'title') now.", ["See the page now."]),
    ("See [the page][1] now.\n\n[1]: https://example.org", ["See the page now."]),
    ("See [the page] now.\n\n[the page]: https://example.org", ["See the page now."]),
    ("Go to <https://example.org/a>.", ["Go to https://example.org/a."]),
    ("Write to <me@example.org>.", ["Write to me@example.org."]),
    ("Go to https://example.org/a_b_c now.", ["Go to https://example.org/a_b_c now."]),
    ("snake_case_name and 2 * 3 * 4.", ["snake_case_name and 2 * 3 * 4."]),
    # escapes, entities, quotes
    (r"Not \*bold\* and 5 \< 6 and C:\dir.", [r"Not *bold* and 5 < 6 and C:\dir."]),
    ("Fish &amp; chips &copy; 2026 &#8212; so.", ["Fish & chips © 2026 — so."]),
    ("“Smart” quotes — and ‘these’… stay.", ["“Smart” quotes — and ‘these’… stay."]),
    # lines
    ("One\ntwo\n  three.", ["One two three."]),
    ("Town Hall  \nHigh Street 5\\\nOpen daily.", ["Town Hall", "High Street 5", "Open daily."]),
    ("We are open  \nfrom nine.", ["We are open from nine."]),
    ("今日は\n晴れです。", ["今日は晴れです。"]),
    # headings
    ("# One\n\nTwo\n===\n\n## Three ##\n\nFour\n---\n", ["One", "Two", "Three", "Four"]),
    ("# What? Now.", ["What?", "Now."]),
    # lists
    ("- one\n- two\n  more\n\n  and more\n", ["one", "two more", "and more"]),
    ("1. one\n2. two\n   1. three\n", ["one", "two", "three"]),
    ("3. three\n4. four", ["three", "four"]),
    ("- [ ] open\n- [x] done", ["open", "done"]),
    # quotes, rules, notes
    ("> Said he.\n> And she\nlazily.", ["Said he.", "And she lazily."]),
    ("One.\n\n***\n\nTwo.", ["One.", "Two."]),
    ("One.\n\n<!-- note -->\n\n<!-- a\nlong note -->\nTwo.", ["One.", "Two."]),
    ("One <!-- note --> two.", ["One two."]),
    # tables
    (
        "| Day | Hours |\n|---|---|\n| Mon | 9 to 5 |\n| **Tue** | 10 \\| 11 |",
        ["Mon: 9 to 5", "Tue: 10 | 11"],
    ),
    (
        "| Day | Open | Close |\n|---|:-:|---|\n| Mon | 9 | 5 |\n| Tue | 10 |",
        ["Mon: Open 9, Close 5", "Tue: Open 10"],
    ),
    ("| A | B |\n|---|---|\n| One. Two. | Three. |", ["One. Two.: Three."]),
    # what is no word
    ("Hello 👋🏽 there 🇬🇧! ☀️", ["Hello there!"]),
    ("Press 1️⃣. 👍", ["Press 1."]),
    ("Hi👋there 👋 , you. Né👋é.", ["Hi there, you.", "Né é."]),
    ("👨‍👩‍👧 Families welcome ❤️.", ["Families welcome."]),
    ("soft\u00adhyphen and zero\u200bwidth", ["softhyphen and zerowidth"]),
    ("नमस्\u200dते क\u094d\u200cष।", ["नमस्\u200dते क\u094d\u200cष।"]),
    ("Wait\u00a0a  \t bit.", ["Wait a bit."]),
    # brackets that are no tags
    ("He said [sic] that [the minister] left [1].", ["He said [sic] that [the minister] left [1]."]),
    ("An [EU] rule (see [Annex 2]).", ["An [EU] rule (see [Annex 2])."]),
    (r"Write \[pause 1\] for a pause.", ["Write [pause 1] for a pause."]),
    ("Write `[pause 1]` for a pause.", ["Write [pause 1] for a pause."]),
    # not empty, if only just
    ("42", ["42"]),
    ("One.\n\n—\n\nTwo.", ["One.", "Two."]),
]


@pytest.mark.parametrize(("text", "sentences"), READ, ids=[repr(text)[:50] for text, _ in READ])
def test_what_is_read(read: Read, text: str, sentences: list[str]) -> None:
    name = "notice.ja.md" if "今日" in text else "notice.en.md"
    assert heard(read(text, name)) == sentences


REFUSED = [
    ("![a cat](cat.png)", 1, 1, "cannot show a picture", "what it shows"),
    ("Some <b>bold</b> words.", 1, 6, "HTML is not read: <b>", "Delete the tag"),
    ("Line<br>break.", 1, 5, "HTML is not read", "new line"),
    ("Text.\n\n<div>\nx\n</div>", 3, 1, "HTML is not read: <div>", "Delete"),
    ("Text.\n\n  <!-- never\n\nended", 3, 3, "never ends", "-->"),
    ("Text.\n\n<!-- a --> Hello.", 3, 1, "what follows a comment", "new line"),
    ("Text.\n\n```\ncode\n```", 3, 1, "code cannot be read", "say it in words"),
    ("Text.\n\n    code", 3, 5, "four spaces", "Take the spaces away"),
    ("Text.[^1]\n\n[^1]: A note that is long.", 1, 6, "footnote", "Say it in the sentence"),
    ("Text [^a].", 1, 6, "footnote", "Say it"),
    ("Some ~~gone~~ text.", 1, 6, "struck out", "Delete it"),
    ("2026. A good year.", 1, 1, "'2026.'", r"2026\."),
    ("Text.\n\n   5. Mai ist frei.", 3, 4, "'5.'", r"5\."),
    ("|a|b|c|d|e|\n|-|-|-|-|-|\n|1|2|3|4|5|", 1, 1, "5 columns", "split the table"),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", 3, 11, "more cells", r"\|"),
    ("Dear {{ name }}, hello.", 1, 6, "not filled in: {{ name }}", "Write what"),
    ("Dear {{ first_name }}, hello.", 1, 6, "{{ first_name }}", "Write what"),
    ("Hello {% if x %} you.", 1, 7, "{% if x %}", "Write what"),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "suggestion"), REFUSED)
def test_what_is_refused(
    faults: Faults, text: str, line: int, column: int, message: str, suggestion: str
) -> None:
    fault = faults(text)[0]
    assert (fault.place.line, fault.place.column) == (line, column)
    assert message in fault.message
    assert suggestion in fault.suggestion


def test_kinds_and_natural_pauses(read: Read) -> None:
    blocks = [
        "# Title",
        "One. Two.",
        "- Ann\n- Bob. Cy",
        "> quote",
        "| x | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
    ]
    script = read("\n\n".join([*blocks, "Last.", "---", "End."]))
    assert [(s.kind, s.pause_after_ms) for s in script.sentences] == [
        ("heading", HEADING_PAUSE_MS),
        ("sentence", SENTENCE_PAUSE_MS),
        ("sentence", PARAGRAPH_PAUSE_MS),
        ("item", ITEM_PAUSE_MS),
        ("item", SENTENCE_PAUSE_MS),
        ("item", PARAGRAPH_PAUSE_MS),
        ("quote", PARAGRAPH_PAUSE_MS),
        ("cell", ITEM_PAUSE_MS),
        ("cell", PARAGRAPH_PAUSE_MS),
        ("sentence", BREAK_PAUSE_MS),
        ("sentence", PARAGRAPH_PAUSE_MS),
    ]


def test_pauses_are_in_order_of_weight() -> None:
    lengths = [SENTENCE_PAUSE_MS, ITEM_PAUSE_MS, PARAGRAPH_PAUSE_MS, HEADING_PAUSE_MS, BREAK_PAUSE_MS]
    assert lengths == sorted(lengths)


def test_a_heading_is_the_title_where_nothing_else_is(read: Read) -> None:
    assert read("# Hello *you*\n\nText.").title == "Hello you"
    assert read("---\ntitle: Mine\n---\n# Hello\n\nText.").title == "Mine"
    assert read("Text.\n\n# Hello").title == "notice"


def test_a_long_sentence_is_no_error(read: Read) -> None:
    text = "word " * 400 + "end."
    assert heard(read(text)) == [text]


# Places

PLACES = [
    ("One. Two.", [(1, 1), (1, 6)]),
    ("**One.** *Two.* [Three.](x.y/Three) Four.", [(1, 3), (1, 11), (1, 18), (1, 37)]),
    ("# One #\n\n  Two\n  ===\n", [(1, 3), (3, 3)]),
    ("- a\n-   b\n\n    c\n", [(1, 3), (2, 5), (4, 5)]),
    ("1.\tone\n2.\ttwo\n\n\tthree", [(1, 4), (2, 4), (4, 2)]),
    ("> Ann. Bob\n> Cy. Dan\n>> Eve", [(1, 3), (1, 8), (2, 7), (3, 4)]),
    ("> - Ann\n>   Bob. Cy\n", [(1, 5), (2, 10)]),
    ("One\ntwo. Three\n   four. Five.", [(1, 1), (2, 6), (3, 10)]),
    ("&amp; one. Two", [(1, 1), (1, 12)]),
    (r"\*one\*. Two", [(1, 1), (1, 10)]),
    ("`one`. Two", [(1, 2), (1, 8)]),
    ("<http://x.y>. Two", [(1, 2), (1, 15)]),
    ("| a | b |\n|---|---|\n|  b | a |\n| *c* | b |", [(3, 4), (4, 4)]),
    ("> | a | b |\n> |---|---|\n> | one | two |", [(3, 5)]),
    ("<!--\nx\n-->\n\nOne <!-- y --> two. Three", [(5, 1), (5, 21)]),
    ("👋 One. 👋 Two.", [(1, 3), (1, 10)]),
    ("[pause 1] One. [pause 1] Two.", [(1, 11), (1, 26)]),
    ("日本。 中国。", [(1, 1), (1, 5)]),
    ("\t\n\n One.", [(3, 2)]),
    ("[r]: http://x\nOne. [Two][r]. Three", [(2, 1), (2, 7), (2, 16)]),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "\ufeff", "---\ntitle: x\n---\n", "\ufeff---\ntitle: x\n...\n\n"])
def test_places(read: Read, text: str, places: list[tuple[int, int]], ending: str, before: str) -> None:
    name = "notice.ja.md" if "日本" in text else "notice.en.md"
    script = read((before + text).replace("\n", ending), name)
    shift = before.count("\n")
    found = [(s.place.line - shift, s.place.column) for s in script.sentences]
    assert found == places


def test_places_of_phrases(read: Read) -> None:
    (sentence,) = read("One **two\n[pause 0.5] three** four.").sentences
    assert [(p.text, p.place.line, p.place.column) for p in sentence.phrases] == [
        ("One two", 1, 1),
        ("three four.", 2, 13),
    ]


WORDS = (
    "word Word Dr. 9 a.m. **bold* *a* [text](http://word/Word) `code` x_y_z &amp; \\* end. What? So… “Yes.” "
    "<http://a.b/c> 👋 [sic] end<!--Word.--> **two**"
)
PIECES = WORDS.split()


@pytest.mark.parametrize("seed", range(40))
def test_every_place_is_where_the_words_are(read: Read, tmp_path: Path, seed: int) -> None:
    """Random documents: at each phrase's place stands its first character, or what is written for it."""
    chance = random.Random(seed)
    blocks = []
    for _ in range(chance.randint(1, 8)):
        words = chance.choices(PIECES, k=chance.randint(1, 25))
        text = (
            "A "
            + "".join(word + chance.choice([" ", " ", "  ", "\n", " [pause 1] "]) for word in words).strip()
        )
        prefix = chance.choice(["", "", "# ", "- ", "> ", "1. ", "> - "])
        indent = prefix.replace("#", " ").replace("-", " ").replace("1.", "  ")
        if prefix == "# ":
            text = text.replace("\n", " ")
        blocks.append(prefix + text.replace("\n", "\n" + indent))
    source = "\n\n".join(blocks)
    lines = source.split("\n")
    previous = (0, 0)
    for sentence in read(source).sentences:
        for phrase in sentence.phrases:
            place = (phrase.place.line, phrase.place.column)
            assert place > previous
            previous = place
            rest = lines[place[0] - 1][place[1] - 1 :]
            written = rest.replace("&amp;", "&") if rest.startswith("&") else rest.lstrip("\\")
            first_word = phrase.text.split()[0]
            assert written.startswith(first_word[:1])
            if first_word.isalpha():
                assert written.startswith(first_word)

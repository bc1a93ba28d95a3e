"""The sentences of a text, with their markup; the rest of the text stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from herald.translation.spans import replaced, spans_of, words_of
from herald.workspace import CHECKOUT
from tests.translation.conftest import SCRIPT

FILES = sorted([*(CHECKOUT / "templates").glob("*/*.j2"), *(CHECKOUT / "scripts_in").glob("*.md")])


def words(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(span.kind, words_of(text, span)) for span in spans_of(text, language)]


def test_markup_belongs_to_its_sentence() -> None:
    assert words(SCRIPT) == [
        ("heading", "Opening hours"),
        ("sentence", "From July we open at **nine**."),
        ("sentence", "Please ring the bell at the [side door](https://example.org/door)."),
        ("sentence", "Ask for [[Nguyen|nwɪn]], or call {{ fact.phone }}."),
        ("item", "On weekdays we close at five."),
        ("item", "On Saturday we close at noon [pause 300ms] sharp."),
        ("columns", "what | fee"),
        ("row", "adults | 4 euros"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**One. Two** three.", ["**One.", "Two** three."]),
        ("> A quote that\n> goes on. Two.", ["A quote that goes on.", "Two."]),
        ("2026\\. A good year.", ["2026\\.", "A good year."]),
        ("Wait.[pause 2]Go.", ["Wait.", "Go."]),
        (
            '[speed 0.9]Slow. Very [[Siobhan|"Shivawn"]].[/speed] [lang fr]Oui[/lang] so.',
            ["[speed 0.9]Slow.", 'Very [[Siobhan|"Shivawn"]].[/speed]', "[lang fr]Oui[/lang] so."],
        ),
        ("[voice bf_emma]\n\nGood evening.", ["Good evening."]),
        (
            "{{ fact.place }} is open. {{ fact.phone }} is our number.",
            ["{{ fact.place }} is open.", "{{ fact.phone }} is our number."],
        ),
        ("We close{% if x %} at {{ x }}{% endif %}.", ["We close{% if x %} at {{ x }}{% endif %}."]),
        ("{% if x %}Open.{% else %}Shut.{% endif %}", ["Open.", "Shut."]),
        ("{% if x %}\nOpen today:\n{% else %}\nShut today:\n{% endif %}", ["Open today:", "Shut today:"]),
        (
            "| a | b |\n|---|---|\n{% for x in y %}\n| {{ x.z }} | words |\n{% endfor %}",
            ["a | b", "{{ x.z }} | words"],
        ),
    ],
)
def test_edges(text: str, expected: list[str]) -> None:
    assert [said for _, said in words(text)] == expected


def test_chinese_has_no_spaces_between_sentences() -> None:
    assert [said for _, said in words("今天下雨。**明天晴天。后天**再说。", "zh")] == [
        "今天下雨。",
        "**明天晴天。",
        "后天**再说。",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_text_put_together_again_is_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    language = path.name.removesuffix(".md.j2").removesuffix(".md").rpartition(".")[2]
    spans = spans_of(text, language)
    assert spans
    same, places = replaced(text, spans, [text[span.start : span.stop] for span in spans], language, language)
    assert same == text
    assert [same[start:stop] for start, stop in places] == [text[span.start : span.stop] for span in spans]


def test_spaces_come_and_go_with_the_language() -> None:
    english, chinese = "One. Two.", "一。二。"
    assert replaced(english, spans_of(english, "en"), ["一。", "二。"], "en", "zh")[0] == chinese
    assert replaced(chinese, spans_of(chinese, "zh"), ["One.", "Two."], "zh", "en")[0] == english

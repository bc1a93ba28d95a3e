"""Every case of the tables beside this file, which translators extend: written, spoken, note."""

from pathlib import Path

import pytest

from tts.aloud import read_aloud

FOLDER = Path(__file__).parent / "reading"
FEWEST = 40

LANGUAGES = {
    "en": ("en-us", "en-gb"),
    **{tag: (tag,) for tag in ("en-us", "en-gb", "es", "fr", "it", "pt-br", "de", "zh", "ja", "hi")},
}
"""The tables, and the languages that each must hold for."""


def cases(table: str) -> list[tuple[str, str]]:
    lines = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    assert all(2 <= len(row) <= 3 for row in rows), f"{table}.tsv: a line has not two or three columns"
    return [(row[0], row[1]) for row in rows]


EVERY = [
    pytest.param(language, written, spoken, id=f"{language}-{number}")
    for table, languages in LANGUAGES.items()
    if (FOLDER / f"{table}.tsv").exists()
    for language in languages
    for number, (written, spoken) in enumerate(cases(table), 1)
]


@pytest.mark.parametrize(("language", "written", "spoken"), EVERY)
def test_reads_as_people_do(language: str, written: str, spoken: str) -> None:
    assert read_aloud(written, language).spoken == spoken


@pytest.mark.parametrize(("language", "written", "spoken"), EVERY)
def test_spans_cover_both_texts_in_order(language: str, written: str, spoken: str) -> None:
    reading = read_aloud(written, language)
    assert reading.text == written
    position = spoken_position = 0
    for span in reading.spans:
        assert (span.start, span.spoken_start) == (position, spoken_position)
        same = written[span.start : span.stop] == reading.spoken[span.spoken_start : span.spoken_stop]
        assert span.changed is not same
        position, spoken_position = span.stop, span.spoken_stop
    assert (position, spoken_position) == (len(written), len(reading.spoken))


@pytest.mark.parametrize("table", [name for name in LANGUAGES if name not in ("en-us", "en-gb")])
def test_each_language_has_enough_cases(table: str) -> None:
    written = [case[0] for case in cases(table)]
    assert len(written) >= FEWEST
    assert len(set(written)) == len(written)

"""A script goes to a translator and comes back as a script."""

from __future__ import annotations

import json

import polib
import pytest

from herald.errors import UserError
from herald.studio import Studio
from herald.template.reading import read_all
from herald.translation.holding import allow, without_stale
from herald.translation.receiving import accept
from herald.translation.units import ScriptPart
from tests.template.conftest import TODAY, places
from tests.translation.conftest import SCRIPT, Bureau, shouted

SPANISH = """\
---
title: "OPENING HOURS"
presenter: maria
speed: 0.9
---
# OPENING HOURS

<!-- Ask the porter before you change this. -->
FROM JULY WE OPEN AT **NINE**. [pause 0.8] PLEASE RING THE BELL AT THE \
[SIDE DOOR](https://example.org/door). ASK FOR [[Nguyen|nwɪn]], OR CALL {{ fact.phone }}.

- ON WEEKDAYS WE CLOSE AT FIVE.
- ON SATURDAY WE CLOSE AT NOON [pause 300ms] SHARP.

| WHAT | FEE |
|------|-----|
| ADULTS | 4 EUROS |
"""


@pytest.mark.parametrize("output", ["out.po", "out.xlf"])
def test_there_and_back(bureau: Bureau, output: str) -> None:
    imported = bureau.translate("hours", output=output)
    assert bureau.path("scripts_in/hours.es.md").read_text(encoding="utf-8") == SPANISH
    assert imported.n_units == 9
    english, spanish = read_all(
        bureau.workspace, [bureau.path(f"scripts_in/hours.{one}.md") for one in ("en", "es")], on=TODAY
    )
    assert [s.kind for s in spanish.script.sentences] == [s.kind for s in english.script.sentences]
    assert [s.pause_after_ms for s in spanish.script.sentences] == [
        s.pause_after_ms for s in english.script.sentences
    ]
    assert bureau.states() == []


def test_the_same_export_twice_is_the_same(bureau: Bureau) -> None:
    for output in ("a.po", "a.xlf"):
        bureau.export("hours", output=output)
        first = bureau.path(output).read_bytes()
        bureau.export("hours", output=output)
        assert bureau.path(output).read_bytes() == first


def test_what_a_translator_is_told(bureau: Bureau) -> None:
    part = ScriptPart(bureau.path("scripts_in/hours.en.md"), "hours", "en")
    (reading,) = read_all(bureau.workspace, [part.path], on=TODAY)
    sentences = [{"id": one.id, "seconds": 61.5 * i} for i, one in enumerate(reading.script.sentences)]
    bureau.office.write("outputs/hours/en/manifest.json", json.dumps({"sentences": sentences}))
    bureau.export("hours")
    entries = {entry.msgid: entry for entry in polib.pofile(str(bureau.path("out.po")))}
    bell = entries["Please ring the bell at the [side door](https://example.org/door)."]
    assert bell.occurrences == [("scripts_in/hours.en.md", "10")]
    assert bell.comment.startswith("sentence\nheard at 2:03.0 in the published edition\ntakes about ")
    assert "characters in translation" in bell.comment
    assert "not spoken" in entries["Opening hours"].comment or len(entries) == 8
    assert entries["adults | 4 euros"].comment.startswith("row of a table")


WRONG = [
    ("AT **NINE**.", "AT NINE.", "lost **", None),
    ("[SIDE DOOR](https://example.org/door)", "SIDE DOOR", "lost ](https://example.org/door)", None),
    ("[[Nguyen|nwɪn]]", "NGUYEN", "lost [[Nguyen|nwɪn]]", None),
    ("{{ fact.phone }}.", "{{ fact.fone }}.", "{{ fact.fone }} is not in the source", "{{ fact.fone }}"),
    ("[pause 300ms]", "[pause 3]", "[pause 3] is not in the source", "[pause 3]"),
    ("ADULTS | 4", "ADULTS 4", "lost |", None),
    ("ON WEEKDAYS", "- ON WEEKDAYS", "begins a list", "- ON WEEKDAYS"),
]


def test_everything_wrong_is_told_at_once_with_its_place(bureau: Bureau) -> None:
    bureau.export("hours")
    bureau.fill("out.po")
    bureau.retouch("out.po", *((old, new) for old, new, _, _ in WRONG), ("OPENING HOURS", ""))
    faults = bureau.faults()
    lines = bureau.path("out.po").read_text(encoding="utf-8").split("\n")
    for _, _, message, shown in WRONG:
        (fault,) = [one for one in faults if message in one.message]
        line = lines[fault.place.line - 1]
        assert fault.place.path.name == "out.po"
        assert line[fault.place.column - 1 :].startswith(shown or "")
        assert line.startswith("msgstr ")
    assert sum("is not translated" in fault.message for fault in faults) == 2
    assert not bureau.path("scripts_in/hours.es.md").exists()
    assert not bureau.path("scripts_in/hours.es.po").exists()


def test_a_paragraph_may_not_become_something_else(bureau: Bureau) -> None:
    bureau.office.write("scripts_in/a.en.md", "The end.\n\nOne more.\n")
    bureau.export("a")
    bureau.fill("out.po", lambda text: {"The end.": "<b>Fin</b>", "One more.": "~~Uno~~ más."}[text])
    messages = [fault.message for fault in bureau.faults()]
    assert len(messages) == 2 and "HTML" in messages[0] and "struck out" in messages[1]


def test_tags_are_kept(bureau: Bureau) -> None:
    bureau.office.write(
        "scripts_in/a.en.md", "[voice bf_emma]\n\n[lang fr]Bonjour[/lang] to [spell]BBC[/spell] [sic].\n"
    )
    bureau.export("a")
    bureau.fill("out.po", lambda _: "[lang fr]Bonjour[/lang] a la [spell]BBC.")
    assert ["lost [/spell]" in fault.message for fault in bureau.faults()] == [True]
    bureau.fill("out.po", lambda _: "[lang fr]Bonjour[/lang] a la [spell]BBC[/spell].")
    bureau.bring()
    expected = "[voice bf_emma]\n\n[lang fr]Bonjour[/lang] a la [spell]BBC[/spell].\n"
    assert bureau.path("scripts_in/a.es.md").read_text(encoding="utf-8") == expected


def test_ssml_is_refused(bureau: Bureau) -> None:
    bureau.office.write("scripts_in/a.en.ssml", "<speak>Hello.</speak>")
    with pytest.raises(UserError, match="SSML cannot be sent"):
        bureau.export("a")


def test_a_date_at_the_beginning_is_no_list(bureau: Bureau) -> None:
    bureau.office.write("scripts_in/a.en.md", "The first of May is free.\n")
    bureau.export("a", "de")
    bureau.fill("out.po", lambda _: "1. Mai ist frei.")
    bureau.bring()
    assert bureau.path("scripts_in/a.de.md").read_text(encoding="utf-8") == "1\\. Mai ist frei.\n"
    (reading,) = read_all(bureau.workspace, [bureau.path("scripts_in/a.de.md")], on=TODAY)
    assert [one.text for one in reading.script.sentences] == ["1. Mai ist frei."]


def test_fuzzy_is_not_translated(bureau: Bureau) -> None:
    bureau.export("hours")
    bureau.fill("out.po")
    bureau.edit("out.po", ("#: scripts_in/hours.en.md:13\n", "#: scripts_in/hours.en.md:13\n#, fuzzy\n"))
    (fault,) = bureau.faults()
    assert "fuzzy" in fault.message and "ON WEEKDAYS" not in fault.suggestion


def test_a_changed_sentence_is_stale_and_keeps_its_old_translation(bureau: Bureau) -> None:
    bureau.translate("hours")
    bureau.edit("scripts_in/hours.en.md", ("we close at five", "we close at six"))
    (state,) = bureau.states()
    assert (state.slug, state.language, state.condition) == ("hours", "es", "stale")
    assert "1 sentence has changed" in state.reason and "we close at six" in state.reason
    exported = bureau.export("hours")
    unsure = [one for one in exported.exchange.sent if not one.is_sure]
    assert [(one.previous, one.target) for one in unsure] == [
        ("On weekdays we close at five.", "ON WEEKDAYS WE CLOSE AT FIVE.")
    ]
    assert all(one.target for one in exported.exchange.sent)
    assert "#| msgid" in bureau.path("out.po").read_text(encoding="utf-8")
    bureau.fill("out.po")
    bureau.bring()
    assert bureau.states() == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("- On weekdays we close at five.\n", "", "1 sentence was taken out"),
        ("- On weekdays", "- New here.\n- On weekdays", "1 sentence has changed"),
        ("title: Opening hours", "title: Closing hours", "1 sentence has changed"),
        ("presenter: maria", "presenter: ada", ""),
        ("Ask the porter", "Ask the boss", ""),
    ],
)
def test_what_makes_a_translation_stale(bureau: Bureau, old: str, new: str, reason: str) -> None:
    bureau.translate("hours")
    bureau.edit("scripts_in/hours.en.md", (old, new))
    assert [state.reason[: len(reason)] for state in bureau.states()] == ([reason] if reason else [])


def test_a_translation_edited_by_hand_is_kept(bureau: Bureau) -> None:
    bureau.translate("hours")
    bureau.edit(
        "scripts_in/hours.es.md",
        ("ON WEEKDAYS WE", "ENTRE SEMANA"),
        ("presenter: maria", "presenter: ada\nvoice: ef_dora"),
    )
    bureau.edit("scripts_in/hours.en.md", ("at noon", "at one"))
    bureau.export("hours", output="out.xlf")
    text = bureau.path("out.xlf").read_text(encoding="utf-8")
    assert "ENTRE SEMANA CLOSE AT FIVE." in text
    bureau.edit("out.xlf", (' state="initial" subState="herald:fuzzy"', ""))
    bureau.bring("out.xlf")
    spanish = bureau.path("scripts_in/hours.es.md").read_text(encoding="utf-8")
    assert "- ENTRE SEMANA CLOSE AT FIVE.\n" in spanish
    assert "presenter: ada\nvoice: ef_dora\n" in spanish


def test_a_part_of_the_file_is_enough_where_the_rest_has_not_changed(bureau: Bureau) -> None:
    bureau.translate("hours")
    bureau.edit("scripts_in/hours.en.md", ("at five", "at six"))
    bureau.export("hours")
    file = polib.pofile(str(bureau.path("out.po")))
    for entry in list(file):
        if not entry.fuzzy:
            file.remove(entry)
        else:
            entry.flags, entry.msgstr = [], "A LAS SEIS."
    file.save()
    bureau.bring()
    assert "- A LAS SEIS.\n" in bureau.path("scripts_in/hours.es.md").read_text(encoding="utf-8")
    assert bureau.states() == []


def test_a_new_sentence_that_the_file_does_not_have(bureau: Bureau) -> None:
    bureau.export("hours")
    bureau.fill("out.po")
    bureau.edit("scripts_in/hours.en.md", ("- On weekdays", "- New here.\n- On weekdays"))
    faults = bureau.faults()
    assert places(faults) == [("hours.en.md", 13, 3)]
    assert "New here." in faults[0].message


def test_accepted_by_hand(bureau: Bureau) -> None:
    bureau.office.write("scripts_in/hours.es.md", SPANISH)
    assert bureau.states() == []
    accept(bureau.workspace, "hours", "es", on=TODAY)
    bureau.edit("scripts_in/hours.en.md", ("at five", "at six"))
    assert [state.condition for state in bureau.states()] == ["stale"]
    bureau.edit("scripts_in/hours.es.md", ("AT FIVE", "AT SIX"))
    accept(bureau.workspace, "hours", "es", on=TODAY)
    assert bureau.states() == []
    bureau.edit("scripts_in/hours.es.md", ("- ON SATURDAY WE CLOSE AT NOON [pause 300ms] SHARP.\n", ""))
    with pytest.raises(UserError, match="Make as many"):
        accept(bureau.workspace, "hours", "es", on=TODAY)


def test_sentences_translated_elsewhere_are_filled_in(bureau: Bureau) -> None:
    bureau.translate("hours")
    bureau.office.write(
        "scripts_in/b.en.md", "On weekdays we close at five. On weekdays we close at six. Never seen.\n"
    )
    sent = bureau.export("b").exchange.sent
    assert (sent[0].target, sent[0].is_sure) == ("ON WEEKDAYS WE CLOSE AT FIVE.", True)
    assert (sent[1].target, sent[1].is_sure) == ("ON WEEKDAYS WE CLOSE AT FIVE.", False)
    assert sent[1].previous == "On weekdays we close at five."
    assert sent[2].target == ""
    assert bureau.export("b", "fr").exchange.sent[0].target == ""


def test_a_translation_that_is_too_long(bureau: Bureau) -> None:
    warnings = bureau.translate(
        "hours", by=lambda text: shouted(text) if "five" not in text else "UNO DOS " * 12
    ).warnings
    assert len(warnings) == 1
    assert warnings[0].startswith("hours.en.md:13: about ") and "times the" in warnings[0]


def test_missing_languages(bureau: Bureau) -> None:
    bureau.edit("scripts_in/hours.en.md", ("speed: 0.9\n", "speed: 0.9\nlanguages: [es, fr]\n"))
    assert [(one.language, one.condition) for one in bureau.states()] == [
        ("es", "missing"),
        ("fr", "missing"),
    ]
    bureau.translate("hours")
    assert [(one.language, one.condition) for one in bureau.states()] == [("fr", "missing")]


@pytest.mark.parametrize(
    ("name", "language", "message"),
    [
        ("houres", "es", "Did you mean 'hours'"),
        ("hours", "en", "nothing to translate it from"),
        ("hours", "jp", "Did you mean 'ja'"),
    ],
)
def test_what_cannot_be_exported(bureau: Bureau, name: str, language: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        bureau.export(name, language)


def test_plain_text(bureau: Bureau) -> None:
    bureau.office.write("scripts_in/t.en.txt", "One * two. Three.\n\nFour.\n")
    bureau.translate("t")
    assert bureau.path("scripts_in/t.es.txt").read_text(encoding="utf-8") == "ONE * TWO. THREE.\n\nFOUR.\n"
    assert SCRIPT  # the other script is not touched
    assert bureau.path("scripts_in/hours.en.md").read_text(encoding="utf-8") == SCRIPT


class Planned:
    """What `without_stale` looks at of a plan."""

    def __init__(self, script: object) -> None:
        self.script = script


def test_a_stale_language_is_not_built_unless_told_so(bureau: Bureau) -> None:
    bureau.translate("hours")
    bureau.edit("scripts_in/hours.en.md", ("at five", "at six"))
    paths = [bureau.path(f"scripts_in/hours.{one}.md") for one in ("en", "es")]
    plans = [Planned(one.script) for one in read_all(bureau.workspace, paths, on=TODAY)]
    studio = Studio.open(bureau.workspace.root)
    assert [plan.script.language for plan in without_stale(studio, plans, TODAY)] == ["en"]
    expected = r"(?s)es is not built: 1 sentence has changed.*--stale-ok, or herald translate allow hours"
    with pytest.raises(UserError, match=expected):
        without_stale(studio, plans[1:], TODAY)
    allow(bureau.workspace, "hours", "es", on=TODAY)
    assert without_stale(studio, plans, TODAY) == plans
    assert [state.condition for state in bureau.states()] == ["stale"]
    bureau.translate("hours")
    bureau.edit("scripts_in/hours.en.md", ("at six", "at ten"))
    assert len(without_stale(studio, plans, TODAY)) == 1

"""Every template that comes with the product, in every language, filled with its own examples."""

# ruff: noqa: E501 - tables are easier to read with one case on each line

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from herald.media import Script
from herald.template.checking import check_template
from herald.template.examples import example_broadcasts
from herald.template.faults import Faults
from herald.template.library import Library
from herald.template.reading import open_library, read_broadcast
from herald.workspace import CHECKOUT, Workspace
from tests.template.conftest import TODAY

LANGUAGES = ("de", "en", "es", "fr", "zh")
NAMES = (
    "emergency-notice",
    "faq",
    "fee-table",
    "opening-hours",
    "policy-change",
    "service-disruption",
    "weekly-bulletin",
)

SAID = {
    "opening-hours": {
        "en": ["Monday to Thursday, from 9 a.m. to 7 p.m.", "Saturdays, from 10:30 a.m. to 4 p.m.", "15 minutes"],
        "es": ["De lunes a jueves, de las 9 de la mañana a las 7 de la tarde.", "Cerramos los domingos.", "15 minutos"],
        "fr": ["Du lundi au jeudi, de 9 heures à 19 heures.", "fermés le dimanche", "15 minutes"],
        "de": ["Montags bis donnerstags von 9 Uhr bis 19 Uhr.", "Sonntags haben wir geschlossen.", "15 Minuten"],
        "zh": ["星期一至星期四，上午9点至晚上7点。", "星期日休息。", "15分钟"],
    },
    "policy-change": {
        "en": ["It takes effect on Monday, November 2, 2026.", "Until Monday, November 30, 2026,"],
        "es": ["Entra en vigor el lunes 2 de noviembre de 2026.", "Hasta el lunes 30 de noviembre de 2026"],
        "fr": ["Il entre en vigueur le lundi 2 novembre 2026.", "Jusqu’au lundi 30 novembre 2026,"],
        "de": ["Sie gilt ab Montag, 2. November 2026.", "Bis Montag, 30. November 2026"],
        "zh": ["自2026年11月2日星期一起生效。", "截至2026年11月30日星期一"],
    },
    "fee-table": {
        "en": ["Adults: €4.50, until now €4.20.", "Lockers: €0.50.", "20% less"],
        "es": ["Adultos: 4,50 €; hasta ahora, 4,20 €.", "Taquillas: 0,50 €.", "un 20 % menos"],
        "fr": ["Adultes : 4,50 €, contre 4,20 € jusqu’à présent.", "Casiers : 0,50 €.", "20 % de moins"],
        "de": ["Erwachsene: 4,50 €, bisher 4,20 €.", "Schließfächer: 0,50 €.", "20 % weniger"],
        "zh": ["成人：4.5欧元，原价4.2欧元。", "储物柜：0.5欧元。", "20%"],
    },
    "service-disruption": {
        "en": ["It begins on Monday, October 5, 2026 at 8 a.m.", "October 16, 2026 at 5:30 p.m.", "020 7946 0018."],
        "es": ["el lunes 5 de octubre de 2026, a las 8 de la mañana.", "a las 5 y media de la tarde."],
        "fr": ["le lundi 5 octobre 2026, à 8 heures.", "à 17 heures 30.", "020 7946 0018."],
        "de": ["am Montag, 5. Oktober 2026, um 8 Uhr.", "um 17:30 Uhr."],
        "zh": ["2026年10月5日星期一上午8点", "下午5点半", "020 7946 0018"],
    },
    "faq": {
        "en": ["What do I do if I have lost my card?", "the form with your signature,", "Call us on 020 7946 0018."],
        "es": ["¿Qué hago si he perdido mi carné?", "Llámenos al 020 7946 0018."],
        "fr": ["Que faire si j’ai perdu ma carte ?", "Appelez-nous au 020 7946 0018."],
        "de": ["Was mache ich, wenn ich meinen Ausweis verloren habe?", "020 7946 0018."],
        "zh": ["借书证丢了怎么办？", "请致电020 7946 0018。"],
    },
    "emergency-notice": {
        "en": ["Emergency: Gas leak in Mill Lane", "on Monday, October 5, 2026 at 2:20 p.m.", "call 112.", "at 3 p.m."],
        "es": ["Emergencia: Fuga de gas en Mill Lane", "a las 2 y 20 de la tarde.", "llame al 112."],
        "fr": ["Urgence : Fuite de gaz dans Mill Lane", "à 14 heures 20.", "appelez le 112.", "à 15 heures."],
        "de": ["Notfall: Gasaustritt in der Mill Lane", "vom Montag, 5. Oktober 2026, 14:20 Uhr.", "wählen Sie 112."],
        "zh": ["紧急通知：磨坊巷煤气泄漏", "2026年10月5日星期一下午2点20分", "请拨打112。"],
    },
    "weekly-bulletin": {
        "en": ["Mill Lane: the week of October 5", "2 pieces of news", "Tuesday, October 6, at 7 p.m.: council meeting, in"],
        "es": ["semana del 5 de octubre", "2 noticias", "Martes 6 de octubre, a las 7 de la tarde: sesión del concejo"],
        "fr": ["semaine du 5 octobre", "2 nouvelles", "Mardi 6 octobre, à 19 heures : séance du conseil municipal, à"],
        "de": ["die Woche ab 5. Oktober", "2 Nachrichten", "Dienstag, 6. Oktober, um 19 Uhr: Sitzung des Gemeinderats, im"],
        "zh": ["10月5日", "2条消息", "10月6日星期二晚上7点：议会会议"],
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library(Workspace.at(None), TODAY, Faults())


def example(library: Library, name: str, language: str, **options: bool) -> list[Script]:
    faults = Faults()
    template = library.template(name, faults)
    assert template is not None
    made = example_broadcasts(template, template.languages, **options)
    readings = [read_broadcast(broadcast, language, library, faults) for broadcast in made]
    faults.raise_if_any()
    return [reading.script for reading in readings if reading]


def test_all_are_there(library: Library) -> None:
    assert set(NAMES) <= set(library.names())
    for name in NAMES:
        assert library.template(name, Faults()).languages == LANGUAGES


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with_it(library: Library, name: str) -> None:
    faults = Faults()
    check_template(name, library, faults)
    faults.raise_if_any()


@pytest.mark.parametrize(("name", "language"), [(name, language) for name in NAMES for language in LANGUAGES])
def test_its_example_says_the_values(library: Library, name: str, language: str) -> None:
    script = example(library, name, language)[0]
    text = "\n".join(sentence.text for sentence in script.sentences)
    missing = [said for said in SAID[name][language] if said not in text]
    assert not missing, text
    assert len(script.sentences) >= 6
    assert script.sentences[0].kind == "heading"
    for stray in ("{{", "{%", "None", "..", "。。", " ,", "\\", "**", "EUR"):
        assert stray not in text


@pytest.mark.parametrize(("name", "language"), [(name, language) for name in NAMES for language in LANGUAGES])
def test_it_says_less_when_less_is_given(library: Library, name: str, language: str) -> None:
    full = example(library, name, language)[0]
    short = example(library, name, language, only_required=True)[0]
    assert 2 <= len(short.sentences) < len(full.sentences)
    assert short.language == language


@pytest.mark.parametrize("name", NAMES)
def test_every_language_says_as_much(library: Library, name: str) -> None:
    # A sentence that was forgotten in one language, or two that run together, show here.
    items = {
        language: [
            s.kind for s in example(library, name, language)[0].sentences if s.kind in ("heading", "item")
        ]
        for language in LANGUAGES
    }
    assert all(kinds == items["en"] for kinds in items.values())
    counts = {language: len(example(library, name, language)[0].sentences) for language in LANGUAGES}
    assert max(counts.values()) - min(counts.values()) <= 3, counts


def test_regions_use_the_words_of_their_language(library: Library) -> None:
    british = example(library, "opening-hours", "en-gb")[0]
    assert british.language == "en-gb"
    assert "From Monday, 5 October 2026, Mill Lane Library is open at these times:" in [
        sentence.text for sentence in british.sentences
    ]


def test_questions_give_a_script_each_and_one_with_all(library: Library) -> None:
    whole, *each = example(library, "faq", "en")
    assert [script.sentences[0].text for script in each] == [
        "What do I do if I have lost my card?",
        "Can my children have a card of their own?",
    ]
    assert [s.text for s in whole.sentences if s.kind == "heading"][1:] == [s.sentences[0].text for s in each]
    # What is said in both is the same sentence, so that its sound and its pictures are made once.
    ids = {sentence.id for sentence in whole.sentences}
    assert all({sentence.id for sentence in script.sentences} <= ids for script in each)


def test_the_all_clear(library: Library, tmp_path) -> None:
    faults = Faults()
    template = library.template("emergency-notice", faults)
    broadcast = next(example_broadcasts(template, ["en"]))
    from dataclasses import replace

    over = replace(broadcast.data.nodes["all_clear"], text="yes")
    data = replace(broadcast.data, nodes={**broadcast.data.nodes, "all_clear": over})
    reading = read_broadcast(replace(broadcast, data=data, records={}), "en", library, faults)
    faults.raise_if_any()
    said = [sentence.text for sentence in reading.script.sentences]
    assert said[0] == "All clear: Gas leak in Mill Lane"
    assert "The danger is over." in said
    assert "We repeat." not in said


def test_the_same_everywhere_and_every_time() -> None:
    code = (
        "from pathlib import Path; from datetime import date; import hashlib\n"
        "from herald.template.faults import Faults; from herald.workspace import Workspace\n"
        "from herald.template.examples import example_broadcasts\n"
        "from herald.template.reading import open_library, read_broadcast\n"
        "faults = Faults(); library = open_library(Workspace.at(None), date(2026, 10, 1), faults)\n"
        "digest = hashlib.sha256()\n"
        "for name in library.names():\n"
        "    template = library.template(name, faults)\n"
        "    for broadcast in example_broadcasts(template, template.languages):\n"
        "        for language in template.languages:\n"
        "            reading = read_broadcast(broadcast, language, library, faults)\n"
        "            digest.update(reading.script.sha256.encode())\n"
        "            digest.update(repr(reading.script.sentences).encode())\n"
        "print(digest.hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, locale, zone in (("1", "C", "UTC"), ("2", "de_DE.UTF-8", "Pacific/Auckland"))
    }
    assert len(seen) == 1

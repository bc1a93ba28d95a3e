"""Texts of data files, and the words of templates, go to a translator and come back."""

from __future__ import annotations

import json

import pytest

from herald.template.checking import check
from tests.template.conftest import TODAY
from tests.translation.conftest import Bureau

FEES = """\
template: fee-table   # of the pool
languages: [en, fr]

data:
  headline:
    en: Prices at the pool
    fr: Tarifs de la piscine
  starts: 2027-01-01
  fees:
    - what: {en: adults, fr: adultes}   # all of them
      fee: 4.50 EUR
    - what: {en: lockers, fr: casiers}
      fee: 0.50 EUR
"""

FEES_IN_SPANISH = """\
template: fee-table   # of the pool
languages: [en, fr, es]

data:
  headline:
    en: Prices at the pool
    fr: Tarifs de la piscine
    es: PRICES AT THE POOL
  starts: 2027-01-01
  fees:
    - what: {en: adults, fr: adultes, es: "ADULTS"}   # all of them
      fee: 4.50 EUR
    - what: {en: lockers, fr: casiers, es: "LOCKERS"}
      fee: 0.50 EUR
"""

FAQ = """\
template: faq
languages: en
data:
  topic: Your library card
  questions:
    - slug: lost
      question: What if it is lost?
      answer: |
        Tell us at once. A new card takes **five** minutes.

        - Bring a form.
        - Bring a pen.
"""

FAQ_IN_SPANISH = """\
template: faq
languages: "en, es"
data:
  topic: {en: "Your library card", es: "YOUR LIBRARY CARD"}
  questions:
    - slug: lost
      question: {en: "What if it is lost?", es: "WHAT IF IT IS LOST?"}
      answer:
        en: |
          Tell us at once. A new card takes **five** minutes.

          - Bring a form.
          - Bring a pen.
        es: |
          TELL US AT ONCE. A NEW CARD TAKES **FIVE** MINUTES.

          - BRING A FORM.
          - BRING A PEN.
"""


@pytest.mark.parametrize(
    ("before", "after"), [(FEES, FEES_IN_SPANISH), (FAQ, FAQ_IN_SPANISH)], ids=["fees", "faq"]
)
@pytest.mark.parametrize("output", ["out.po", "out.xlf"])
def test_only_the_new_texts_are_put_in(bureau: Bureau, before: str, after: str, output: str) -> None:
    bureau.office.write("scripts_in/pool.yaml", before)
    bureau.translate("pool", output=output)
    path = bureau.path("scripts_in/pool.yaml")
    assert path.read_text(encoding="utf-8") == after
    check(bureau.workspace, [path], on=TODAY)
    assert bureau.states() == []
    bureau.translate("pool", output=output)
    assert path.read_text(encoding="utf-8") == after


def test_a_changed_text_is_stale_in_the_languages_that_followed_it(bureau: Bureau) -> None:
    bureau.office.write("scripts_in/pool.yaml", FEES)
    bureau.translate("pool")
    bureau.edit("scripts_in/pool.yaml", ("en: lockers", "en: big lockers"))
    (state,) = bureau.states()
    assert (state.language, state.condition, state.place.line if state.place else 0) == ("es", "stale", 13)
    sent = bureau.export("pool").exchange.sent
    assert [(one.target, one.previous) for one in sent if not one.is_sure] == [("LOCKERS", "lockers")]
    bureau.fill("out.po")
    bureau.bring()
    assert 'es: "BIG LOCKERS"' in bureau.path("scripts_in/pool.yaml").read_text(encoding="utf-8")
    assert bureau.states() == []


def test_only_the_record_that_changed_is_stale(bureau: Bureau) -> None:
    records = "template: opening-hours\nlanguages: [en]\nrecords:\n"
    for slug in ("north", "south"):
        records += f"  - slug: {slug}\n    place: {slug} library\n"
        records += "    hours: [{days: mon-fri, open: 9:00, close: 17:00}]\n"
        records += f"    exceptions: [{{day: 2026-12-24, reason: {{en: a party in the {slug}}}}}]\n"
    bureau.office.write("scripts_in/all.yaml", records)
    bureau.translate("all")
    bureau.edit("scripts_in/all.yaml", ("en: a party in the south", "en: a wedding in the south"))
    assert [(one.slug, one.language, one.condition) for one in bureau.states()] == [("south", "es", "stale")]


def test_json(bureau: Bureau) -> None:
    data = {"topic": "Cards", "questions": [{"slug": "a", "question": {"en": "Why?"}, "answer": "So."}]}
    bureau.office.write(
        "scripts_in/f.json", json.dumps({"template": "faq", "languages": ["en"], "data": data})
    )
    bureau.translate("f")
    new = json.loads(bureau.path("scripts_in/f.json").read_text(encoding="utf-8"))
    assert new["languages"] == ["en", "es"]
    assert new["data"]["topic"] == {"en": "Cards", "es": "CARDS"}
    assert new["data"]["questions"][0] == {
        "slug": "a",
        "question": {"en": "Why?", "es": "WHY?"},
        "answer": {"en": "So.", "es": "SO."},
    }


def test_a_table(bureau: Bureau) -> None:
    bureau.office.write(
        "scripts_in/o.yaml", "template: opening-hours\nlanguages: [en]\nslug: office\nrecords: o.csv\n"
    )
    bureau.office.write(
        "scripts_in/o.csv",
        "office,place,hours.1.days,hours.1.open,hours.1.close,closed,exceptions.1.day,exceptions.1.reason\n"
        'north,North,mon-fri,09:00,17:00,,2026-12-24,"a party, again"\n'
        "south,South,mon-fri,09:00,17:00,,2026-12-24,a wedding\n",
    )
    bureau.translate("o")
    assert bureau.path("scripts_in/o.csv").read_text(encoding="utf-8").splitlines() == [
        "office,place,hours.1.days,hours.1.open,hours.1.close,closed,exceptions.1.day,exceptions.1.reason.en,"
        "exceptions.1.reason.es",
        'north,North,mon-fri,09:00,17:00,,2026-12-24,"a party, again","A PARTY, AGAIN"',
        "south,South,mon-fri,09:00,17:00,,2026-12-24,a wedding,A WEDDING",
    ]
    check(bureau.workspace, [bureau.path("scripts_in/o.yaml")], on=TODAY)


def test_a_language_that_the_template_does_not_have(bureau: Bureau) -> None:
    bureau.office.write("scripts_in/pool.yaml", FEES)
    bureau.translate("pool", "it")
    words = bureau.path("templates/fee-table/it.md.j2").read_text(encoding="utf-8")
    assert "{% if starts %}\nTHESE PRICES ARE VALID FROM {{ starts }}:\n{% else %}" in words
    assert bureau.office.template_faults("fee-table") == []
    check(bureau.workspace, [bureau.path("scripts_in/pool.yaml")], on=TODAY)
    assert bureau.states() == []
    bureau.edit("templates/fee-table/en.md.j2", ("These are our prices:", "These are our new prices:"))
    (state,) = bureau.states()
    assert (state.slug, state.language, state.condition) == ("pool", "it", "stale")
    assert "template 'fee-table'" in state.reason


def test_a_template_by_its_name(bureau: Bureau) -> None:
    bureau.translate("faq", "it")
    assert sorted(path.name for path in bureau.path("templates/faq").glob("*it.md.j2")) == [
        "each.it.md.j2",
        "it.md.j2",
    ]
    assert bureau.office.template_faults("faq") == []


def test_forms_of_a_plural_are_words(bureau: Bureau) -> None:
    bureau.office.template(
        "title: T\nsummary: S\nfields: {n: {type: integer, help: H, example: 3}}\n",
        'Wait {{ n|plural("one day", "# days") }}.\n',
    )

    def by(text: str) -> str:
        return 'Espere {{ n|plural("un día", many="# días", other="# días") }}.' if "plural" in text else text

    bureau.translate("own", "es", by=by)
    assert "un día" in bureau.path("templates/own/es.md.j2").read_text(encoding="utf-8")
    bureau.export("own", "es")
    bureau.fill("out.po", lambda text: "Espere {{ n|plural('un día', '# días') }} y {{ m }}.")
    assert any("{{ m }} is not in the source" in fault.message for fault in bureau.faults())


def test_a_missing_text(bureau: Bureau) -> None:
    bureau.office.write("scripts_in/pool.yaml", FEES.replace("{en: lockers, fr: casiers}", "{en: lockers}"))
    (state,) = bureau.states()
    assert (state.language, state.condition) == ("fr", "missing")
    assert "'what' has no text in fr" in state.reason


def test_an_expired_fact(bureau: Bureau) -> None:
    bureau.office.write(
        "facts/t.yaml", "ticket: {type: money, values: [{value: 3 EUR, valid_until: 2026-09-30}]}\n"
    )
    bureau.office.write("scripts_in/a.en.md", "A ticket costs {{ fact.ticket }}.\n")
    bureau.office.write("scripts_in/pool.yaml", FEES.replace("4.50 EUR", '"{{ fact.ticket }}"'))
    found = {(one.slug, one.language, one.condition) for one in bureau.states()}
    assert found == {("a", "en", "expired"), ("pool", "en", "expired"), ("pool", "fr", "expired")}
    assert "has expired on 2026-09-30" in bureau.states()[0].reason

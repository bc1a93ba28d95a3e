"""Facts: their types, their dates, and where they may stand."""

# ruff: noqa: E501 - data files and tables of cases are easier to read as they are

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from herald.errors import ScriptErrors, UserError
from herald.facts import NoFact, read_facts
from herald.facts_impact import impact, list_facts
from tests.template.conftest import TODAY, Office, places

FACTS = """\
phone: {type: phone, value: 020 7946 0018, note: front desk}
ticket:
  type: money
  values:
    - {value: 3.50 EUR, valid_from: 2027-01-01}
    - {value: 3.20 EUR, valid_until: 2026-12-31}
opens: {type: time, value: 9:00}
office:
  type: text
  value:
    en: the town hall
    es: el ayuntamiento
seats: {type: integer, value: 40}
summer:
  type: yes
"""

GOOD = FACTS.replace("summer:\n  type: yes\n", "")

SCHEMA = """\
title: Own
summary: For tests.
fields:
  place: {type: name, help: A place., example: Mill Lane}
  fee: {type: money, required: no, help: How much., example: 3 EUR}
  note: {type: text, required: no, help: More., example: Come}
  story: {type: markdown, required: no, help: More., example: Come}
  rows:
    type: list
    required: no
    help: Rows.
    of:
      what: {type: name, help: What.}
      fee: {type: money, help: How much.}
    example: [{what: Adults, fee: 3 EUR}]
"""


@pytest.fixture
def own(office: Office) -> Office:
    office.write("facts/office.yaml", GOOD)
    return office


def test_values_and_their_days(own: Office) -> None:
    facts = read_facts(own.workspace.facts, TODAY)
    assert str(facts.value("ticket", "en").amount) == "3.20"
    for day, amount in ((date(2026, 12, 31), "3.20"), (date(2027, 1, 1), "3.50"), (date(2030, 1, 1), "3.50")):
        assert str(read_facts(own.workspace.facts, day).value("ticket", "en").amount) == amount
    assert facts.value("office", "en-gb") == "the town hall"
    assert facts.value("office", "es") == "el ayuntamiento"
    with pytest.raises(NoFact, match="no text in fr"):
        facts.value("office", "fr")
    with pytest.raises(NoFact, match="no fact 'fone'"):
        facts.value("fone", "en")
    assert facts.changes_after() == {"ticket": date(2027, 1, 1)}


def test_a_day_without_a_value(own: Office) -> None:
    own.write("facts/more.yaml", "gone: {type: name, values: [{value: x, valid_until: 2025-12-31}]}\n")
    own.write("scripts_in/a.en.md", "Here is {{ fact.gone }}.\n")
    (fault,) = own.faults("a.en.md")
    assert fault.message == "the fact 'gone' has no value for 2026-10-01"
    assert places([fault]) == [("a.en.md", 1, 9)]
    assert "more.yaml, line 1" in fault.suggestion
    assert own.said("a.en.md", on=date(2025, 6, 1)) == ["Here is x."]


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("a: 5\n", "needs a type and a value", 1, 1),
        ("a: {value: 5}\n", "'a' has no type", 1, 1),
        ("a: {type: sum, value: 5}\n", "no type 'sum'", 1, 11),
        ("a: {type: integer}\n", "either `value:` or `values:`", 1, 1),
        ("a: {type: integer, value: 5, values: []}\n", "either `value:` or `values:`", 1, 1),
        ("a: {type: integer, value: many}\n", "not a whole number", 1, 27),
        ("a: {type: integer, value: [5]}\n", "one value", 1, 27),
        ("a: {type: integer, value: 5, noet: x}\n", "no 'noet'", 1, 30),
        ("a: {type: integer, values: 5}\n", "is a list", 1, 28),
        ("a: {type: integer, values: [5]}\n", "each of the values", 1, 29),
        ("a: {type: integer, values: [{value: 5, valid_form: 2026-01-01}]}\n", "no 'valid_form'", 1, 40),
        ("a: {type: integer, values: [{value: 5, valid_from: soon}]}\n", "year-month-day", 1, 52),
        (
            "a: {type: integer, values: [{value: 5}, {value: 6, valid_from: 2026-01-01}]}\n",
            "two values",
            1,
            49,
        ),
        (
            "a: {type: integer, values: [{value: 5, valid_from: 2026-01-02, valid_until: 2026-01-01}]}\n",
            "before it begins",
            1,
            29,
        ),
        ("a-b: {type: integer, value: 5}\n", "cannot name a fact", 1, 1),
        ("phone: {type: phone, value: 112}\n", "a fact 'phone' already", 1, 1),
        ("- a\n", "one `name:` after another", 1, 1),
    ],
)
def test_what_is_wrong(own: Office, text: str, message: str, line: int, column: int) -> None:
    own.write("facts/wrong.yaml", text)
    with pytest.raises(ScriptErrors) as caught:
        read_facts(own.workspace.facts, TODAY)
    found = [fault for fault in caught.value.faults if message in fault.message]
    assert found, [fault.message for fault in caught.value.faults]
    assert places(found)[0] == ("wrong.yaml", line, column)


def test_in_plain_scripts(own: Office) -> None:
    own.write(
        "scripts_in/a.es.md",
        """\
---
title: "Teléfono {{ fact.phone }}"
---
# Entradas

Cuesta {{ fact.ticket }}. Vamos. <!-- {{ nothing }} -->

{{ fact.phone }} es el número de {{ fact.office }}, {{ fact.ticket|money("sign") }}. **Abrimos a {{ fact.opens }}.**
""",
    )
    own.write("scripts_in/b.en.txt", "Call {{ fact.phone }}*.\n")
    (reading,) = own.read("a.es.md")
    assert reading.script.title == "Teléfono 020 7946 0018"
    assert [(s.text, s.place.line, s.place.column) for s in reading.script.sentences] == [
        ("Entradas", 4, 3),
        ("Cuesta 3,20 €.", 6, 1),
        ("Vamos.", 6, 27),
        ("020 7946 0018 es el número de el ayuntamiento, 3,20 €.", 8, 1),
        ("Abrimos a las 9 de la mañana.", 8, 88),
    ]
    assert reading.facts == {"phone", "ticket", "office", "opens"}
    by_text = {s.text: reading.sentence_facts[s.id] for s in reading.script.sentences}
    assert by_text["Vamos."] == frozenset()
    assert by_text["Cuesta 3,20 €."] == {"ticket"}
    assert own.said("b.en.txt") == ["Call 020 7946 0018*."]


@pytest.mark.parametrize(
    ("gap", "message"),
    [
        ("{{ place }}", "'place' is not a fact"),
        ("{{ fact }}", "'fact' is not a fact"),
        ("{{ fact.fone }}", "no fact 'fone'"),
        ("{{ fact.phone|date }}", "this needs a date"),
        ("{{ fact.phone|shout }}", "no filter 'shout'"),
        ("{{ fact.phone|phone(fact.phone) }}", "takes fixed values"),
        ("{{ fact.phone|phone(1,2,3) }}", "does not take these values"),
        ("{{ fact.phone.__class__ }}", "is not a fact"),
        ("{{ fact['phone'] }}", "is not a fact"),
        ("{{ 1 + }}", "cannot be understood"),
        ("{{ }}", "cannot be understood"),
        ("{{ fact.office.upper() }}", "is not a fact"),
    ],
)
def test_what_may_not_stand_in_a_plain_script(own: Office, gap: str, message: str) -> None:
    own.write("scripts_in/a.en.md", f"One.\n\nTwo {gap}.\n")
    (fault,) = own.faults("a.en.md")
    assert message in fault.message
    assert places([fault]) == [("a.en.md", 3, 5)]


def test_in_data(own: Office) -> None:
    own.template(SCHEMA, "{{ place }}: {{ fee }}.\n\n{{ note|sentence }}\n\n{{ story }}\n")
    own.write(
        "scripts_in/a.yaml",
        """\
template: own
languages: [en]
title: "{{ fact.phone }}"
data:
  place: {{ fact.office }}
  fee: "{{ fact.ticket }}"
  note: call {{ fact.phone }} or {{ fact.office|upper }}
  story: |
    First words.

    From {{ fact.opens }} on there are {{ fact.seats|plural("seat", "seats") }}.
""",
    )
    faults = own.faults("a.yaml")
    assert [fault.message for fault in faults] == ["there is no filter 'upper'"]
    path = own.workspace.scripts / "a.yaml"
    path.write_text(path.read_text().replace("|upper", "|capital"))
    (reading,) = own.read("a.yaml")
    assert [s.text for s in reading.script.sentences] == [
        "the town hall: €3.20.",
        "Call 020 7946 0018 or The town hall.",
        "First words.",
        "From 9 a.m. on there are 40 seats.",
    ]
    assert [sorted(reading.sentence_facts[s.id]) for s in reading.script.sentences] == [
        ["office", "ticket"],
        ["office", "phone"],
        ["opens", "seats"],
        ["opens", "seats"],
    ]
    assert [(s.place.path.name, s.place.line) for s in reading.script.sentences][2:] == [
        ("a.yaml", 9),
        ("a.yaml", 11),
    ]


def test_a_fact_of_another_type(own: Office) -> None:
    own.template(SCHEMA, "{{ place }}: {{ fee }}.\n")
    own.write(
        "scripts_in/a.yaml", "template: own\nlanguages: [en]\ndata: {place: x, fee: '{{ fact.phone }}'}\n"
    )
    (fault,) = own.faults("a.yaml")
    assert "is an amount of money, but the fact 'phone' is a telephone number" in fault.message
    own.write(
        "scripts_in/a.yaml", "template: own\nlanguages: [en]\ndata: {place: x, fee: 'a {{ fact.ticket }}'}\n"
    )
    (fault,) = own.faults("a.yaml")
    assert "a fact has to be all of it" in fault.message


def test_in_templates(own: Office) -> None:
    words = """\
Call {{ fact.phone }}. Nothing else.

{% if fact.seats > 30 %}
There is room. Come.
{% endif %}

{% if fact.seats > 99 %}
A hall.
{% endif %}

{% for row in rows %}
- {{ row.what }}: {{ row.fee }}.
{% endfor %}
"""
    own.template(SCHEMA, words)
    own.write(
        "scripts_in/a.yaml",
        "template: own\nlanguages: [en]\ndata:\n  place: x\n  rows:\n"
        "    - {what: Adults, fee: '{{ fact.ticket }}'}\n    - {what: Children, fee: 1 EUR}\n",
    )
    (reading,) = own.read("a.yaml")
    by_text = {s.text: sorted(reading.sentence_facts[s.id]) for s in reading.script.sentences}
    assert by_text == {
        "Call 020 7946 0018.": ["phone"],
        "Nothing else.": [],
        "There is room.": ["seats"],
        "Come.": ["seats"],
        "Adults: €3.20.": ["ticket"],
        "Children: €1.": [],
    }
    assert [(place.line, sorted(facts)) for place, facts in reading.branches] == [(7, ["seats"])]
    assert reading.facts == {"phone", "seats", "ticket"}


def test_a_fact_in_a_variable_counts_everywhere(own: Office) -> None:
    own.template(SCHEMA, "{% set price = fact.ticket %}\nOne.\n\nIt is {{ price }}.\n")
    own.write("scripts_in/a.yaml", "template: own\nlanguages: [en]\ndata: {place: x}\n")
    (reading,) = own.read("a.yaml")
    assert all(facts == {"ticket"} for facts in reading.sentence_facts.values())


def test_impact(own: Office) -> None:
    own.template(SCHEMA, "One. {{ place }} costs {{ fact.ticket }}.\n")
    own.template(SCHEMA, "Uno. {{ place }} cuesta {{ fact.ticket }}.\n", language="es")
    own.template(SCHEMA, "Nothing here but {{ note }}.\n", name="other")
    own.write("scripts_in/a.yaml", "template: own\nlanguages: [en, es]\ndata: {place: Entry}\n")
    own.write(
        "scripts_in/b.yaml",
        "template: other\nlanguages: [en]\nrecords:\n"
        "  - {slug: b1, place: x, note: 'pay {{ fact.ticket }}'}\n"
        "  - {slug: b2, place: x, note: pay nothing}\n",
    )
    own.write("scripts_in/c.en.md", "We open at {{ fact.opens }}.\n\nA ticket is {{ fact.ticket }}.\n")
    own.write("scripts_in/d.en.md", "A plain script.\n")
    own.write("scripts_in/e.yaml", "template: other\nlanguages: [en]\ndata: {note: '{{ fact.ticket }}'}\n")
    found = impact(own.workspace, "ticket", on=TODAY)
    assert [(t.slug, t.language, t.sentence, t.place.path.name, t.place.line) for t in found.touched] == [
        ("a", "en", "Entry costs €3.20.", "en.md.j2", 1),
        ("a", "es", "Entry cuesta 3,20 €.", "es.md.j2", 1),
        ("b1", "en", "Nothing here but pay €3.20.", "en.md.j2", 1),
        ("c", "en", "A ticket is €3.20.", "c.en.md", 3),
    ]
    # A broken file does not hide the others, and is not passed over in silence.
    assert [fault.place.path.name for fault in found.unread] == ["e.yaml"]
    assert found.touched[3].line() == "c en  c.en.md:3  A ticket is €3.20."
    with pytest.raises(UserError, match="Did you mean 'ticket'"):
        impact(own.workspace, "tiket", on=TODAY)


def test_impact_is_what_changes(own: Office) -> None:
    """Against the truth: read everything before and after, and compare the sentences."""
    own.template(SCHEMA, "{{ place }}. {% if fact.seats > 39 %}Many seats. {% endif %}Pay {{ fee }}. End.\n")
    for i in range(4):
        fee = "'{{ fact.ticket }}'" if i % 2 else "2 EUR"
        own.write(
            f"scripts_in/s{i}.yaml", f"template: own\nlanguages: [en]\ndata: {{place: P{i}, fee: {fee}}}\n"
        )
    own.write("scripts_in/p.en.md", "One. {{ fact.seats }} seats. Three.\n")
    names = [*(f"s{i}.yaml" for i in range(4)), "p.en.md"]

    def sentences() -> set[tuple[str, str]]:
        return {(script.slug, s.text) for script in own.scripts(*names) for s in script.sentences}

    for name, new in (
        ("ticket", GOOD.replace("3.20", "3.30")),
        ("seats", GOOD.replace("value: 40", "value: 30")),
    ):
        own.write("facts/office.yaml", GOOD)
        before = sentences()
        told = {(t.slug, t.sentence) for t in impact(own.workspace, name, on=TODAY).touched}
        own.write("facts/office.yaml", new)
        changed = before - sentences()
        assert changed
        assert changed <= told
        assert told == changed


def test_the_list(own: Office) -> None:
    lines = list_facts(own.workspace, on=TODAY)
    assert [line.split()[0] for line in lines] == ["office", "opens", "phone", "seats", "ticket"]
    assert "020 7946 0018  (front desk)" in lines[2]
    assert "€3.20  until 2026-12-31" in lines[4]
    assert "las 9 de la mañana" in list_facts(own.workspace, "es", on=TODAY)[1]
    assert list_facts(own.workspace, on=date(2027, 1, 1))[4].endswith("€3.50")


def test_a_workspace_without_facts(office: Office) -> None:
    office.workspace.facts.rmdir()
    assert list_facts(office.workspace, on=TODAY) == []
    with pytest.raises(UserError, match="no fact 'x'"):
        impact(office.workspace, "x", on=TODAY)


def test_refresh_builds_what_a_fact_reaches_and_nothing_else(
    own: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli import cli
    from herald.commands.build import build

    own.write("facts/own.yaml", "fee: {type: money, value: 3 EUR}\nother: {type: integer, value: 3}\n")
    own.write("scripts_in/one.en.md", "It costs {{ fact.fee }}.\n")
    own.write("scripts_in/two.en.md", "It costs nothing.\n")
    built: list[tuple[tuple[str, ...], date]] = []
    monkeypatch.setattr(build, "callback", lambda **given: built.append((given["scripts"], given["on"])))
    for name in ("fee", "other"):
        words = ["facts", "refresh", name, "--on", "2026-10-02", "--workspace", str(own.workspace.root)]
        assert CliRunner().invoke(cli, words).exit_code == 0
    assert built == [(("one",), date(2026, 10, 2))]

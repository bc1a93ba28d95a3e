"""Everything wrong is told at once, with file, line and column."""

from __future__ import annotations

import pytest

from herald.errors import ScriptErrors
from herald.template.checking import check
from tests.template.conftest import TODAY, Office, places

SCHEMA = """\
title: Own
summary: For tests.
fields:
  place: {type: name, help: A place., example: Mill Lane, max: 20}
  note: {type: text, required: no, help: A note., example: {en: Come, es: Venga}}
  count: {type: integer, required: no, help: How many., example: 3, min: 1, max: 10}
  fee: {type: money, required: no, help: How much., example: 3 EUR, min: 1}
  state: {type: choice, required: no, help: Which., example: open, choices: [open, closed]}
  start: {type: date, required: no, help: First day., example: 2026-10-05}
  end: {type: date, required: no, help: Last day., example: 2026-10-06, not_before: start}
  rows:
    type: list
    required: no
    help: Rows.
    max: 2
    of:
      what: {type: name, help: What.}
      at: {type: time, required: no, help: When.}
    example: [{what: Adults, at: "9:00"}]
"""

HEAD = "template: own\nlanguages: [en]\ndata:\n  place: Mill Lane\n"


@pytest.mark.parametrize(
    ("data", "message", "line", "column"),
    [
        ("", "nothing in this file", 0, 0),
        ("words\n", "this is no data", 1, 1),
        ("template: own\nlanguages: [en]\n", "there is no data", 1, 1),
        ("languages: [en]\ndata: {place: a}\n", "which template", 2, 7),
        ("template: owm\nlanguages: [en]\ndata: {place: a}\n", "no template 'owm'", 1, 11),
        ("template: own\ndata: {place: a}\n", "in which languages", 2, 7),
        ("template: own\nlanguages: [en, jp]\ndata: {place: a}\n", "'jp' is not a language", 2, 17),
        ("template: own\nlanguages: [en, fr]\ndata: {place: a}\n", "no words in fr", 2, 17),
        ("template: own\nlanguages: [en, en]\ndata: {place: a}\n", "named twice", 2, 17),
        ("template: own\nlanguage: en\nlanguages: [en]\ndata: {place: a}\n", "no setting 'language'", 2, 1),
        ("template: own\nlanguages: [en]\nspeed: fast\ndata: {place: a}\n", "speed must be a number", 3, 8),
        ("template: own\nlanguages: [en]\nvoice: a b\ndata: {place: a}\n", "not a name", 3, 8),
        ("template: own\nlanguages: [en]\ndata: {place: a}\nrecords: []\n", "both", 4, 1),
        ("template: own\nlanguages: [en]\nrecords: other.csv\n", "no file", 3, 10),
        ("template: own\nlanguages: [en]\nrecords: ../x.csv\n", "no table", 3, 10),
        ("template: own\nlanguages: [en]\nrecords: [{place: a}, {place: b}]\n", "needs 'slug'", 3, 11),
        (
            "template: own\nlanguages: [en]\nrecords: [{slug: a, place: a}, {slug: a, place: b}]\n",
            "both called",
            3,
            39,
        ),
        (
            "template: own\nlanguages: [en]\nrecords: [{slug: a/b, place: a}]\n",
            "cannot name a broadcast",
            3,
            18,
        ),
        ("template: own\nlanguages: [en]\ndata:\n  note: x\n", "needs 'place'", 4, 3),
        ("template: own\nlanguages: [en]\ndata:\n  place:\n", "needs 'place'", 4, 9),
        (HEAD + "  palce: x\n", "does not ask for 'palce'", 5, 3),
        (HEAD + "  place: x\n", "given twice", 5, 3),
        (HEAD + "  count: many\n", "not a whole number", 5, 10),
        (HEAD + "  count: 11\n", "at most 10", 5, 10),
        (HEAD + "  count: 0\n", "at least 1", 5, 10),
        (HEAD + "  count: [1]\n", "is a whole number", 5, 10),
        (HEAD + "  fee: 3\n", "which currency", 5, 8),
        (HEAD + "  fee: 0.50 EUR\n", "at least 1", 5, 8),
        (HEAD + "  state: shut\n", "none of the choices", 5, 10),
        (HEAD + "  start: 5.10.2026\n", "year-month-day", 5, 10),
        (HEAD + "  start: 2026-10-06\n  end: 2026-10-05\n", "before 'start'", 6, 8),
        (HEAD + "  rows: none\n", "is a list", 5, 9),
        (HEAD + "  rows:\n    - Adults\n", "is a record with what, at", 6, 7),
        (HEAD + "  rows:\n    - {at: 9:00}\n", "item 1 of 'rows' needs 'what'", 6, 7),
        (HEAD + "  rows:\n    - {what: a}\n    - what: b\n      at: noonish\n", "not a time", 8, 11),
        (HEAD + "  rows: [{what: a}, {what: b}, {what: c}]\n", "at most 2 items", 5, 9),
        (HEAD + "  note: {es: Venga}\n", "no text in en", 5, 9),
        (HEAD + "  note: {english: Come, en: Come}\n", "'english' is not a language", 5, 10),
        (HEAD + "  note: {{ fact.nothing }}\n", "no fact 'nothing'", 5, 9),
        (HEAD + "  note: Call {{ fact.nothing }} now\n", "no fact 'nothing'", 5, 14),
        (HEAD + "  note: Call {{ place }} now\n", "is not a fact", 5, 14),
        (HEAD + "  note: Call {{ fact.a|b }} now\n", "no filter 'b'", 5, 14),
        (HEAD + "  note: this is **not bold**\n", "plain words, and **", 5, 9),
        (HEAD + "  note: {{ fact.a }} and {{ fact.b }}\n", "not valid YAML", 5, 22),
        (HEAD + "  note: a: b\n", "not valid YAML", 5, 10),
        (HEAD + "\tnote: a\n", "not valid YAML", 5, 1),
        (HEAD + "  note: &x a\n  rows: &y [{what: a}]\n  count: *y\n", "second time", 6, 9),
        (HEAD + "  note: \x07\n", "control character", 5, 9),
        (
            "template: own\nlanguages: [en]\ndata:\n  place: " + "a" * 21 + "\n",
            "at most 20 characters",
            4,
            10,
        ),
    ],
)
def test_data(office: Office, data: str, message: str, line: int, column: int) -> None:
    office.template(SCHEMA, "Hello {{ place }}.\n")
    office.template(SCHEMA, "Hola {{ place }}.\n", language="es")
    office.write("scripts_in/a.yaml", data)
    faults = office.faults("a.yaml")
    found = [fault for fault in faults if message in fault.message]
    assert found, [fault.message for fault in faults]
    assert places(found)[0][1:] == (line, column)
    # The message shows the line that is meant, with the caret under it.
    with pytest.raises(ScriptErrors) as caught:
        office.read("a.yaml")
    if line:
        assert f"a.yaml:{line}:{column}: " in str(caught.value)
        assert data.split("\n")[line - 1].strip()[:20] in str(caught.value)


@pytest.mark.parametrize(
    ("words", "message", "line", "column"),
    [
        ("Hello {{ plaec }}.", "there is no 'plaec'", 3, 10),
        ("{% if no %}a{% endif %}", "there is no 'no'", 3, 7),
        ("{% for r in rows %}{{ r.waht }}{% endfor %}", "no 'waht' in this record", 3, 25),
        ("{% if count == 99 %}{% for r in rows %}{{ r.waht }}{% endfor %}{% endif %}", "no 'waht'", 3, 45),
        ("{{ place.name }}", "'name' cannot be reached", 3, 10),
        ("{% for r in place %}{% endfor %}", "goes over a list", 3, 4),
        ("{{ place.__class__ }}", "cannot reach into Python", 3, 10),
        ("{{ place.upper() }}", "cannot call into Python", 3, 10),
        ("{{ place|shout }}", "no filter 'shout'", 3, 10),
        ("{{ place is loud }}", "no test 'loud'", 3, 13),
        ("{{ place|date }}", "this needs a date", 3, 10),
        ("{{ start|date('brief') }}", "no style 'brief'", 3, 10),
        ("{{ start|date(1, 2, 3) }}", "does not take these values", 3, 10),
        ("{{ count|money }}", "this needs an amount", 3, 10),
        ("{{ start + 1 }}", "'+' needs numbers", 3, 1),
        ("{{ count / 0 }}", "divides by nothing", 3, 1),
        ("{{ {'a': 'b'}[place] }}", "nothing is said here for 'Mill Lane'", 3, 1),
        ("{{ rows[5].what }}", "no item 5", 3, 1),
        ("{{ rows }}", "cannot be said", 3, 1),
        ("{% if start > place %}a{% endif %}", "cannot be worked out", 3, 1),
        ("{% if place %}", "{% if %} never ends", 3, 1),
        ("a\n{% endfor %}", "{% endfor %} ends nothing", 4, 1),
        ("{% else %}", "stands in no", 3, 1),
        ("{% for r in rows %}{% if r %}{% endfor %}", "{% if %} never ends", 3, 20),
        ("{{ place }", "unexpected '}'", 3, 10),
        ("{{ place", "expected", 3, 1),
        ("{{ 'place }}", "unexpected char", 3, 4),
        ("{{ 1 + }}", "unexpected '}}'", 3, 8),
        ("{{ place place }}", "got 'place'", 3, 4),
        ("{% fi place %}", "unknown tag 'fi'", 3, 4),
        ("{{ fact.nothing }}", "no fact 'nothing'", 3, 9),
        ("This **is bold.", "** has no partner", 3, 1),
        ("This is [pauze 1] it.", "no tag [pauze]", 3, 9),
        ("<b>This</b>", "HTML is not read", 3, 1),
        ("    code", "code cannot be read", 3, 5),
        ("{{ note }} is here.", "was left out of the data", 3, 1),
    ],
)
def test_templates(office: Office, words: str, message: str, line: int, column: int) -> None:
    office.template(SCHEMA, f"Hello.\n\n{words}\n")
    faults = office.template_faults()
    found = [fault for fault in faults if message in fault.message]
    assert found, [fault.message for fault in faults]
    assert places(found)[0] == ("en.md.j2", line, column)


@pytest.mark.parametrize(
    ("schema", "message", "line", "column"),
    [
        ("", "does not say what the template asks for", 0, 0),
        ("title: a\nfields:\n  a: {type: txt, help: h, example: e}\n", "no type 'txt'", 3, 13),
        ("title: a\nfields:\n  a: {help: h, example: e}\n", "'a' has no type", 3, 3),
        ("title: a\nfields:\n  a: {type: text, hlep: h, example: e}\n", "no 'hlep'", 3, 19),
        ("title: a\nfields:\n  a-b: {type: text, help: h, example: e}\n", "cannot name a field", 3, 3),
        (
            "title: a\nfields:\n  title: {type: text, help: h, example: e}\n",
            "Herald uses the word itself",
            3,
            3,
        ),
        ("title: a\nfields:\n  a: text\n", "at least the type", 3, 3),
        ("title: a\nfields: [a]\n", "the fields are to be listed", 2, 9),
        ("title: a\nfields:\n  a: {type: text, help: h}\n", "has no example", 3, 3),
        ("title: a\nfields:\n  a: {type: text, example: h}\n", "has no help", 3, 3),
        ("title: a\nfields:\n  a: {type: integer, help: h, example: many}\n", "not a whole number", 3, 40),
        ("title: a\nfields:\n  a: {type: integer, help: h, example: 3, min: few}\n", "min: 'few'", 3, 48),
        ("title: a\nfields:\n  a: {type: choice, help: h, example: b}\n", "needs its choices", 3, 3),
        ("title: a\nfields:\n  a: {type: list, help: h, example: [b]}\n", "what the items of 'a' are", 3, 3),
        ("title: a\neach: b\nfields:\n  a: {type: text, help: h, example: e}\n", "'b' is not a list", 2, 7),
        ("title: a\ntitel: b\nfields:\n  a: {type: text, help: h, example: e}\n", "no 'titel'", 2, 1),
    ],
)
def test_schemas(office: Office, schema: str, message: str, line: int, column: int) -> None:
    office.template(schema)
    faults = office.template_faults()
    found = [fault for fault in faults if message in fault.message]
    assert found, [fault.message for fault in faults]
    assert places(found)[0] == ("template.yaml", line, column)


def test_an_example_that_lacks_a_language(office: Office) -> None:
    office.template(SCHEMA, "Hello {{ place }}.\n")
    office.template(SCHEMA, "Bonjour {{ place }}.\n", language="fr")
    (fault,) = office.template_faults()
    assert fault.message == "'note' has no text in fr (there is: en, es)"
    assert places([fault]) == [("template.yaml", 5, 60)]


def test_everything_at_once(office: Office) -> None:
    """One list for facts, templates, data and plain scripts; nothing comes up later."""
    office.template(
        SCHEMA, "Hello {{ plaec }} and {{ nothing }}.\n\n{{ place.__class__ }}\n\n{{ place|shout }}\n"
    )
    office.template(SCHEMA, "{% if place %}Hello.\n\n{% endfor %}\n", name="broken")
    office.write("facts/office.yaml", "phone: {type: phone, value: none}\nfee: {type: money, value: 3}\n")
    office.write(
        "scripts_in/a.yaml",
        "template: own\nlanguages: [en, es]\n"
        "data:\n  place: Mill Lane\n  count: many\n  fee: 3\n  note: Come\n",
    )
    office.write("scripts_in/b.en.md", "Call {{ fact.phoen }}.\n\nNow [pauze 2].\n")
    with pytest.raises(ScriptErrors) as caught:
        check(office.workspace, on=TODAY)
    found = [(name, line) for name, line, _ in places(list(caught.value.faults))]
    for expected in (
        ("office.yaml", 1),
        ("office.yaml", 2),
        ("en.md.j2", 1),
        ("en.md.j2", 3),
        ("en.md.j2", 5),
        ("a.yaml", 2),
        ("a.yaml", 5),
        ("a.yaml", 6),
        ("b.en.md", 1),
    ):
        assert expected in found, (expected, str(caught.value))
    assert sum(name == "en.md.j2" for name, _ in found) >= 6
    assert "Did you mean 'place'?" in str(caught.value)


def test_one_language_missing_in_each_place(office: Office) -> None:
    office.template(SCHEMA, "Hello {{ place }}. {% if note %}{{ note|sentence }}{% endif %}\n")
    office.template(SCHEMA, "Hola {{ place }}. {% if note %}{{ note|sentence }}{% endif %}\n", language="es")
    office.write(
        "scripts_in/a.yaml",
        "template: own\nlanguages: [en, es]\ndata:\n  place: Mill Lane\n  note: Come\n",
    )
    (fault,) = office.faults("a.yaml")
    assert fault.message == "'note' is words, so each of the languages en, es needs its own"
    assert places([fault]) == [("a.yaml", 5, 9)]
    office.write(
        "scripts_in/a.yaml",
        "template: own\nlanguages: [en, es]\ndata:\n  place: Mill Lane\n  note:\n    en: Come\n",
    )
    (fault,) = office.faults("a.yaml")
    assert fault.message == "'note' has no text in es (there is: en)"
    assert places([fault]) == [("a.yaml", 6, 5)]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"caf\xe9: x\n", b"\x00" * 50, b"[" * 5000, b"{a: " * 300]
)
def test_files_that_are_no_data(office: Office, content: bytes) -> None:
    path = office.workspace.scripts / "a.yaml"
    path.write_bytes(content)
    assert office.faults("a.yaml")


def test_a_file_that_is_not_there(office: Office) -> None:
    assert "no such file" in office.faults("a.yaml")[0].message

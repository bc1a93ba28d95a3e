"""Data files: YAML, JSON and CSV, one record or many, and what they say beside the data."""

from __future__ import annotations

import json

import pytest

from herald.errors import UserError
from herald.template.broadcasts import data_files
from herald.template.checking import check
from herald.template.finding import read_named
from herald.template.reading import read_all_scripts, read_template_scripts
from herald.template.rendering import render_file
from herald.template.showing import list_templates, show_template
from herald.template.starter import new_data_file
from tests.template.conftest import TODAY, Office, places

SCHEMA = """\
title: Own
summary: For tests.
fields:
  place: {type: name, help: A place., example: Mill Lane}
  reason: {type: text, required: no, help: Why., example: {en: Rain, es: Lluvia}}
  fee: {type: money, required: no, help: How much., example: 3 EUR}
  rows:
    type: list
    required: no
    help: Rows.
    of:
      what: {type: text, help: What.}
      at: {type: time, required: no, help: When.}
    example: [{what: {en: Adults, es: Adultos}, at: "9:00"}]
  names: {type: list, of: name, required: no, help: Names., example: [a, b]}
"""

WORDS = """\
# {{ place }}

Hello.{% if reason %} {{ reason|sentence }}{% endif %}{% if fee %} It is {{ fee }}.{% endif %}

{% for row in rows %}
- {{ row.what }}{% if row.at %} at {{ row.at }}{% endif %}.
{% endfor %}
{% if names %}
With {{ names }}.
{% endif %}
"""


@pytest.fixture
def own(office: Office) -> Office:
    office.template(SCHEMA, WORDS)
    office.template(SCHEMA, WORDS.replace("Hello", "Hola"), language="es")
    return office


def test_yaml_with_one_record(own: Office) -> None:
    own.write(
        "scripts_in/notice.yaml",
        """\
template: own
languages: [en, es]
presenter: ada
voice: {en: af_heart, es: ef_dora}
title:
  en: The title
  es: El título
speed: 0.9
fps: 30000/1001
size: 1280x720
data:
  place: Mill Lane
  reason: {en: it rains, es: llueve}
  fee: 12.50 EUR
  rows:
    - what: {en: Adults, es: Adultos}
      at: 9:30
  names: [Ann, Bob, Cy]
""",
    )
    english, spanish = own.scripts("notice.yaml")
    assert (english.slug, english.language, english.title) == ("notice", "en", "The title")
    assert (spanish.slug, spanish.language, spanish.title) == ("notice", "es", "El título")
    assert (english.presenter, english.voice, spanish.voice) == ("ada", "af_heart", "ef_dora")
    assert (english.speed, str(english.fps), english.size_px) == (0.9, "30000/1001", (1280, 720))
    assert english.path.name == "notice.yaml"
    assert [s.text for s in english.sentences] == [
        "Mill Lane",
        "Hello.",
        "It rains.",
        "It is €12.50.",
        "Adults at 9:30 a.m.",
        "With Ann, Bob, and Cy.",
    ]
    assert [s.text for s in spanish.sentences][-2:] == [
        "Adultos at las 9 y media de la mañana.",
        "With Ann, Bob y Cy.",
    ]


def test_values_are_never_guessed_by_yaml(own: Office) -> None:
    own.write(
        "scripts_in/a.yaml", "template: own\nlanguages: en\ndata: {place: NO, reason: 012, names: 1.10}\n"
    )
    assert own.said("a.yaml") == ["NO", "Hello.", "012.", "With 1.10."]


def test_yaml_with_many_records(own: Office) -> None:
    own.write(
        "scripts_in/offices.yaml",
        """\
template: own
languages: [en]
presenter: ada
slug: office
records:
  - office: north
    place: North
  - office: south
    place: South
    languages: [en, es]
    presenter: bob
""",
    )
    made = [(s.slug, s.language, s.presenter, s.title) for s in own.scripts("offices.yaml")]
    assert made == [
        ("north", "en", "ada", "North"),
        ("south", "en", "bob", "South"),
        ("south", "es", "bob", "South"),
    ]


def test_a_table_beside_a_heading(own: Office) -> None:
    own.write(
        "scripts_in/offices.yaml", "template: own\nlanguages: [en, es]\nslug: id\nrecords: offices.csv\n"
    )
    own.write(
        "scripts_in/offices.csv",
        'id,place,reason.en,reason.es,rows.1.what.en,rows.1.what.es,rows.1.at,fee\n'
        'north,"North, by the river",rain,lluvia,Adults,Adultos,9:00,\n'
        "\n"
        "south,South,,,,,,3 EUR\n",
    )  # fmt: skip
    scripts = own.scripts("offices.yaml")
    assert [(s.slug, s.language) for s in scripts] == [
        ("north", "en"),
        ("north", "es"),
        ("south", "en"),
        ("south", "es"),
    ]
    assert [s.text for s in scripts[0].sentences] == [
        "North, by the river",
        "Hello.",
        "Rain.",
        "Adults at 9 a.m.",
    ]
    assert [s.text for s in scripts[3].sentences] == ["South", "Hola.", "It is 3 €."]
    # The table is part of the heading's file and no data file of its own.
    assert [path.name for path in data_files(own.workspace.scripts)] == ["offices.yaml"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_that_says_it_all(own: Office, delimiter: str) -> None:
    rows = [
        ["slug", "template", "languages", "presenter", "place"],
        ["a1", "own", "en es", "ada", "North"],
        ["a2", "own", "es", "", "South"],
    ]
    path = own.workspace.scripts / "offices.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode("utf-8-sig"))
    made = [(s.slug, s.language, s.presenter) for s in own.scripts("offices.csv")]
    assert made == [("a1", "en", "ada"), ("a1", "es", "ada"), ("a2", "es", None)]


def test_json(own: Office) -> None:
    data = {
        "template": "own",
        "languages": ["en"],
        "records": [
            {"slug": "a", "place": "Caf\u00e9 \U0001d54f", "fee": "3 EUR"},
            {"slug": "b", "place": "B"},
        ],
    }
    own.write("scripts_in/a.json", json.dumps(data, indent="\t"))
    assert own.said("a.json") == ["Café 𝕏", "Hello.", "It is €3.", "B", "Hello."]


def test_a_list_in_json_beside_a_heading(own: Office) -> None:
    own.write("scripts_in/a.yaml", "template: own\nlanguages: [en]\nrecords: rows.json\n")
    own.write("scripts_in/rows.json", json.dumps([{"slug": "x", "place": "X"}, {"slug": "y", "place": "Y"}]))
    assert [s.slug for s in own.scripts("a.yaml")] == ["x", "y"]


@pytest.mark.parametrize(
    ("table", "message", "line", "column"),
    [
        ("slug,place\na,A,extra\n", "3 cells, but there are 2 columns", 2, 5),
        ("slug,place,place\na,A,B\n", "two columns 'place'", 1, 12),
        ("slug,,place\na,b,A\n", "column has no name", 1, 6),
        ("slug,place,fee\na,A,1 EUR\nb,B,much\n", "not an amount", 3, 5),
        ('slug,place,fee\na,"A\nB",1 EUR\nb,B,much\n', "not an amount", 4, 5),
        ("slug,place,place.x\na,A,B\n", "both a value and has parts", 1, 12),
        ("slug,place\na,A\na,B\n", "both called 'a'", 3, 1),
        ("", "the table is empty", 0, 0),
        ('slug,place\na,"A\n', "not a valid row", 2, 1),
    ],
)
def test_what_is_wrong_with_a_table(own: Office, table: str, message: str, line: int, column: int) -> None:
    own.write("scripts_in/a.yaml", "template: own\nlanguages: [en]\nrecords: t.csv\n")
    own.write("scripts_in/t.csv", table)
    faults = own.faults("a.yaml")
    found = [fault for fault in faults if message in fault.message]
    assert found, [fault.message for fault in faults]
    assert places(found)[0] == ("t.csv", line, column)


def test_a_table_that_does_not_say_its_template(own: Office) -> None:
    own.write("scripts_in/t.csv", "slug,place\na,A\n")
    assert "records: t.csv" in own.faults("t.csv")[0].suggestion


def test_two_functions_for_reading(own: Office) -> None:
    path = own.write("scripts_in/a.yaml", "template: own\nlanguages: [en, es]\ndata: {place: A}\n")
    plain = own.write("scripts_in/b.en.md", "Just words.\n")
    assert [s.language for s in read_template_scripts(own.workspace, path, on=TODAY)] == ["en", "es"]
    mixed = read_all_scripts(own.workspace, [plain, path], on=TODAY)
    assert [(s.slug, s.language) for s in mixed] == [("b", "en"), ("a", "en"), ("a", "es")]
    only = read_all_scripts(own.workspace, [path], on=TODAY, language="es")
    assert [s.language for s in only] == ["es"]


def test_own_templates_come_before_the_products(office: Office) -> None:
    assert any(line.startswith("fee-table ") for line in list_templates(office.workspace, on=TODAY))
    office.template(SCHEMA.replace("For tests.", "Our own table."), WORDS, name="fee-table")
    (line,) = [line for line in list_templates(office.workspace, on=TODAY) if line.startswith("fee-table ")]
    assert line.endswith("Our own table.")


def test_show(own: Office) -> None:
    lines = show_template(own.workspace, "own", "es", on=TODAY)
    text = "\n".join(lines)
    assert "place: a name" in text
    assert "For example: Mill Lane" in text
    assert "may be left out" in text
    assert lines[-1] == "  With a y b."
    with pytest.raises(UserError, match="Did you mean 'own'"):
        show_template(own.workspace, "onw", on=TODAY)
    with pytest.raises(UserError, match="no words in 'fr'"):
        show_template(own.workspace, "own", "fr", on=TODAY)


@pytest.mark.parametrize(
    "name",
    ["emergency-notice", "faq", "fee-table", "opening-hours", "policy-change", "service-disruption"]
    + ["weekly-bulletin"],
)
@pytest.mark.parametrize("languages", [[], ["fr"], ["en", "es", "fr", "de", "zh"]])
def test_a_new_data_file_can_be_built_at_once(office: Office, name: str, languages: list[str]) -> None:
    path = new_data_file(office.workspace, "notice", name, languages, on=TODAY)
    scripts = read_template_scripts(office.workspace, path, on=TODAY)
    assert {script.language for script in scripts} == set(languages or ["en"])
    assert all(script.slug.startswith("notice") for script in scripts)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert all(len(line) <= 100 for line in text.split("\n") if line.lstrip().startswith("#"))
    assert check(office.workspace, [path], on=TODAY).n_scripts == len(scripts)


def test_new_does_not_overwrite(office: Office) -> None:
    new_data_file(office.workspace, "notice", "faq", on=TODAY)
    with pytest.raises(UserError, match="is there already"):
        new_data_file(office.workspace, "notice", "faq", on=TODAY)
    with pytest.raises(UserError, match="no words in 'xx'"):
        new_data_file(office.workspace, "other", "faq", ["xx"], on=TODAY)
    with pytest.raises(UserError, match="cannot name"):
        new_data_file(office.workspace, "a/b", "faq", on=TODAY)
    with pytest.raises(UserError, match="no template"):
        new_data_file(office.workspace, "other", "nothing", on=TODAY)


def test_check_of_the_whole_workspace(own: Office) -> None:
    own.write("scripts_in/a.yaml", "template: own\nlanguages: [en, es]\ndata: {place: A}\n")
    own.write("facts/f.yaml", "phone: {type: phone, value: 112}\n")
    own.write("scripts_in/b.en.md", "Call {{ fact.phone }}.\n")
    own.write("scripts_in/c.en.md", "Nothing to fill in.\n")
    checked = check(own.workspace, on=TODAY)
    assert (checked.n_templates, checked.n_facts, checked.n_files, checked.n_scripts) == (8, 1, 2, 3)
    assert checked.line().endswith("Nothing is wrong.")


def test_reading_by_name(own: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.workspace.root)
    own.write("scripts_in/hours.yaml", "template: own\nlanguages: [en, es]\ndata: {place: A}\n")
    own.write(
        "scripts_in/offices.yaml", "template: own\nlanguages: [en, es]\nrecords: [{slug: north, place: B}]\n"
    )
    own.write("scripts_in/welcome.en.md", "Welcome.\n")
    own.write("scripts_in/welcome.de.md", "Willkommen.\n")

    def named(*names: str, language: str | None = None) -> list[tuple[str, str]]:
        found = read_named(own.workspace, names, on=TODAY, languages=(language,) if language else ())
        return [(reading.script.slug, reading.script.language) for reading in found]

    assert named("hours") == [("hours", "en"), ("hours", "es")]
    assert named("scripts_in/hours.yaml", language="es") == [("hours", "es")]
    assert named("north") == [("north", "en"), ("north", "es")]
    assert named("welcome") == [("welcome", "de"), ("welcome", "en")]
    assert named("scripts_in/welcome.en.md", "north", "north") == [
        ("welcome", "en"),
        ("north", "en"),
        ("north", "es"),
    ]
    with pytest.raises(UserError, match="Did you mean 'north'"):
        named("nort")
    with pytest.raises(UserError, match="no such file"):
        named("scripts_in/nothing.yaml")


def test_one_broadcast_in_two_files(own: Office) -> None:
    own.write("scripts_in/a.yaml", "template: own\nlanguages: [en]\nslug: hours\ndata: {place: A}\n")
    own.write("scripts_in/b.yaml", "template: own\nlanguages: [en]\nrecords: [{slug: hours, place: B}]\n")
    with pytest.raises(UserError, match="the broadcast 'hours' in en is also in"):
        check(own.workspace, on=TODAY)


def test_rendering_a_file(own: Office) -> None:
    path = own.write("scripts_in/a.yaml", "template: own\nlanguages: [en, es]\ntitle: T\ndata: {place: A}\n")
    rendered = render_file(own.workspace, path, "es", on=TODAY)
    assert list(rendered) == ["a"]
    assert rendered["a"].text.startswith('---\ntitle: "T"\n---\n# A\n\nHola.\n')
    assert [(p.path.name, p.line) for _, p in rendered["a"].lines()][:4] == [
        ("a.yaml", 3),
        ("a.yaml", 3),
        ("a.yaml", 3),
        ("es.md.j2", 1),
    ]
    assert render_file(own.workspace, path, "fr", on=TODAY) == {}

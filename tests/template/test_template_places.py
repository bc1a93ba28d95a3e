"""Every sentence knows where it was written, and keeps its id while others change."""

# ruff: noqa: E501 - data files and tables of cases are easier to read as they are

from __future__ import annotations

from tests.template.conftest import Office, places

SCHEMA = """\
title: Own
summary: For tests.
fields:
  place: {type: name, help: A place., example: Mill Lane}
  fee: {type: money, help: How much., example: 3 EUR}
  start: {type: date, required: no, help: When., example: 2026-10-05}
  story: {type: markdown, required: no, help: More., example: Come.}
  rows:
    type: list
    required: no
    help: Rows.
    of:
      what: {type: text, help: What.}
    example: [{what: Adults}]
"""

WORDS = """\
# Welcome to {{ place }}

{# nobody hears this #}
Please come in. It costs {{ fee }}. Bring a friend.

{% if story %}
{{ story }}
{% endif %}

{% for row in rows %}
- {{ row.what|capital }} are welcome.
{% endfor %}
{% macro last() %}
That is all.
{% endmacro %}

{{ last() }}
"""

DATA = """\
template: own
languages: [en]
presenter: ada
data:
  place: Mill Lane
  fee: 3 EUR
  story: |
    One sentence. And **another** one.

    - an item
  rows:
    - what: adults
    - what: children
"""


def found(office: Office, data: str = DATA) -> dict[str, tuple[str, int, int]]:
    office.template(SCHEMA, WORDS)
    office.write("scripts_in/a.yaml", data)
    (script,) = office.scripts("a.yaml")
    return {s.text: (s.place.path.name, s.place.line, s.place.column) for s in script.sentences}


def test_places(office: Office) -> None:
    assert found(office) == {
        "Welcome to Mill Lane": ("en.md.j2", 1, 3),
        "Please come in.": ("en.md.j2", 4, 1),
        "It costs €3.": ("en.md.j2", 4, 17),
        "Bring a friend.": ("en.md.j2", 4, 37),
        "One sentence.": ("a.yaml", 8, 5),
        "And another one.": ("a.yaml", 8, 19),
        "an item": ("a.yaml", 10, 7),
        "Adults are welcome.": ("en.md.j2", 11, 3),
        "Children are welcome.": ("en.md.j2", 11, 3),
        "That is all.": ("en.md.j2", 14, 1),
    }


def test_a_change_of_a_value_touches_only_its_sentences(office: Office) -> None:
    def ids(data: str) -> dict[str, str]:
        office.write("scripts_in/a.yaml", data)
        return {s.text: s.id for s in office.scripts("a.yaml")[0].sentences}

    office.template(SCHEMA, WORDS)
    before = ids(DATA)
    after = ids(DATA.replace("3 EUR", "4 EUR"))
    assert set(before.items()) - set(after.items()) == {("It costs €3.", before["It costs €3."])}
    assert set(after) - set(before) == {"It costs €4."}
    more = ids(DATA.replace("    - what: adults\n", "    - what: babies\n    - what: adults\n"))
    assert set(before.items()) <= set(more.items())


def test_faults_of_the_reader_are_placed_too(office: Office) -> None:
    office.template(SCHEMA, WORDS)
    office.write("scripts_in/a.yaml", DATA.replace("**another**", "**another"))
    (fault,) = office.faults("a.yaml")
    assert places([fault]) == [("a.yaml", 8, 19)]
    office.write("scripts_in/a.yaml", DATA.replace("- an item", "<b>an item</b>"))
    (fault,) = office.faults("a.yaml")
    assert places([fault]) == [("a.yaml", 10, 5)]
    office.write("scripts_in/a.yaml", DATA.replace("ada", "a da"))
    (fault,) = office.faults("a.yaml")
    assert places([fault]) == [("a.yaml", 3, 12)]


def test_lines_of_the_rendered_text(office: Office) -> None:
    office.template(SCHEMA, WORDS)
    office.write("scripts_in/a.yaml", DATA)
    (reading,) = office.read("a.yaml")
    assert reading.rendered is not None
    lines = [(text, place.path.name, place.line) for text, place in reading.rendered.lines()]
    assert ("presenter: \"ada\"", "a.yaml", 3) in lines  # fmt: skip
    assert ("# Welcome to Mill Lane", "en.md.j2", 1) in lines
    assert ("- an item", "a.yaml", 10) in lines
    assert lines.count(("- Adults are welcome.", "en.md.j2", 11)) == 1
    # Lines with nothing but tags leave no empty line behind.
    bare = [text for text, _, _ in lines]
    assert bare[bare.index("- Adults are welcome.") + 1] == "- Children are welcome."


def test_a_table_may_be_made_in_a_loop(office: Office) -> None:
    words = "| What | Fee |\n|---|---|\n{% for row in rows %}\n| {{ row.what }} | {{ fee }} |\n{% endfor %}\n"
    office.template(SCHEMA, words)
    office.write("scripts_in/a.yaml", DATA.replace("adults", "a | b"))
    (script,) = office.scripts("a.yaml")
    assert [(s.text, s.kind) for s in script.sentences] == [("a | b: €3", "cell"), ("children: €3", "cell")]


def test_a_stop_is_not_said_twice(office: Office) -> None:
    office.template(SCHEMA, "It begins at {{ '%s' }}. Come.\n".replace("'%s'", "'9 a.m.'"))
    office.write("scripts_in/a.yaml", DATA)
    assert office.said("a.yaml") == ["It begins at 9 a.m.", "Come."]


def test_dates_at_the_beginning_of_a_line_are_no_lists(office: Office) -> None:
    data = DATA.replace("  fee:", "  start: 2026-10-03\n  fee:").replace("[en]", "[de]")
    words = "{{ start|date('short') }} ist der Tag.\n\n- {{ start|date('short') }}\n\n{{ start|date('year') }}. Ja.\n"
    office.template(SCHEMA, words, language="de")
    office.write("scripts_in/a.yaml", data)
    assert office.said("a.yaml") == ["3. Oktober ist der Tag.", "3. Oktober", "2026.", "Ja."]


def test_pauses_asked_for_by_the_template(office: Office) -> None:
    office.template(SCHEMA, "[pause 2] {{ place }} is open. [pause 1] Come in.\n")
    office.write("scripts_in/a.yaml", DATA)
    (script,) = office.scripts("a.yaml")
    assert script.pause_before_ms == 2000
    assert script.sentences[0].pause_after_ms == 1350

"""What a template must not be able to do, and what it can."""

# ruff: noqa: E501 - tables are easier to read with one case on each line

from __future__ import annotations

import pytest

from tests.template.conftest import Office, places

SCHEMA = """\
title: Own
summary: For tests.
fields:
  place: {type: name, help: A place., example: Mill Lane}
  start: {type: date, help: A day., example: 2026-10-05}
  note: {type: text, required: no, help: A note., example: Bring a friend}
  rows:
    type: list
    help: Rows.
    of:
      what: {type: name, help: What.}
      fee: {type: money, help: How much.}
    example:
      - {what: Adults, fee: 3.20 EUR}
      - {what: Children, fee: 1 EUR}
"""

ATTACKS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ place.__class__ }}",
    "{{ place['__class__'] }}",
    "{{ place|attr('__class__') }}",
    "{{ rows|map('attr', '__class__')|list }}",
    "{{ rows|map(attribute='__class__')|list }}",
    "{{ rows|selectattr('__class__')|list }}",
    "{{ rows|sort(attribute='__dict__')|list }}",
    "{{ (rows|first).values }}",
    "{{ (rows|first)['_values'] }}",
    "{{ rows.append(1) }}",
    "{{ place.format(1) }}",
    "{{ '{0.__class__}'.format(place) }}",
    "{{ self._TemplateReference__context }}",
    "{{ self }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner }}",
    "{{ range(10) }}",
    "{{ dict(a=1) }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ namespace(a=1)._Namespace__attrs }}",
    "{{ start.today() }}",
    "{{ start.year }}",
    "{{ (1).real }}",
    "{{ rows|random }}",
    "{{ 9**9**9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ place * 3 }}",
    "{{ place % 3 }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'other' %}",
    "{% block body %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% for a in rows recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a in rows %}{{ loop._iterable }}{% endfor %}",
    "{% for a in rows %}{{ loop.__init__ }}{% endfor %}",
    "{% macro f() %}{% endmacro %}{{ f._func }}",
    "{% macro f() %}{% endmacro %}{{ f.name }}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "{% set n = namespace(x='a') %}"
    + "{% for a in rows %}" * 6
    + "{% set n.x = n.x ~ n.x %}"
    + "{% endfor %}" * 6
    + "{{ n.x }}",
    "{% set l = [1,2,3,4,5,6,7,8,9,10] %}"
    + "".join(f"{{% for {c} in l %}}" for c in "abcdefgh")
    + "{% endfor %}" * 8,
    "{{ fact.__class__ }}",
    "{{ fact }}",
    "{{ config }}",
    "{{ request }}",
    "{{ loop.index }}",
    "{{ caller() }}",
    "{{ place() }}",
    "{% set place = 1 %}",
    "{% for place in rows %}{% endfor %}",
    "{% macro place() %}{% endmacro %}",
    "{% do rows.append(1) %}",
]


@pytest.mark.parametrize("words", ATTACKS)
@pytest.mark.timeout(20)
def test_it_is_refused_with_a_place(office: Office, words: str) -> None:
    office.template(SCHEMA, f"Hello.\n\n{words}\n")
    faults = office.template_faults()
    assert faults
    assert all(name == "en.md.j2" and line in (1, 3) for name, line, _ in places(faults))
    assert not any("__main__" in fault.message or "0x" in fault.message for fault in faults)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{{ place }} and {{ start }}.", "Mill Lane and Monday, October 5, 2026."),
        ("{{ start|date('day') }}: {{ place|upper }}.", "Monday, October 5: MILL LANE."),
        ("{% for r in rows %}{{ r.what }} {{ r.fee }}{% if not loop.last %}, {% endif %}{% endfor %}.",
         "Adults €3.20, Children €1."),
        ("{{ rows|map(attribute='what')|list }}.", "Adults and Children."),
        ("{{ rows|map(attribute='fee')|map('money', 'sign')|join(' or ') }}.", "€3.20 or €1."),
        ("{{ rows|length }} rows, {{ rows|plural('row', 'rows') }}.", "2 rows, 2 rows."),
        ("{{ (rows|first).what }}, {{ rows[1].what }}, {{ rows[-1]['what'] }}.", "Adults, Children, Children."),
        ("{{ (rows|sort(attribute='what', reverse=true)|first).what }}.", "Children."),
        ("{{ (rows|selectattr('what', 'eq', 'Adults')|first).fee }}.", "€3.20."),
        ("{{ 1 + 2 * 3 }} and {{ 1.5 * 2 }} and {{ 7 / 2 }} and {{ 7 // 2 }}.", "7 and 3 and 3.5 and 3."),
        ("{{ 'on ' ~ start ~ ', ' ~ 3.5 }}.", "on Monday, October 5, 2026, 3.5."),
        ("{{ {'Mill Lane': 'here', 'Bridge': 'there'}[place] }}.", "here."),
        ("{% set day = start|date('weekday') %}It is {{ day }}.", "It is Monday."),
        ("{% set x %}It is **{{ place }}**.{% endset %}{{ x }}", "It is Mill Lane."),
        ("{% macro price(r) %}{{ r.what }}: {{ r.fee }}{% endmacro %}{{ price(rows[0]) }}.", "Adults: €3.20."),
        ("{% macro box() %}Say {{ caller() }}!{% endmacro %}{% call box() %}hello{% endcall %}", "Say hello!"),
        ("{% with p = place %}{{ p }}{% endwith %}.", "Mill Lane."),
        ("{{ note|default('nothing') }}.", "Bring a friend."),
        ("{% if note is defined and start is defined %}yes{% endif %}.", "yes."),
        ("{{ 'a' if place == 'Mill Lane' else 'b' }}.", "a."),
        ("{% raw %}Curly {not a tag}{% endraw %}.", "Curly {not a tag}."),
        ("{# a note #}Words.", "Words."),
        ("{% set n = namespace(total=0) %}{% for r in rows %}{% set n.total = n.total + 1 %}{% endfor %}{{ n.total }}.",
         "2."),
        ("{% for r in rows if r.what != 'Adults' %}{{ loop.index }} {{ r.what }}{% else %}none{% endfor %}.",
         "1 Children."),
    ],
)  # fmt: skip
def test_what_templates_can_do(office: Office, words: str, said: str) -> None:
    office.template(SCHEMA, f"{words}\n")
    data = "template: own\nlanguages: [en]\ndata:\n  place: Mill Lane\n  start: 2026-10-05\n"
    rows = "  note: Bring a friend\n  rows:\n    - {what: Adults, fee: 3.20 EUR}\n    - {what: Children, fee: 1 EUR}\n"
    office.write("scripts_in/a.yaml", data + rows)
    assert " ".join(office.said("a.yaml")) == said


VALUES_THAT_LOOK_LIKE_MARKUP = [
    "*bold* and _slanted_",
    "# no heading",
    "3. Oktober",
    "- no item",
    "<b>tag</b> & co &amp;",
    "[pause 5] [link](http://a.example)",
    "{{ place }} {% if x %}",
    "a | b | c",
    "~~gone~~",
    "\\*backslash",
    "> no quotation",
    "1) first",
    "===",
    "![picture](x.png)",
    "<!-- hidden -->",
    "+ plus",
]


@pytest.mark.parametrize("value", VALUES_THAT_LOOK_LIKE_MARKUP)
@pytest.mark.parametrize(
    "words", ["{{ place }} x.", "- {{ place }} x.", "# {{ place }} x", "So {{ place }} x."]
)
def test_data_is_never_markup(office: Office, words: str, value: str) -> None:
    office.template(SCHEMA, f"Before.\n\n{words}\n\nAfter.\n")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    office.write(
        "scripts_in/a.json",
        '{"template": "own", "languages": ["en"], "data":'
        f' {{"place": "{quoted}", "start": "2026-10-05", "rows": []}}}}',
    )
    if "{{" in value:
        assert "is not a fact" in office.faults("a.json")[0].message
        return
    script = office.scripts("a.json")[0]
    expected = words.removeprefix("- ").removeprefix("# ").replace("{{ place }}", value)
    assert "".join(s.text + " " for s in script.sentences) == f"Before. {expected} After. "
    assert all(sentence.pause_after_ms < 1000 for sentence in script.sentences)

"""XLIFF 2: what is written keeps the rules, and what is read is safe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from herald.translation.po import read_po
from herald.translation.xliff import read_xliff
from herald.translation.xliff_rules import violations
from tests.translation.conftest import Bureau

DOCUMENT = """\
<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="pt-BR">
 <file id="f1" original="hours"><unit id="u1">
  <originalData><data id="d1">**</data></originalData>
  <segment id="s1"><source>One <ph id="1" dataRef="d1"/>two<ph id="2" dataRef="d1"/>. </source>
   <target>Um <ph id="1" dataRef="d1"/>dois<ph id="2" dataRef="d1"/>. </target></segment>
  <segment id="s2" state="final"><source>Three.</source><target><mrk id="m1">Três</mrk>.</target></segment>
 </unit></file>
</xliff>
"""


def test_what_is_written_keeps_the_rules(bureau: Bureau) -> None:
    bureau.export("hours", output="a.xlf")
    assert list(violations(bureau.path("a.xlf").read_text(encoding="utf-8"))) == []
    bureau.translate("hours")
    bureau.edit("scripts_in/hours.en.md", ("at five", "at six"))
    bureau.export("hours", output="b.xlf")
    text = bureau.path("b.xlf").read_text(encoding="utf-8")
    assert list(violations(text)) == []
    assert 'subState="herald:fuzzy"' in text and 'state="translated"' in text


def test_the_rules_find_what_is_wrong() -> None:
    assert list(violations(DOCUMENT)) == []
    broken = DOCUMENT.replace('trgLang="pt-BR"', "").replace('dataRef="d1"/>two', 'dataRef="d9"/>two')
    broken = broken.replace('state="final"', 'state="done"')
    found = " ".join(violations(broken))
    assert "no trgLang" in found and "dataRef without data" in found and "no such state" in found


def test_a_tool_may_split_a_unit() -> None:
    reply = read_xliff(Path("a.xlf"), DOCUMENT)
    (unit,) = reply.units
    assert (reply.name, reply.target_language) == ("hours", "pt-br")
    assert (unit.id, unit.source, unit.target, unit.is_sure) == (
        "1",
        "One **two**. Three.",
        "Um **dois**. Três.",
        True,
    )
    assert (unit.place.line, unit.place.column) == (6, 4)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]>\n<xliff>&b;</xliff>', "document type", 1),
        ("<xliff>\n <file>\n</xliff>", "not valid XML", 3),
        ('<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "not XLIFF 2 but 1.2", 1),
        (DOCUMENT.replace('dataRef="d1"/>two', 'dataRef="d9"/>two', 1), "no such data", 5),
    ],
)
def test_what_cannot_be_read(text: str, message: str, line: int) -> None:
    fault = read_xliff(Path("a.xlf"), text).faults[0]
    assert message in fault.message
    assert fault.place.line == line


def test_a_character_of_a_wrapped_translation_is_found() -> None:
    text = 'msgid "a"\nmsgstr ""\n"one \\"two\\" "\n"three"\n'
    (unit,) = read_po(Path("a.po"), text).units
    assert unit.target == 'one "two" three'
    assert [(unit.locate(i).line, unit.locate(i).column) for i in (0, 4, 8, 10)] == [
        (3, 2),
        (3, 6),
        (3, 11),
        (4, 2),
    ]


def test_no_po_file() -> None:
    (fault,) = read_po(Path("a.po"), 'msgid "a\nmsgstr').faults
    assert "not valid PO" in fault.message and fault.place.line == 2


SCHEMA = Path(
    os.environ.get(
        "HERALD_XLIFF_SCHEMA",
        # Where Debian's php-symfony-translation has the schema of OASIS, as it was published.
        "/usr/share/php/Symfony/Component/Translation/Resources/schemas/xliff-core-2.0.xsd",
    )
)


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of XLIFF 2.0 is not on this machine")
def test_the_schema_of_oasis(bureau: Bureau) -> None:
    """The core's schema is the same for 2.0 and 2.1; of other modules it takes what is well-formed."""
    etree = pytest.importorskip("lxml.etree")

    class Beside(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: object) -> object:
            return self.resolve_filename(str(SCHEMA.parent / Path(url).name), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    schema = etree.XMLSchema(etree.parse(str(SCHEMA), parser))
    bureau.export("hours", output="new.xlf")
    bureau.translate("hours")
    bureau.edit("scripts_in/hours.en.md", ("at five", "at six"))
    bureau.export("hours", output="stale.xlf")
    for name in ("new.xlf", "stale.xlf"):
        text = bureau.path(name).read_bytes()
        schema.assertValid(etree.fromstring(text))
        assert not schema.validate(etree.fromstring(text.replace(b"segment", b"part")))

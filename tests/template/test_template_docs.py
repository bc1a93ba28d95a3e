"""docs/templates.md: what it shows works, and what there is it tells."""

from __future__ import annotations

import re

import pytest

from herald.facts import TYPES, read_facts
from herald.template.kinds import KINDS
from herald.template.sandbox import BUILT_IN_FILTERS
from herald.template.schema import SETTINGS
from herald.template.speech import DATE_STYLES, FILTERS
from herald.workspace import CHECKOUT
from tests.template.conftest import TODAY, Office

GUIDE = (CHECKOUT / "docs" / "templates.md").read_text(encoding="utf-8")


def block(language: str, beginning: str) -> str:
    """Return the block of the guide that begins in a certain way."""
    blocks = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return next(text for text in blocks if text.startswith(beginning))


def test_the_first_example(office: Office) -> None:
    office.write("scripts_in/pool-fees.yaml", block("yaml", "template: fee-table"))
    said = " ".join(office.said("pool-fees.yaml"))
    quoted = re.search(r'The French video says "(.*?)"', GUIDE, re.DOTALL)
    assert quoted is not None
    assert " ".join(quoted[1].split()) in said


def test_the_error_that_is_shown(office: Office) -> None:
    text = block("yaml", "template: fee-table").replace("4.50 EUR", "4.50")
    path = office.write("scripts_in/pool-fees.yaml", text)
    (fault, *_) = office.faults("pool-fees.yaml")
    shown = f"scripts_in/{path.name}:{fault.place.line}:{fault.place.column}: {fault.message}"
    assert shown in GUIDE
    assert fault.suggestion in GUIDE


def test_many_broadcasts(office: Office) -> None:
    office.write(
        "scripts_in/offices.yaml", block("yaml", "template: opening-hours\nlanguages: [en]\nrecords")
    )
    assert [script.slug for script in office.scripts("offices.yaml")] == ["north", "south"]
    office.write("scripts_in/offices.yaml", block("yaml", "template: opening-hours\nlanguages: [en, es]"))
    office.write("scripts_in/offices.csv", block("text", "office,place"))
    made = [(script.slug, script.language) for script in office.scripts("offices.yaml")]
    assert made == [("north", "en"), ("north", "es"), ("south", "en"), ("south", "es")]


def test_the_template_that_is_written(office: Office) -> None:
    office.write("facts/office.yaml", block("yaml", "phone:"))
    assert set(read_facts(office.workspace.facts, TODAY).by_name) == {"phone", "ticket", "office"}
    office.template(
        block("yaml", "title: Lost property"), block("jinja", "# Lost property"), name="lost-property"
    )
    assert office.template_faults("lost-property") == []
    office.write(
        "scripts_in/a.yaml",
        "template: lost-property\nlanguages: [en]\ndata:\n  place: the station\n  days_kept: 30\n"
        "  things: [{what: a red umbrella, found: 2026-10-03}]\n",
    )
    assert office.said("a.yaml") == [
        "Lost property at the station",
        "These things were found:",
        "A red umbrella, found on Saturday, October 3.",
        "We keep things for 30 days.",
        "Call us on 020 7946 0018.",
    ]


@pytest.mark.parametrize(
    "word",
    [
        *KINDS,
        "list",
        *TYPES,
        *FILTERS,
        *sorted(BUILT_IN_FILTERS),
        "upper",
        "lower",
        "join",
        "replace",
        "trim",
        "default",
    ]
    + [*SETTINGS, *(f'date("{style}")' for style in DATE_STYLES if style != "full")],
)
def test_it_tells_of_everything(word: str) -> None:
    assert re.search(rf"`(?:[^`\n]*[^\w`])?{re.escape(word)}(?![\w])", GUIDE), word


def test_every_bundled_template_is_named() -> None:
    for folder in sorted((CHECKOUT / "templates").glob("*/template.yaml")):
        assert f"`{folder.parent.name}`" in GUIDE

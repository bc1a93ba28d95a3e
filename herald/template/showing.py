"""What people see of templates: which there are, and what one of them asks for."""

from __future__ import annotations

from datetime import date

from herald.errors import UserError
from herald.template.examples import example_broadcasts
from herald.template.faults import Faults
from herald.template.nodes import Entries, Items, Node, Scalar
from herald.template.reading import open_library, read_broadcast
from herald.template.schema import Field
from herald.template.starter import find_template, limits_of
from herald.workspace import Workspace


def list_templates(workspace: Workspace, *, on: date) -> list[str]:
    """Return a line for each template: name, languages, what it is for.

    Raises:
        ScriptErrors: a template's schema cannot be read.
    """
    faults = Faults()
    library = open_library(workspace, on, faults)
    found = [template for name in library.names() if (template := library.template(name, faults))]
    faults.raise_if_any()
    return [f"{one.name:<20} {' '.join(one.languages):<16} {one.schema.summary}" for one in found]


def show_template(workspace: Workspace, name: str, language: str | None = None, *, on: date) -> list[str]:
    """Return what a template asks for, with examples, in lines for people.

    Args:
        workspace: with the template.
        name: of the template.
        language: also show what it says in this language when it is filled with its examples.
        on: the day whose facts hold.

    Raises:
        UserError: there is no such template or language, or something is wrong with it.
    """
    faults = Faults()
    library = open_library(workspace, on, faults)
    template = find_template(library, name, faults)
    faults.raise_if_any()
    schema = template.schema
    lines = [
        f"{template.name}: {schema.title}. {schema.summary}",
        f"Languages: {', '.join(template.languages)}",
    ]
    for field in schema.fields:
        lines += ["", *_described(field, "")]
    if schema.each:
        lines += ["", f"Each item of {schema.each} also gives a broadcast of its own."]
    if language is None:
        return lines
    if template.file_for(language, each=False) is None:
        raise UserError(
            f"The template '{name}' has no words in '{language}'. It has {', '.join(template.languages)}."
        )
    broadcast = next(example_broadcasts(template, [language]))
    reading = read_broadcast(broadcast, language, library, faults)
    faults.raise_if_any()
    assert reading is not None
    return [
        *lines,
        "",
        f"In {language}:",
        "",
        *(f"  {sentence.text}" for sentence in reading.script.sentences),
    ]


def _described(field: Field, indent: str) -> list[str]:
    limits = limits_of(field)
    notes = [field.shown, *([limits] if limits else []), *(["may be left out"] if not field.required else [])]
    lines = [f"{indent}{field.name}: {'; '.join(notes)}", f"{indent}    {field.help}"]
    example = _shown(field.example)
    if example:
        lines.append(f"{indent}    For example: {example}")
    for inner in field.fields:
        lines += _described(inner, indent + "    ")
    return lines


def _shown(node: Node | None) -> str:
    """Return an example on one line, in one language; empty for what does not fit there."""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, Entries):
        return _shown(node.nodes.get("en") or next(iter(node.nodes.values()), None))
    if isinstance(node, Items) and all(isinstance(one, Scalar) or _is_text(one) for one in node.nodes):
        return "; ".join(_shown(one) for one in node.nodes)
    return ""


def _is_text(node: Node) -> bool:
    return isinstance(node, Entries) and "en" in node.nodes

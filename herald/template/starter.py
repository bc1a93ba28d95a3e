"""A data file to begin with: every field of a template with what it is and an example."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from herald.errors import UserError
from herald.files import write_text
from herald.template.faults import Faults
from herald.template.kinds import KINDS
from herald.template.library import Library, Template
from herald.template.nodes import Entries, Node, Scalar
from herald.template.reading import open_library
from herald.template.schema import Field
from herald.workspace import Workspace

_WIDTH = 96


def new_data_file(
    workspace: Workspace, slug: str, template_name: str, languages: Sequence[str] = (), *, on: date
) -> Path:
    """Write a data file for a new broadcast, filled with the template's examples.

    Args:
        workspace: where the file goes, into its folder of scripts.
        slug: the broadcast's name.
        template_name: the template to fill.
        languages: in which it is made; none for English, or the template's first.
        on: the day whose facts hold.

    Returns:
        the path of the file.

    Raises:
        UserError: there is no such template or language, the name cannot be used, or a file has it.
    """
    faults = Faults()
    library = open_library(workspace, on, faults)
    template = find_template(library, template_name, faults)
    faults.raise_if_any()
    chosen = tuple(languages) or (("en",) if "en" in template.languages else template.languages[:1])
    for language in chosen:
        if template.file_for(language, each=False) is None:
            there = ", ".join(template.languages)
            raise UserError(f"The template '{template_name}' has no words in '{language}'. It has {there}.")
    path = workspace.scripts / f"{slug}.yaml"
    try:
        KINDS["slug"].read(slug)
    except ValueError as error:
        raise UserError(f"{error}.") from None
    if path.exists():
        raise UserError(f"{path} is there already. Choose another name, or delete it first.")
    write_text(path, starter_text(template, chosen))
    return path


def find_template(library: Library, name: str, faults: Faults) -> Template:
    """Return a template.

    Raises:
        UserError: there is none of this name.
    """
    template = library.template(name, faults)
    if template is None:
        raise UserError(f"There is no template '{name}'. {library.suggestion(name)}")
    return template


def starter_text(template: Template, languages: Sequence[str]) -> str:
    """Return a data file filled with a template's examples."""
    lines = [
        *_comment(f"{template.schema.title}. {template.schema.summary}", ""),
        f"template: {template.name}",
        f"languages: [{', '.join(languages)}]",
        *_comment("presenter: ada", ""),
        "",
        "data:",
    ]
    for i, field in enumerate(template.schema.fields):
        lines += [""] * (i > 0)
        lines += _comment(_described(field), "  ")
        for inner in field.fields:
            lines += _comment(f"  {inner.name}: {_described(inner)}", "  ")
        if field.example is not None:
            lines += _written(field.name, field.example, languages, "  ")
    return "\n".join(lines) + "\n"


def _described(field: Field) -> str:
    about = field.help.rstrip(".") or field.name
    kind = "a list" if field.fields else field.shown
    limits = limits_of(field)
    extra = "; may be left out" if not field.required else ""
    return f"{about} ({kind}{'; ' + limits if limits else ''}{extra})."


def limits_of(field: Field) -> str:
    """Return the range of a field in words; empty where it has none."""
    unit = (
        " items"
        if field.type == "list"
        else " characters"
        if field.type in ("text", "name", "markdown")
        else ""
    )
    if field.least is not None and field.most is not None:
        return f"{field.least} to {field.most}{unit}"
    if field.least is not None:
        return f"at least {field.least}{unit}"
    if field.most is not None:
        return f"at most {field.most}{unit}"
    return f"not before {field.not_before}" if field.not_before else ""


def _comment(text: str, indent: str) -> list[str]:
    lead = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(
        text.strip(),
        _WIDTH,
        initial_indent=f"{indent}# {lead}",
        subsequent_indent=f"{indent}# {lead}  " if lead else f"{indent}# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _written(name: str, node: Node, languages: Sequence[str], indent: str) -> Iterator[str]:
    """Give the lines of `name: value`."""
    node = _in_languages(node, languages)
    if isinstance(node, Scalar):
        yield from _scalar(f"{indent}{name}:", node.text, indent)
        return
    yield f"{indent}{name}:"
    if isinstance(node, Entries):
        for key, inner in node.items():
            yield from _written(key.text, inner, languages, indent + "  ")
        return
    for item in node.nodes:
        yield from _item(item, languages, indent + "  ")


def _item(item: Node, languages: Sequence[str], indent: str) -> Iterator[str]:
    item = _in_languages(item, languages)
    if isinstance(item, Scalar):
        yield from _scalar(f"{indent}-", item.text, indent)
    elif isinstance(item, Entries):
        lines = [
            line
            for key, inner in item.items()
            for line in _written(key.text, inner, languages, indent + "  ")
        ]
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield f"{indent}-"
        for inner in item.nodes:
            yield from _item(inner, languages, indent + "  ")


def _in_languages(node: Node, languages: Sequence[str]) -> Node:
    """Return only what is needed of a text in several languages, and the text itself if that is one."""
    if not isinstance(node, Entries) or not any(
        language.split("-")[0] in node.nodes for language in languages
    ):
        return node
    found = {
        language: node.nodes.get(language) or node.nodes.get(language.split("-")[0]) for language in languages
    }
    kept = {language: one for language, one in found.items() if one is not None}
    if len(languages) == 1:
        return next(iter(kept.values()))
    return Entries(
        kept, {language: Scalar(language, one.place) for language, one in kept.items()}, node.place
    )


def _scalar(lead: str, text: str, indent: str) -> Iterator[str]:
    if "\n" in text.strip():
        yield f"{lead} |"
        yield from (f"{indent}  {line}".rstrip() for line in text.rstrip().split("\n"))
    else:
        yield f"{lead} {_quoted(text.strip())}"


def _quoted(text: str) -> str:
    """Put a value in quotation marks only where YAML needs them."""
    import yaml

    try:
        node = yaml.compose(f"- {text}", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return json.dumps(text, ensure_ascii=False)
    plain = node.value[0] if isinstance(node, yaml.SequenceNode) else node
    is_same = isinstance(plain, yaml.ScalarNode) and plain.style is None and plain.value == text
    return text if is_same else json.dumps(text, ensure_ascii=False)

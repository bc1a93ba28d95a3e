"""A broadcast in one language becomes Markdown whose every character knows where it came from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from herald.facts import Facts, read_facts_with
from herald.media import Place
from herald.template.broadcasts import Broadcast, read_broadcasts
from herald.template.expand import expand
from herald.template.faults import Faults, at
from herald.template.fill import Filler
from herald.template.library import Library
from herald.template.nodes import Entries, Node, Scalar
from herald.template.speech import Speech, Unspeakable, speech_of
from herald.template.trace import Rendered, Run
from herald.template.values import Record
from herald.workspace import Workspace

_IN_FRONT = ("title", "presenter", "voice", "speed", "fps", "size", "crop", "background")
"""Settings that a script has too."""

_PER_LANGUAGE = frozenset({"title", "presenter", "voice", "speed"})


def render_file(workspace: Workspace, path: Path, language: str, *, on: date) -> dict[str, Rendered]:
    """Fill the template of every broadcast of a data file in one language.

    Args:
        workspace: with templates and facts.
        path: the data file.
        language: BCP-47, lower case; broadcasts that are not made in it are left out.
        on: the day whose facts hold.

    Returns:
        by slug, a whole script in Markdown; `Rendered.lines` says where each line came from.

    Raises:
        ScriptErrors: with every fault of data and templates.
    """
    faults = Faults()
    library = Library.of(workspace, read_facts_with(workspace.facts, on, faults))
    found = {
        broadcast.slug: render(broadcast, language, library, faults)
        for broadcast in read_broadcasts(path, library, faults)
        if language in broadcast.languages
    }
    faults.raise_if_any()
    return {slug: rendered for slug, rendered in found.items() if rendered is not None}


def render(broadcast: Broadcast, language: str, library: Library, faults: Faults) -> Rendered | None:
    """Fill a broadcast's template in one language.

    Args:
        broadcast: what to say.
        language: one of its languages.
        library: the templates and the facts.
        faults: receives everything that is wrong with data and template.

    Returns:
        a whole script, with its settings; None if anything is wrong.
    """
    own = Faults(lines=faults.lines)
    try:
        rendered = _render(broadcast, speech_of(language), library, own)
    except Unspeakable as error:
        own.add(broadcast.place, str(error))
        rendered = None
    faults.merge(own)
    return None if own else rendered


def _render(broadcast: Broadcast, speech: Speech, library: Library, faults: Faults) -> Rendered | None:
    language = speech.language
    each = broadcast.item is not None
    path = broadcast.template.file_for(language, each=each)
    if path is None:
        message = f"the template '{broadcast.template.name}' has no words for one item in {language}"
        faults.add(broadcast.place, message, f"Write {broadcast.template.folder}/each.{language}.md.j2.")
        return None
    compiled = library.compiled(broadcast.template, path, each=each, faults=faults)
    record = _record(broadcast, speech, library.facts, faults)
    front = list(_front(broadcast, language, speech, library.facts, faults))
    if compiled is None or record is None or faults:
        return None
    body = compiled.render(record, library.facts, speech, faults)
    text = "".join(written for written, _ in front)
    runs = (*(run for _, run in front), *body.runs)
    return replace(body, text=text + body.text, runs=runs)


def _record(broadcast: Broadcast, speech: Speech, facts: Facts, faults: Faults) -> Record | None:
    """Return the data in one language, with the item that the broadcast is about."""
    known = broadcast.records.get(speech.language)
    if known is None:
        own = Faults(lines=faults.lines)
        filler = Filler(speech, broadcast.languages, facts, own)
        known = filler.record(broadcast.template.schema.fields, broadcast.data)
        faults.merge(own)
        if own:
            return None
        broadcast.records[speech.language] = known
    if broadcast.item is None:
        return known
    items = known.values[broadcast.template.schema.each or ""]
    assert isinstance(items, tuple)
    return Record({**known.values, "item": items[broadcast.item]}, known.facts)


def _front(
    broadcast: Broadcast, language: str, speech: Speech, facts: Facts, faults: Faults
) -> Iterator[tuple[str, Run]]:
    """Give the settings as lines of a script's front matter, each with where it came from."""
    lines: list[tuple[str, Place]] = []
    for name in _IN_FRONT:
        node = broadcast.settings.nodes.get(name)
        if isinstance(node, Entries) and name in _PER_LANGUAGE:
            node = node.nodes.get(language, node.nodes.get(speech.base))
            if node is None:
                continue
        if node is None:
            continue
        value = _setting(name, node, speech, facts, faults)
        if value is not None:
            lines.append((f"{name}: {json.dumps(value, ensure_ascii=False)}", node.place))
    if not lines:
        return
    for written, place in (("---", lines[0][1]), *lines, ("---", lines[-1][1])):
        yield f"{written}\n", Run(len(written) + 1, place, follows=False)


def _setting(name: str, node: Node, speech: Speech, facts: Facts, faults: Faults) -> str | None:
    if not isinstance(node, Scalar):
        faults.add(node.place, f"'{name}' takes one value")
        return None

    def place_of(offset: int) -> Place:
        return at(node.place, offset)

    return "".join(piece.text for piece in expand(node.text, place_of, facts, speech, faults))

"""A small office with a script, and a translator who says everything in capitals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polib
import pytest

from herald.errors import Fault, ScriptErrors
from herald.translation.markup import pieces
from herald.translation.receiving import Imported, import_file
from herald.translation.sending import Exported, export
from herald.translation.state import LanguageState, language_states
from herald.workspace import Workspace
from tests.template.conftest import TODAY, Office

SCRIPT = """\
---
title: Opening hours
presenter: maria
voice: af_heart
speed: 0.9
---
# Opening hours

<!-- Ask the porter before you change this. -->
From July we open at **nine**. [pause 0.8] Please ring the bell at
the [side door](https://example.org/door). Ask for [[Nguyen|nwɪn]], or call {{ fact.phone }}.

- On weekdays we close at five.
- On Saturday we close at noon [pause 300ms] sharp.

| what | fee |
|------|-----|
| adults | 4 euros |
"""


def shouted(text: str) -> str:
    """Translate: letters become capitals, markup stays."""
    parts, position = [], 0
    for piece in pieces(text):
        parts += [text[position : piece.start].upper(), piece.text]
        position = piece.stop
    return "".join([*parts, text[position:].upper()])


@dataclass
class Bureau:
    """Sends and receives translations in an office."""

    office: Office

    @property
    def workspace(self) -> Workspace:
        return self.office.workspace

    def path(self, name: str) -> Path:
        return self.workspace.root / name

    def export(self, name: str, language: str = "es", output: str = "out.po") -> Exported:
        format_name = "xliff" if output.endswith(".xlf") else "po"
        path = self.path(output)
        return export(self.workspace, name, language, on=TODAY, format_name=format_name, output=path)

    def translate(
        self, name: str, language: str = "es", output: str = "out.po", by: Callable[[str], str] = shouted
    ) -> Imported:
        """Export, let a translator translate all of it, and import."""
        self.export(name, language, output)
        self.fill(output, by)
        return self.bring(output)

    def fill(self, output: str, by: Callable[[str], str] = shouted) -> None:
        path = self.path(output)
        if output.endswith(".xlf"):
            text = re.sub(r"\s*<target>.*?</target>", "", path.read_text(encoding="utf-8"))
            text = re.sub(r' state="\w+"( subState="[\w:]+")?', "", text)
            text = re.sub(
                r"<source>(.*?)</source>", lambda m: f"{m[0]}<target>{_outside_tags(m[1], by)}</target>", text
            )
            path.write_text(text, encoding="utf-8")
            return
        file = polib.pofile(str(path))
        for entry in file:
            entry.msgstr = by(entry.msgid)
            entry.flags = []
        file.save()

    def retouch(self, output: str, *replacements: tuple[str, str]) -> None:
        """Change the translations in a PO file."""
        file = polib.pofile(str(self.path(output)))
        for entry in file:
            for old, new in replacements:
                entry.msgstr = entry.msgstr.replace(old, new)
        file.save()

    def edit(self, name: str, *replacements: tuple[str, str]) -> None:
        path = self.path(name)
        text = path.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def bring(self, output: str = "out.po") -> Imported:
        return import_file(self.workspace, self.path(output), on=TODAY)

    def faults(self, output: str = "out.po") -> list[Fault]:
        with pytest.raises(ScriptErrors) as caught:
            self.bring(output)
        return list(caught.value.faults)

    def states(self) -> list[LanguageState]:
        return list(language_states(self.workspace, on=TODAY))


def _outside_tags(text: str, by: Callable[[str], str]) -> str:
    return re.sub(r"(<[^>]*>|&\w+;)|([^<&]+)", lambda m: m[1] or by(m[2]), text)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    for name in ("scripts_in", "templates", "facts"):
        (tmp_path / name).mkdir()
    office = Office(Workspace.at(tmp_path))
    office.write("facts/office.yaml", "phone: {type: phone, value: 020 7946 0018}\n")
    office.write("scripts_in/hours.en.md", SCRIPT)
    return Bureau(office)

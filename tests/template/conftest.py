"""A small office: a workspace of the test's own, with the product's templates and some of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from herald.errors import Fault, ScriptErrors
from herald.media import Script
from herald.template.checking import check_template
from herald.template.faults import Faults
from herald.template.reading import Reading, open_library, read_all
from herald.workspace import Workspace

TODAY = date(2026, 10, 1)


@dataclass
class Office:
    """A workspace and short ways to use it."""

    workspace: Workspace

    def write(self, name: str, text: str) -> Path:
        path = self.workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def template(self, schema: str, words: str = "Hello.\n", name: str = "own", language: str = "en") -> None:
        self.write(f"templates/{name}/template.yaml", schema)
        self.write(f"templates/{name}/{language}.md.j2", words)

    def read(self, *names: str, on: date = TODAY, language: str | None = None) -> tuple[Reading, ...]:
        paths = [self.workspace.scripts / name for name in names]
        return read_all(self.workspace, paths, on=on, language=language)

    def scripts(self, *names: str, on: date = TODAY) -> tuple[Script, ...]:
        return tuple(reading.script for reading in self.read(*names, on=on))

    def said(self, *names: str, on: date = TODAY) -> list[str]:
        return [sentence.text for script in self.scripts(*names, on=on) for sentence in script.sentences]

    def faults(self, *names: str, on: date = TODAY) -> list[Fault]:
        with pytest.raises(ScriptErrors) as caught:
            self.read(*names, on=on)
        return list(caught.value.faults)

    def template_faults(self, name: str = "own") -> list[Fault]:
        faults = Faults()
        library = open_library(self.workspace, TODAY, faults)
        check_template(name, library, faults)
        return list(faults.found)


def places(faults: list[Fault]) -> list[tuple[str, int, int]]:
    """Return file name, line and column of each fault."""
    return [(fault.place.path.name, fault.place.line, fault.place.column) for fault in faults]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    for name in ("scripts_in", "templates", "facts"):
        (tmp_path / name).mkdir()
    return Office(Workspace.at(tmp_path))

"""An enrolled presenter, as the renderers see one."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from herald.errors import StageFailed, UserError
from herald.files import write_text

FORMAT = 1
"""Raised when what enrolment writes changes; older presenters must then be enrolled again."""

FACTS = "presenter.toml"
FOOTAGE = "footage.mp4"
SOUND = "sound.wav"
TRACK = "track.npz"
CALIBRATION = "calibration"
SOURCE = "source"
SCREEN = "screen.npy"
FAULTS = "faults.npy"
RECORDINGS = "recordings.json"
HEARD = "heard.json"
RESPONSE = "response"


@dataclass(frozen=True)
class Presenter:
    """A folder made by enrolment.

    Attributes:
        name: as the user calls them.
        folder: holds `footage.mp4` (the working copy that every frame index means), `presenter.toml`
            and the arrays of the analysis.
        size_px: (width, height) of the footage.
        fps: its frame rate.
        n_frames: its length.
        kind: "talking" has a mouth library; "silent" and "still" (made from a photograph) have none.
        identity: 64 hex digits that change when anything changes that pictures are made from.
    """

    name: str
    folder: Path
    size_px: tuple[int, int]
    fps: Fraction
    n_frames: int
    kind: str
    identity: str

    @property
    def footage(self) -> Path:
        """The working copy of the footage: constant rate, upright, H.264."""
        return self.folder / FOOTAGE

    @property
    def sound(self) -> Path:
        """The footage's sound, mono, 16 kHz; the file is not there if it has none."""
        return self.folder / SOUND

    @property
    def track(self) -> Path:
        """The face of every frame, for `FaceTrack.load`."""
        return self.folder / TRACK

    @property
    def screen(self) -> Path:
        """The screen behind the presenter, for `Screen.load`; the file is not there if there is none."""
        return self.folder / SCREEN

    @property
    def calibration(self) -> Path:
        """The person's own range, for `Calibration.load`."""
        return self.folder / CALIBRATION

    @property
    def response(self) -> Path:
        """How painted mouths of a talking presenter are seen, for `rehearsal.response_of`."""
        return self.folder / RESPONSE


def write_facts(presenter: Presenter, report: Mapping[str, Any], versions: Mapping[str, str]) -> None:
    """Write `presenter.toml`: who it is, what was measured, and with what."""
    head = {
        "format": FORMAT,
        "name": presenter.name,
        "kind": presenter.kind,
        "size_px": list(presenter.size_px),
        "fps": str(presenter.fps),
        "n_frames": presenter.n_frames,
        "identity": presenter.identity,
    }
    tables = {"report": report, "versions": versions}
    text = _toml(head) + "".join(f"\n[{name}]\n{_toml(table)}" for name, table in tables.items())
    write_text(presenter.folder / FACTS, text)


def read_facts(folder: Path) -> dict[str, Any]:
    """Read `presenter.toml`.

    Raises:
        UserError: the presenter was enrolled by a version of Herald that wrote other files.
        StageFailed: the file is missing or damaged.
    """
    path = folder / FACTS
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StageFailed(f"{path} cannot be read ({error}); enrol the presenter again") from error
    if facts.get("format") != FORMAT:
        raise UserError(
            f"the presenter '{folder.name}' was enrolled by another version of Herald. "
            f"Enrol again: herald presenter add {folder.name} VIDEO --replace"
        )
    return facts


def load(folder: Path) -> Presenter:
    """Return the presenter that was enrolled into a folder; errors as for `read_facts`."""
    facts = read_facts(folder)
    try:
        width, height = facts["size_px"]
        return Presenter(
            name=facts["name"],
            folder=folder,
            size_px=(width, height),
            fps=Fraction(facts["fps"]),
            n_frames=facts["n_frames"],
            kind=facts["kind"],
            identity=facts["identity"],
        )
    except (KeyError, ValueError, TypeError) as error:
        raise StageFailed(f"{folder / FACTS} lacks something ({error}); enrol the presenter again") from error


def _toml(table: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {_toml_value(value)}\n" for key, value in table.items())


def _toml_value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml_value(inner)}" for key, inner in value.items()) + "}"
    # JSON's strings, numbers, booleans and flat lists are TOML's too.
    return json.dumps(value, ensure_ascii=False)

"""The enrolled presenters of a workspace: added, listed, shown, removed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from herald import files
from herald.errors import UserError, did_you_mean
from herald.files import written_beside
from herald.studio import Studio

if TYPE_CHECKING:
    from herald.media import Mark, Waveform
    from lipsync.presenter import Presenter
    from lipsync.report import Report

LANDMARK_MODEL = "face_landmarker.task"
DEMONSTRATION = "ada"
"""The drawn presenter: made when a build asks for her and she is not there."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)


def add(
    studio: Studio,
    name: str,
    video: Path,
    *,
    replace: bool = False,
    face: str | None = None,
    finder: str | None = None,
) -> Report:
    """Enrol a presenter from a video.

    The presenter appears whole or not at all; with `replace`, the old one stays until then. `face` says who
    it is where the video shows several people: "left", "right", "largest", or a number from the left.
    `finder` names a landmark engine that looks for faces where MediaPipe's own detector finds none.

    Raises:
        UserError: the name is taken or not a name, or the video cannot be used.
    """
    from lipsync.enrol import enrol
    from lipsync.landmark_engine import landmark_engine
    from lipsync.report import load_report

    _check_name(name)
    target = studio.workspace.presenters / name
    if target.exists() and not replace:
        raise UserError(f"there is a presenter '{name}' already. Choose another name, or add --replace.")
    model = studio.model_path(LANDMARK_MODEL)
    with written_beside(target) as part, contextlib.ExitStack() as stack:
        part.mkdir(parents=True)
        find = None
        if finder is not None:
            find = stack.enter_context(landmark_engine(finder, studio.model_path, studio.devices[0])).boxes
        enrol(name, video, part, model, studio.progress, face, hear, find)
    return load_report(target)


def join(studio: Studio, name: str, video: Path, *, face: str | None = None) -> Report:
    """Join a later recording of an enrolled presenter with what they were made from.

    The presenter stays as they are until the new one is whole.

    Raises:
        UserError: nobody of that name is enrolled, or the video cannot be used or shows somebody else.
    """
    from lipsync import joining
    from lipsync.presenter import load
    from lipsync.report import load_report

    target = _folder(studio, name)
    model = studio.model_path(LANDMARK_MODEL)
    with written_beside(target) as part:
        part.mkdir(parents=True)
        joining.join(load(target), video, part, model, studio.progress, face, hear)
    return load_report(target)


def hear(sound: Waveform) -> tuple[Mark, ...]:
    """Return the phones and pauses that tile a sound; only pauses where it is no speech."""
    from tts.recogniser.recognise import marks_from_sound

    return marks_from_sound(sound)


def draw(studio: Studio, name: str = DEMONSTRATION, *, replace: bool = False) -> Report:
    """Draw the demonstration presenter talking, and enrol her like anybody else."""
    import tempfile

    from herald.ada.footage import film_ada, warm_up

    _check_name(name)
    if (studio.workspace.presenters / name).exists() and not replace:
        raise UserError(f"there is a presenter '{name}' already. Add --replace to draw her again.")
    speech = warm_up(studio)
    with tempfile.TemporaryDirectory(prefix="herald-") as folder:
        video = Path(folder) / "ada.mp4"
        film_ada(video, speech, progress=studio.progress)
        return add(studio, name, video, replace=replace)


def enrolled(studio: Studio) -> tuple[Presenter, ...]:
    """Return the enrolled presenters in the order of their names."""
    from lipsync.presenter import load

    return tuple(load(folder) for folder in _folders(studio))


def find(studio: Studio, name: str) -> Presenter:
    """Return a presenter by name; the demonstration presenter is drawn if she is not there.

    Raises:
        UserError: nobody of that name is enrolled.
    """
    from lipsync.presenter import load

    check(studio, name)
    folder = studio.workspace.presenters / name
    if not folder.is_dir():
        studio.progress.note("Ada, the demonstration presenter, is not enrolled yet: drawing her now.")
        draw(studio, name)
    return load(folder)


def complete(studio: Studio, presenter: Presenter) -> None:
    """Make what is missing of a presenter whom an earlier version enrolled, before several workers would."""
    from lipsync import versions
    from lipsync.arrays import is_kept
    from lipsync.stills import stills_of

    stills_of(presenter)
    if presenter.kind == "talking" and not is_kept(presenter.response, versions.RESPONSE):
        from lipsync.rehearsal import response_of

        response_of(presenter, studio.model_path(LANDMARK_MODEL), studio.progress)


def check(studio: Studio, name: str) -> None:
    """Raise a UserError unless `find` would give a presenter of that name."""
    names = [folder.name for folder in _folders(studio)]
    if name in names or name == DEMONSTRATION:
        return
    known = ", ".join(sorted({*names, DEMONSTRATION}))
    hint = did_you_mean(name, [*names, DEMONSTRATION])
    raise UserError(
        f"nobody called '{name}' is enrolled. {hint} Enrolled: {known}. "
        "Enrol somebody with `herald presenter add NAME VIDEO`.".replace("  ", " ")
    )


def facts(studio: Studio, name: str) -> Presenter | None:
    """Return the presenter if somebody of that name is enrolled; only a small file is read."""
    from lipsync.presenter import load

    folder = next((folder for folder in _folders(studio) if folder.name == name), None)
    return load(folder) if folder else None


def show(studio: Studio, name: str) -> Report:
    """Return what enrolment found out about a presenter."""
    from lipsync.report import load_report

    return load_report(_folder(studio, name))


def remove(studio: Studio, name: str) -> Path:
    """Remove a presenter and everything that enrolment made; returns the folder that was removed."""
    folder = _folder(studio, name)
    files.remove(folder)
    return folder


def _folders(studio: Studio) -> Iterator[Path]:
    root = studio.workspace.presenters
    if root.is_dir():
        yield from (path for path in sorted(root.iterdir()) if (path / "presenter.toml").is_file())


def _folder(studio: Studio, name: str) -> Path:
    for folder in _folders(studio):
        if folder.name == name:
            return folder
    known = [folder.name for folder in _folders(studio)]
    raise UserError(f"nobody called '{name}' is enrolled. {did_you_mean(name, known)}".rstrip())


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise UserError(
            f"'{name}' cannot be a presenter's name: use up to 40 small letters, digits, - and _, "
            "starting with a letter or a digit."
        )

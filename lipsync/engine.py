"""The protocol of a renderer, what renderers have in common, and the door to them."""

from __future__ import annotations

import abc
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from herald.errors import UserError, did_you_mean
from herald.media import Frame, Waveform
from lipsync import renderers
from lipsync.device import keep_quiet
from lipsync.presenter import Presenter
from lipsync.renderers import Entry

if TYPE_CHECKING:
    from lipsync.mouth import MouthTrack
    from lipsync.path import FramePath
    from lipsync.track import FaceTrack

HEARD_HZ = 16_000
"""Rate of the sound that renderers hear."""


@dataclass(frozen=True)
class Setup:
    """What a renderer is opened with.

    Attributes:
        device: where networks and batched pixel work run, as torch calls it: "cpu", "cuda:0", "mps".
        weights: the file of its model, for a renderer that names some in the table.
        note: told what the user should know, such as that memory was short.
    """

    device: str = "cpu"
    weights: Path | None = None
    note: Callable[[str], None] = keep_quiet


class Renderer(Protocol):
    """A presenter and a wanted mouth in, pictures out.

    A renderer is a function of its arguments: the same arguments give the same bytes, in any process on
    the same device. It holds what it has loaded of a presenter from the first call until `close`.
    """

    name: str

    def render(
        self, presenter: Presenter, mouth: MouthTrack, base: FramePath, sound: Waveform | None = None
    ) -> Iterator[Frame]:
        """Yield one picture per frame of `mouth`, in order, holding only a few at a time.

        Args:
            presenter: the enrolled person.
            mouth: the wanted mouth, `[n_frames]`.
            base: `[n_frames]`: which footage lies under each picture.
            sound: what is said, mono at `HEARD_HZ`, as long as the pictures; for renderers that hear.

        Returns:
            RGB or planes of the presenter's size, see `planes`. Outside the work region round the lower face
            they are the base's pictures: where its weight is 0, the footage's own, bit for bit.

        Raises:
            ValueError: `mouth` and `base` are not of one length, a base frame shows no face, or a renderer
                that hears is given no sound.
            UserError: the renderer is not made for this kind of presenter.
            StageFailed: the presenter's folder is incomplete.
        """

    def close(self) -> None:
        """Let go of what was loaded."""


Loaded = TypeVar("Loaded")


@dataclass(frozen=True)
class Painting(Generic[Loaded]):
    """Pictures to paint, after all checks: one or more frames, each with a face.

    Attributes:
        presenter: the enrolled person.
        loaded: what `PresenterRenderer.load` gave for them.
        track: the face in their footage.
        mouth: the wanted mouth, `[n_frames]`.
        base: `[n_frames]`.
        sound: mono at `HEARD_HZ`; None for renderers that do not hear.
    """

    presenter: Presenter
    loaded: Loaded
    track: FaceTrack
    mouth: MouthTrack
    base: FramePath
    sound: Waveform | None


class PresenterRenderer(abc.ABC, Generic[Loaded]):
    """What all renderers have in common: the checks, and the keeping of a loaded presenter.

    A renderer says how to `load` a presenter and how to `paint`.

    Args:
        setup: device and weights.
    """

    name: str

    def __init__(self, setup: Setup | None = None) -> None:
        self.setup = setup or Setup()
        self._kept: tuple[Path, FaceTrack, Loaded] | None = None

    @abc.abstractmethod
    def load(self, presenter: Presenter) -> Loaded:
        """Read what painting needs of a presenter besides the track of the face."""

    @abc.abstractmethod
    def paint(self, painting: Painting[Loaded]) -> Iterator[Frame]:
        """Yield the pictures, see `Renderer.render`."""

    def render(
        self, presenter: Presenter, mouth: MouthTrack, base: FramePath, sound: Waveform | None = None
    ) -> Iterator[Frame]:
        """Yield one picture per frame of `mouth`; see `Renderer.render`."""
        check_made_for(self.name, presenter)
        if len(base) != mouth.n_frames:
            raise ValueError(f"{mouth.n_frames} frames of mouth do not go with {len(base)} of footage")
        if not len(base):
            return iter(())
        if renderers.RENDERERS[self.name].hears and sound is None:
            raise ValueError(f"the renderer '{self.name}' works from the sound, and there is none")
        track, loaded = self._of(presenter)
        if not (track.found[base.a].all() and track.found[base.b].all()):
            raise ValueError("a frame of the base shows no face")
        return self.paint(Painting(presenter, loaded, track, mouth, base, sound))

    def close(self) -> None:
        """Let go of the presenter."""
        self._kept = None

    def _of(self, presenter: Presenter) -> tuple[FaceTrack, Loaded]:
        from lipsync.track import FaceTrack

        if self._kept is None or self._kept[0] != presenter.folder:
            self._kept = presenter.folder, FaceTrack.load(presenter.track), self.load(presenter)
        return self._kept[1], self._kept[2]


def names() -> tuple[str, ...]:
    """Return the names of all renderers."""
    return tuple(renderers.RENDERERS)


def entry(name: str) -> Entry:
    """Return what the table says of a renderer.

    Raises:
        UserError: there is no such renderer.
    """
    if name not in renderers.RENDERERS:
        raise UserError(f"there is no renderer '{name}'. {did_you_mean(name, names())}".rstrip())
    return renderers.RENDERERS[name]


def renderer_for(presenter: Presenter) -> str:
    """Name the renderer for a presenter: recorded mouths where there are any, else drawn ones.

    A network that was trained on the presenter and measured better than `footage` takes its place.
    """
    from lipsync.neural.verdict import is_won

    if presenter.kind != "talking":
        return "mesh"
    return "neural" if is_won(presenter.folder) else "footage"


def check_made_for(name: str, presenter: Presenter) -> None:
    """Raise unless a renderer can paint a presenter.

    Raises:
        UserError: there is no such renderer, or it is not made for this kind of presenter.
    """
    kinds = entry(name).kinds
    if presenter.kind in kinds:
        return
    if presenter.kind == "talking":
        raise UserError(f"'{presenter.name}' talks in the footage: use the renderer 'footage'.")
    raise UserError(
        f"'{presenter.name}' does not talk in the footage, so '{name}' has no mouths to paint with. "
        "Enrol footage in which the person speaks, or use the renderer 'mesh'."
    )


def renderer(name: str, setup: Setup | None = None) -> Renderer:
    """Open the renderer of that name.

    Raises:
        UserError: there is no such renderer, or its weights cannot be used.
    """
    module, _, kind = entry(name).at.partition(":")
    return cast(Renderer, getattr(importlib.import_module(module), kind)(setup or Setup()))

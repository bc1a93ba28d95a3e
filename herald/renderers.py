"""Which renderer paints a presenter, with which weights, and what it hears: settled before any work."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from herald.errors import MissingModel
from herald.store import Recipe
from herald.studio import Studio
from herald.timing import MASTER_RATE_HZ, sample_at_frame

if TYPE_CHECKING:
    from herald.media import Waveform
    from herald.timeline import Segment
    from lipsync.presenter import Presenter

_HEARD = "heard.wav"


@dataclass(frozen=True)
class ChosenRenderer:
    """A renderer with its weights.

    Attributes:
        name: in the table of renderers.
        weights: the file of its model; None where it needs none.
        weights_sha256: of that file.
        model: the file's name in the registry; None for weights that were trained on the presenter.
    """

    name: str
    weights: Path | None = None
    weights_sha256: str | None = None
    model: str | None = None

    @property
    def hears(self) -> bool:
        """Whether it works from the sound."""
        from lipsync.engine import entry

        return entry(self.name).hears

    def check(self) -> None:
        """Raise unless the weights are what the renderer needs; nothing is loaded where it needs none.

        Raises:
            UserError: the file is damaged, of another network, or would run code.
        """
        from lipsync.engine import Setup, renderer

        if self.weights is not None:
            renderer(self.name, Setup(weights=self.weights)).close()

    @property
    def models(self) -> tuple[str, ...]:
        """The registry's files that it uses."""
        return () if self.model is None else (self.model,)


def choose_renderer(studio: Studio, presenter: Presenter, asked: str | None = None) -> ChosenRenderer:
    """Return the renderer of a presenter, or the one that was asked for instead, with its weights.

    Raises:
        UserError: there is no such renderer, it cannot paint this presenter, or its weights are not here.
    """
    from lipsync.engine import check_made_for, entry, renderer_for

    name = asked or renderer_for(presenter)
    check_made_for(name, presenter)
    known = entry(name)
    if known.own_weights:
        own = presenter.folder / known.own_weights
        if not own.is_file():
            raise MissingModel(
                f"the renderer '{name}' has not been trained on '{presenter.name}' yet. "
                f"Train it: herald presenter train {presenter.name}"
            )
        return ChosenRenderer(name, own, studio.hashes.sha256(own))
    if known.weights:
        model = studio.registry.first_here(known.weights)
        path = studio.model_path(model)
        return ChosenRenderer(name, path, studio.registry.sha256(model), model)
    return ChosenRenderer(name)


@dataclass(frozen=True)
class Heard:
    """The sound of a segment as a renderer hears it.

    Attributes:
        path: a WAV file, mono, at `lipsync.engine.HEARD_HZ`, as long as the pictures.
        sha256: of its samples.
    """

    path: Path
    sha256: str

    def waveform(self) -> Waveform:
        """Read the sound."""
        from herald.sound import read_wav

        return read_wav(self.path)


def heard(studio: Studio, segment: Segment, fps: Fraction) -> Heard:
    """Put the sound of a segment, with the silence round it, where a renderer can read it."""
    import numpy as np

    from herald.media import Waveform
    from herald.sound import resampled, write_wav
    from lipsync.engine import HEARD_HZ

    samples = np.zeros(sample_at_frame(segment.n_frames, MASTER_RATE_HZ, fps), np.float32)
    sound = segment.load_sound().samples
    samples[segment.sound_at : segment.sound_at + len(sound)] = sound[: len(samples) - segment.sound_at]
    waveform = resampled(Waveform(samples, MASTER_RATE_HZ), HEARD_HZ)
    sha256 = hashlib.sha256(waveform.samples.tobytes()).hexdigest()
    recipe = Recipe("heard", {"samples": sha256, "rate_hz": HEARD_HZ})
    folder = studio.store.get(recipe, lambda part: write_wav(part / _HEARD, waveform))
    return Heard(folder / _HEARD, sha256)

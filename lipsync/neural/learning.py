"""A presenter's own network from beginning to end: examples, training, and the contest with `footage`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from herald import files
from herald.errors import BadFootage, UserError
from herald.files import written_beside
from herald.media import Frame
from herald.progress import Progress, Silent
from lipsync import reenactment
from lipsync.calibration import Calibration
from lipsync.device import CPU
from lipsync.landmarks import FaceLandmarker
from lipsync.library import Library, build_library
from lipsync.neural.contest import compare
from lipsync.neural.examples import open_examples, write_examples
from lipsync.neural.presets import DEFAULT
from lipsync.neural.renderer import Refined, load_refiner, save_refiner
from lipsync.neural.training import Recipe, Trainer
from lipsync.neural.verdict import FIGURES, Verdict, losses
from lipsync.pixels import for_device
from lipsync.pose import template_of
from lipsync.presenter import Presenter
from lipsync.reel import Reel
from lipsync.renderers import NEURAL
from lipsync.track import FaceTrack

HELD_OUT_SHARE = 0.35
MOST_HELD_OUT = 100
"""The last frames of the footage, at most this many and this share, are for the contest only."""

FOLDER = "neural"
_WORK = "work"


def learn(
    presenter: Presenter,
    minutes: float,
    landmark_model: Path,
    device: str = CPU,
    preset_name: str = DEFAULT,
    restart: bool = False,
    recipe: Recipe | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Train a presenter's network and hold it against `footage`; goes on where it was stopped.

    Weights, figures and sheets lie in the presenter's folder afterwards, see `verdict.FIGURES`. While the
    network is trained, builds go on with what there was before.

    Args:
        presenter: who talks in the footage.
        minutes: of training in all, what was trained before included.
        landmark_model: the file `face_landmarker.task`.
        device: as torch calls it.
        preset_name: of the network.
        restart: forget what was trained before.
        recipe: how to train; the default is what measured best.
        progress: told what is being done.

    Raises:
        UserError: the presenter does not talk, or there is no such preset.
        BadFootage: too little of the footage can be used.
    """
    progress = progress or Silent()
    if presenter.kind != "talking":
        raise UserError(
            f"'{presenter.name}' does not talk in the footage, so there is nothing to learn from."
        )
    trainer = Trainer(preset_name, device, recipe)
    folder = presenter.folder / FOLDER
    work = folder / _WORK
    if restart and folder.exists():
        files.remove(folder)
    work.mkdir(parents=True, exist_ok=True)
    track = FaceTrack.load(presenter.track)
    shown, held_out = split(track, Calibration.load(presenter.calibration).usable, presenter)
    library = _library(work, presenter, track, shown, progress)
    examples = _examples(work, presenter, track, library, trainer, progress)
    trainer.resume(folder)
    trainer.train(*examples, 60 * minutes, folder, progress)
    with written_beside(folder / "candidate.safetensors") as part:
        save_refiner(part, trainer.mean, preset_name)
    verdict = _contest(folder, presenter, track, library, held_out, trainer, landmark_model, progress)
    (folder / "candidate.safetensors").replace(presenter.folder / NEURAL)
    verdict.save(presenter.folder / FIGURES)
    # What is large and soon made again; the state is kept for more minutes.
    files.remove(work)
    return verdict


def split(
    track: FaceTrack, usable: NDArray[np.bool_], presenter: Presenter
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Return the frames to learn from, bool `[n]`, and those that are held out, int32 `[m]`.

    Raises:
        BadFootage: there are too few of either.
    """
    n_held = min(MOST_HELD_OUT, int(HELD_OUT_SHARE * track.n_frames))
    is_held = np.arange(track.n_frames) >= track.n_frames - n_held
    shown, held_out = usable & ~is_held, np.flatnonzero(track.found & is_held).astype(np.int32)
    if shown.sum() < reenactment.LEAST_ENROLLED or len(held_out) < reenactment.LEAST_TESTED:
        raise BadFootage(f"'{presenter.name}' has too little usable footage for a network to learn from.")
    return shown, held_out


def _library(
    work: Path, presenter: Presenter, track: FaceTrack, shown: NDArray[np.bool_], progress: Progress
) -> Library:
    """The mouth library of the frames to learn from."""
    folder = work / "library"
    if folder.is_dir():
        return Library.open(folder)
    with Reel(presenter.footage) as reel:
        progress.begin("collect mouths", reel.n_frames, "frames")
        template = template_of(track.landmarks[shown])
        frames = reel.frames(range(reel.n_frames))
        library = build_library(folder, frames, track.landmarks, shown, template, presenter.size_px, progress)
        progress.end()
    return library


def _examples(
    work: Path,
    presenter: Presenter,
    track: FaceTrack,
    library: Library,
    trainer: Trainer,
    progress: Progress,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder = work / f"examples-{trainer.preset_name}"
    if not folder.is_dir():
        numbers = library.frames

        def frames(reel: Reel) -> Iterator[tuple[int, Frame]]:
            yield from zip(numbers.tolist(), reel.frames(numbers), strict=True)

        progress.begin("paint examples", len(numbers), "frames")
        with written_beside(folder) as part, Reel(presenter.footage) as reel:
            part.mkdir()
            landmarks = track.landmarks[numbers]
            write_examples(part, frames(reel), landmarks, library, trainer.size, progress)
        progress.end()
    return open_examples(folder)


def _contest(
    folder: Path,
    presenter: Presenter,
    track: FaceTrack,
    library: Library,
    held_out: NDArray[np.int32],
    trainer: Trainer,
    landmark_model: Path,
    progress: Progress,
) -> Verdict:
    network, size = load_refiner(folder / "candidate.safetensors", trainer.device)
    plain = for_device(trainer.device, progress.note)
    methods = {"footage": plain, "neural": Refined(plain, network, size, trainer.device, progress.note)}
    progress.begin("compare with footage", 2 * len(held_out), "frames")
    with FaceLandmarker(landmark_model) as landmarker:
        sheet = folder / "held_out.png"
        figures = compare(presenter.footage, track, library, held_out, methods, landmarker, sheet, progress)
    progress.end()
    return Verdict(
        footage=figures["footage"],
        neural=figures["neural"],
        lost=losses(figures["footage"], figures["neural"]),
        n_trained=len(library),
        n_held_out=len(held_out),
        minutes=round(trainer.seconds / 60, 2),
        steps=trainer.n_steps,
        preset=trainer.preset_name,
        device=trainer.device,
    )

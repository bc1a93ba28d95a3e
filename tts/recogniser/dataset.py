"""The training's speech on disk: lessons made once, by number, so that an interrupted run goes on."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from herald.errors import HeraldError
from herald.files import written_beside
from herald.media import Waveform
from herald.progress import Progress
from tts.recogniser.features import RATE_HZ
from tts.recogniser.lesson import Lesson
from tts.recogniser.teachers import Teacher


def make(
    start: Callable[[], Teacher], name: str, minutes: float, folder: Path, seed: int, progress: Progress
) -> float:
    """Have a teacher say so many minutes and keep them; what is there already is not made again.

    Args:
        start: brings who speaks; called only if something is missing.
        name: of the teacher, for the files.
        minutes: of sound, all in all.
        folder: where the lessons are kept.
        seed: the same seed, name and number give the same lesson.
        progress: is told of each second of sound.

    Returns:
        how many minutes there are.
    """
    teacher: Teacher | None = None
    progress.begin(f"speech of {name}", round(minutes * 60), "s")
    seconds = 0.0
    number = 0
    while seconds < minutes * 60:
        path = folder / f"{name}-{number:05d}.npz"
        if not path.exists():
            teacher = teacher or start()
            rng = np.random.default_rng([seed, zlib.crc32(name.encode()), number])
            save(path, teacher.lesson(rng))
        with np.load(path) as file:
            length = len(file["samples"]) / RATE_HZ
        progress.advance(int(seconds + length) - int(seconds))
        seconds += length
        number += 1
    progress.end()
    return seconds / 60


def save(path: Path, lesson: Lesson) -> None:
    """Write a lesson, its sound in 16 bits."""
    samples = np.round(np.clip(lesson.waveform.samples, -1, 1) * 32767).astype(np.int16)
    with written_beside(path) as part:
        np.savez(
            part,
            samples=samples,
            phones=lesson.phones,
            edges=lesson.edges,
            voice=np.array(lesson.voice),
            language=np.array(lesson.language),
        )


def load(path: Path) -> Lesson:
    """Read a lesson.

    Raises:
        HeraldError: the file is not one of ours.
    """
    with np.load(path) as file:
        if "edges" not in file or len(file["edges"]) != len(file["phones"]) + 1:
            raise HeraldError(f"{path} is not a lesson")
        samples = file["samples"].astype(np.float32) / 32767
        return Lesson(
            Waveform(samples, RATE_HZ),
            file["phones"],
            file["edges"],
            str(file["voice"]),
            str(file["language"]),
        )


def lessons(folder: Path, names: Sequence[str]) -> Iterator[Lesson]:
    """Yield all lessons of these teachers, in order."""
    for name in names:
        for path in sorted(folder.glob(f"{name}-*.npz")):
            yield load(path)

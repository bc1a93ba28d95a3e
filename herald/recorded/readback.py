"""Does the sound say the script? How surely each sentence is found in its own sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from herald.media import Sentence
from herald.recorded.hear import DOUBTFUL, confidences_of
from herald.studio import Studio
from herald.timeline import Segment

_SHOWN = 60


@dataclass(frozen=True)
class ReadBack:
    """How surely sentences are said.

    Attributes:
        sentences: of the script, in order.
        confidences: of each, 0..1.
        done: what was done to a recording and what is wrong with it, a line each.
    """

    sentences: tuple[Sentence, ...]
    confidences: tuple[float, ...]
    done: tuple[str, ...] = ()

    def doubtful(self) -> Iterator[tuple[Sentence, float]]:
        """Yield the sentences that the sound hardly says, with their confidence."""
        for sentence, confidence in zip(self.sentences, self.confidences, strict=True):
            if confidence < DOUBTFUL:
                yield sentence, confidence

    def notes(self) -> list[str]:
        """Return what a person should know, a line each."""
        doubts = [
            f"doubtful: line {sentence.place.line} is hardly heard in the sound ({confidence:.2f}): "
            f"'{sentence.text[:_SHOWN]}'"
            for sentence, confidence in self.doubtful()
        ]
        return [*self.done, *doubts]


def read_segments(studio: Studio, segments: Sequence[Segment], language: str) -> ReadBack:
    """Listen to the sound of every segment of a script, one after the other."""
    said = [segment.sentence for segment in segments if segment.sentence is not None]
    sounds = (
        (segment.load_sound(), segment.sentence.text) for segment in segments if segment.sentence is not None
    )
    studio.progress.begin("read back", len(said), "sentences")
    confidences = []
    for confidence in confidences_of(sounds, language):
        confidences.append(confidence)
        studio.progress.advance()
    studio.progress.end()
    return ReadBack(tuple(said), tuple(confidences))

"""What a good video reaches in each measure of `quality.compare`, and how to say that one did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """What a good video reaches in one measure.

    Attributes:
        least, most: the ends of what is good; None for no end.
        sentence: says that a video missed it, with `{value}`, `{least}` and `{most}`.
    """

    least: float | None
    most: float | None
    sentence: str

    def shortfall(self, value: float) -> str | None:
        """Return the sentence if a value is not good."""
        low = self.least is not None and value < self.least
        if low or (self.most is not None and value > self.most):
            return self.sentence.format(value=value, least=self.least, most=self.most)
        return None


MARKS = {
    "face_share": Mark(0.99, None, "the face is found in {value:.0%} of the pictures (at least {least:.0%})"),
    "best_lag_frames": Mark(-1, 1, "the mouth is {value:+.0f} frames behind the sound (at most {most} off)"),
    "opening_correlation": Mark(
        0.9, None, "the mouth follows the wanted opening at r = {value:.2f} (at least {least})"
    ),
    "closure_share": Mark(
        0.98, None, "the lips close on {value:.0%} of the p, b and m (at least {least:.0%})"
    ),
    "rest_share": Mark(
        0.9, None, "the mouth is at rest in {value:.0%} of the pauses' pictures (at least {least:.0%})"
    ),
    "sharpness_ratio": Mark(
        0.75, 1.35, "the mouth is {value:.2f} times as sharp as the footage ({least} to {most})"
    ),
    "flicker_ratio": Mark(
        None, 1.35, "the mouth is {value:.2f} times as restless as in the footage (at most {most})"
    ),
    "seam_ratio": Mark(
        None,
        1.5,
        "the edge of what is painted shows {value:.2f} times as much as skin does (at most {most})",
    ),
    "identity_ratio": Mark(
        None,
        2.0,
        "the lower face is {value:.2f} times as unlike the person as in the footage (at most {most})",
    ),
}
"""What a good video reaches, by measure."""


def shortfalls(measures: Mapping[str, float | None]) -> list[str]:
    """Return a sentence for each measure that is not as good as its mark asks."""
    found = [
        mark.shortfall(value) for name, mark in MARKS.items() if (value := measures.get(name)) is not None
    ]
    return [sentence for sentence in found if sentence is not None]

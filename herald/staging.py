"""How a presenter is shown: which part of the footage, at what size, before what background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from herald.errors import UserError
from herald.media import Frame
from herald.progress import Progress
from herald.store import Store

if TYPE_CHECKING:
    from herald.keying import Background
    from lipsync.framing import Crop
    from lipsync.presenter import Presenter

_SAME_SHAPE = 0.02


@dataclass(frozen=True)
class Staging:
    """The last step before a picture is encoded.

    Attributes:
        size_px: (width, height) of the video.
        crop: the part of the footage that is shown.
        is_whole: the crop is all of the footage.
        background: put in the place of the screen; None leaves it.
        loop: the fitted copy of a background that moves.
    """

    size_px: tuple[int, int]
    crop: Crop
    is_whole: bool
    background: Background | None = None
    loop: Path | None = None

    def recipe(self) -> dict[str, Any]:
        """What a segment's pictures depend on; empty for the footage as it is."""
        facts: dict[str, Any] = {}
        if not self.is_whole:
            facts["crop"] = [self.crop.left, self.crop.top, *self.crop.size_px]
        if self.background is not None:
            from herald.keying import VERSION

            facts["background"] = [self.background.sha256, VERSION]
        return facts

    @property
    def source_size_px(self) -> tuple[int, int]:
        """Size of the pictures of `staged`."""
        return self.crop.size_px

    def shown_at(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return where points of the footage `[..., 3]` px lie in the video."""
        wide, high = self.crop.size_px
        scale = max(self.size_px[0] / wide, self.size_px[1] / high)
        # What stands over at two sides is cut off evenly.
        left = self.crop.left + (wide - self.size_px[0] / scale) / 2
        top = self.crop.top + (high - self.size_px[1] / scale) / 2
        return np.asarray((points - np.array([left, top, 0], np.float32)) * np.float32(scale), np.float32)

    def staged(self, frames: Iterable[Frame], presenter: Presenter, n_frames: int) -> Iterator[Frame]:
        """Yield a renderer's pictures as they shall be encoded, up to their size.

        Args:
            frames: RGB or planes, see `lipsync.planes`; what is shown as it is stays in its form.
            presenter: who is seen.
            n_frames: how many there are.
        """
        if self.is_whole and self.background is None:
            yield from frames
            return
        from lipsync.planes import rgb

        shown = (rgb(frame)[self.crop.window] for frame in frames)
        if self.background is None:
            yield from shown
            return
        from herald.keying import behind
        from lipsync.screen import Screen

        screen = Screen.load(presenter.screen)
        assert screen is not None, "a background was planned for a presenter without a screen"
        yield from behind(shown, screen, self.crop, self.background, self.loop, n_frames)


@dataclass(frozen=True)
class Look:
    """How a video is asked to look, before it is known who is in it.

    Attributes:
        size_px: (width, height) of the video; None for that of the part shown.
        shape: width over height of the part shown; None for that of `size_px`, else of the footage.
        background: what to put behind the presenter.
    """

    size_px: tuple[int, int] | None = None
    shape: Fraction | None = None
    background: Background | None = None


def look_of(script: Path, size_px: tuple[int, int] | None, shape: Fraction | None, file: str | None) -> Look:
    """Return the look that a script asks for.

    Args:
        script: its path, from which that of the background counts, like a picture's in any Markdown file.
        size_px, shape: as the script has them.
        file: the background.

    Raises:
        UserError: the background cannot be read.
    """
    if file is None:
        return Look(size_px, shape)
    from herald.keying import Background

    return Look(size_px, shape, Background.at(script.parent / file))


def stage(presenter: Presenter, look: Look) -> Staging:
    """Decide how a presenter is shown.

    Raises:
        UserError: size and shape disagree, the crop would cut the face, or there is no screen to replace.
    """
    from lipsync.framing import Crop

    size_px, shape, background = look.size_px, look.shape, look.background
    if size_px and shape and abs(Fraction(*size_px) / shape - 1) > _SAME_SHAPE:
        raise UserError(
            f"a size of {size_px[0]}x{size_px[1]} is not {shape.numerator}:{shape.denominator}. "
            "Give one of the two, or a size of that shape."
        )
    if background is not None and not presenter.screen.is_file():
        raise UserError(
            f"'{presenter.name}' was not filmed before a green or blue screen, so {background.path.name} "
            "cannot be put behind them. Leave the background out, or enrol footage with such a screen."
        )
    wide, high = presenter.size_px
    wanted = shape or (Fraction(*size_px) if size_px else Fraction(wide, high))
    whole = Crop(0, 0, wide, high)
    # Half a percent is a line or two: sizes are even numbers and hardly ever of one shape exactly.
    crop = whole if abs(wanted / Fraction(wide, high) - 1) < 0.005 else _crop(presenter, wanted)
    return Staging(size_px or crop.size_px, crop, crop == whole, background)


def prepared(staging: Staging, store: Store, fps: Fraction, progress: Progress) -> Staging:
    """Return the staging with a background that moves fitted to the picture."""
    from dataclasses import replace

    if staging.background is None:
        return staging
    return replace(staging, loop=staging.background.prepare(store, staging.source_size_px, fps, progress))


def _crop(presenter: Presenter, shape: Fraction) -> Crop:
    from lipsync.calibration import Calibration
    from lipsync.framing import crop_to, head_of
    from lipsync.recordings import lying_under
    from lipsync.track import FaceTrack

    usable = lying_under(presenter, Calibration.load(presenter.calibration).usable)
    return crop_to(shape, presenter.size_px, head_of(FaceTrack.load(presenter.track), usable))

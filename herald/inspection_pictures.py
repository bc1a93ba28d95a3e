"""An inspection as pictures: the worst moments on one sheet, and the mouth over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from herald.ffmpeg import read_frames
from herald.files import written_beside
from herald.media import Frame

if TYPE_CHECKING:
    from herald.inspecting import Inspection

_COLUMNS = 4
_DPI = 100
_PLOT_S_A_ROW = 20.0
_MOST_ROWS = 30
"""Ten minutes; of a longer video the plot shows the beginning."""

_MOUTH_IOD = 0.75


def write_sheet(inspection: Inspection, target: Path, landmark_model: Path) -> None:
    """Write a PNG of the worst moments: the whole picture, the mouth in large, and what is wrong."""
    from lipsync.landmarks import FaceLandmarker

    moments = inspection.moments
    n_rows = max(1, -(-len(moments) // _COLUMNS))
    figure = _figure(4.0 * _COLUMNS, 4.9 * n_rows)
    grid = figure.add_gridspec(2 * n_rows, _COLUMNS, hspace=0.12, wspace=0.04)
    figure.suptitle(f"{inspection.video.name}: the worst moments")
    with FaceLandmarker(landmark_model) as landmarker:
        for i, moment in enumerate(moments):
            (frame,) = read_frames(inspection.video, start_frame=moment.frame, n_frames=1)
            faces = landmarker.search(frame)
            row, column = divmod(i, _COLUMNS)
            seconds = float(moment.frame / inspection.fps)
            whole = figure.add_subplot(grid[2 * row, column])
            whole.set_title(f"{seconds:.2f} s: {moment.what}", fontsize=7, wrap=True)
            _show(whole, frame)
            mouth = figure.add_subplot(grid[2 * row + 1, column])
            _show(mouth, _mouth_of(frame, faces[0].landmarks, faces[0].iod_px) if faces else frame)
    _save(figure, target)


def write_plot(inspection: Inspection, target: Path) -> None:
    """Write a PNG of the opening of the lips over time, as wanted and as seen, with pauses and closures."""
    fps, rest = float(inspection.fps), float(inspection.seen.rest[0])
    wanted, seen = inspection.wanted.opening(rest), inspection.seen.shape[:, 0]
    seconds = np.arange(len(wanted)) / fps
    n_rows = int(np.clip(np.ceil(len(wanted) / fps / _PLOT_S_A_ROW), 1, _MOST_ROWS))
    figure = _figure(16, 0.6 + 2.2 * n_rows)
    axes = figure.subplots(n_rows, 1, squeeze=False)[:, 0]
    for row, axis in enumerate(axes):
        first, last = row * _PLOT_S_A_ROW, (row + 1) * _PLOT_S_A_ROW
        for start, stop in inspection.wanted.pauses:
            axis.axvspan(start / fps, stop / fps, color="0.93", zorder=0)
        closures = [frame / fps for frame in inspection.wanted.closures if first <= frame / fps < last]
        axis.plot(closures, np.full(len(closures), -0.1), "k^", markersize=4, label="p, b, m")
        axis.plot(seconds, wanted, color="tab:blue", linewidth=1.2, label="wanted")
        axis.plot(seconds, seen, color="tab:red", linewidth=1.0, label="seen")
        for moment in inspection.moments:
            if moment.badness >= 1:
                axis.axvline(moment.frame / fps, color="tab:orange", linewidth=0.8, linestyle=":")
        axis.set_xlim(first, last)
        axis.set_ylim(-0.2, 1.3)
        axis.set_ylabel("opening")
    axes[0].legend(loc="upper right", ncols=3, fontsize=8)
    axes[-1].set_xlabel("seconds; grey: pauses, dotted: moments to look at")
    correlation = inspection.measures.get("opening_correlation")
    told = "" if correlation is None else f", r = {correlation:.3f}"
    figure.suptitle(f"{inspection.video.name}: opening of the lips{told}")
    _save(figure, target)


def _figure(wide_in: float, high_in: float) -> Any:
    # The object interface: pyplot would keep every figure and ask for a display.
    from matplotlib.figure import Figure

    return Figure(figsize=(wide_in, high_in), dpi=_DPI, layout="constrained")


def _save(figure: Any, target: Path) -> None:
    with written_beside(target) as part:
        # Without the metadata equal figures give equal bytes.
        figure.savefig(part, format="png", metadata={"Software": None})


def _show(axis: Any, picture: Frame) -> None:
    axis.imshow(picture, interpolation="lanczos")
    axis.set_axis_off()


def _mouth_of(frame: Frame, landmarks: Any, iod_px: float) -> Frame:
    x, y = (landmarks[13, :2] + landmarks[14, :2]) / 2
    half = max(8, round(_MOUTH_IOD * iod_px))
    top, left = max(0, round(y) - half), max(0, round(x) - half)
    return frame[top : round(y) + half, left : round(x) + half]

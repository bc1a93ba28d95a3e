"""Print how long drawing Ada takes: `python benchmarks/ada_speed.py [WIDTH HEIGHT]`."""

from __future__ import annotations

import statistics
import sys
import time

import cv2
import numpy as np

from herald.ada.figure import SIZE_PX, Pose
from herald.ada.painter import Painter

N_FRAMES = 200


def main() -> None:
    """Draw poses that all differ and print the median and the 95th percentile in ms a frame."""
    cv2.setNumThreads(1)
    size_px = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) == 3 else SIZE_PX
    begun = time.perf_counter()
    painter = Painter(size_px)
    print(f"{size_px[0]}x{size_px[1]}: {time.perf_counter() - begun:.1f} s to set up")
    taken_ms = []
    for i in range(N_FRAMES):
        turn = np.sin(i / 9)
        pose = Pose(yaw_deg=6 * turn, aperture=0.5 + 0.5 * np.sin(i / 2), lids=abs(np.cos(i / 20)))
        begun, used = time.perf_counter(), time.process_time()
        painter.draw(pose)
        taken_ms.append((1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - used)))
    wall, cpu = (sorted(column) for column in zip(*taken_ms, strict=True))
    print(
        f"{statistics.median(wall):.1f} ms a frame, 95th percentile {wall[int(0.95 * N_FRAMES)]:.1f} ms, "
        f"median of the CPU time {statistics.median(cpu):.1f} ms"
    )


if __name__ == "__main__":
    main()

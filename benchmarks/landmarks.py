"""How near the face's points are to those of MediaPipe's own program, and what both cost.

    pip install mediapipe
    python benchmarks/landmarks.py VIDEO [VIDEO ...]

Herald runs MediaPipe's networks itself (`lipsync/face_networks.py`). Each picture is measured by both on one
square round the face. Prints the distance of the 478 points in shares of the inter-ocular distance, and
milliseconds of CPU a picture. MediaPipe is not part of Herald, and brings an OpenCV of its own that lies over
Herald's: use another virtual environment.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "models" / "face_landmarker.task"


def squares(video: Path, n_frames: int) -> Iterator[NDArray[np.uint8]]:
    """Yield the square round the face in each picture, RGB."""
    from herald.ffmpeg import probe, read_frames
    from lipsync.landmarks import FaceLandmarker, crop_box

    size_px = probe(video).size_px
    with FaceLandmarker(MODEL) as landmarker:
        near = None
        for frame in read_frames(video, n_frames=n_frames):
            if near is not None:
                left, top, right, bottom = crop_box(near, size_px)
                yield np.ascontiguousarray(frame[top:bottom, left:right])
            face = next(iter(landmarker.search(frame)), None)
            near = face.landmarks if face else None


def main() -> None:
    """Measure each video with both and print a line for it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("videos", nargs="+", type=Path)
    parser.add_argument("--frames", type=int, default=60)
    options = parser.parse_args()

    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    from lipsync.face_networks import FaceNetworks
    from lipsync.mesh import EYE_CORNERS

    theirs = vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(MODEL)), output_face_blendshapes=True
        )
    )
    ours = FaceNetworks(MODEL)
    for video in options.videos:
        apart, cpu_s = [], [0.0, 0.0]
        for square in squares(video, options.frames):
            began = time.process_time()
            found = theirs.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=square))
            middle = time.process_time()
            mine = ours.faces(square, 1)
            cpu_s = [cpu_s[0] + middle - began, cpu_s[1] + time.process_time() - middle]
            if found.face_landmarks and mine:
                size = square.shape[1], square.shape[0]
                points = np.array([(p.x, p.y) for p in found.face_landmarks[0]]) * size
                iod = np.hypot(*(points[EYE_CORNERS[1]] - points[EYE_CORNERS[0]]))
                apart.append(float(np.linalg.norm(mine[0].landmarks[:, :2] - points, axis=1).mean() / iod))
        their_ms, our_ms = (1000 * seconds / max(1, len(apart)) for seconds in cpu_s)
        print(
            f"{video.name}: {len(apart)} pictures, {np.mean(apart):.4%} of the eye distance apart, at most "
            f"{np.max(apart):.4%}; MediaPipe {their_ms:.1f} ms, Herald {our_ms:.1f} ms"
        )


if __name__ == "__main__":
    main()

"""A photograph of a person: read the right way up, and refused where no presenter can be made of it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from herald.errors import BadFootage, UserError
from herald.media import Frame
from lipsync.face import Face
from lipsync.landmarks import MAX_FACES, FaceLandmarker
from lipsync.mesh import EYE_CORNERS, MASK
from lipsync.survey import LEAST_IOD_PX

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")

MOST_SIDE_PX = 1920
"""Larger photographs are made smaller: a video of the size of a camera's picture serves nobody."""

_ROOMY_IOD_PX = 80
"""A photograph with a smaller face is made twice as large: lips of two pixels cannot be drawn shut."""

_MOST_YAW_DEGREES = 30.0
_COMPARABLE = 0.5
_BEHIND = (226, 228, 231)
"""What shows through a transparent picture."""


def is_photograph(path: Path) -> bool:
    """Say whether a file is a photograph by its name."""
    return path.suffix.lower() in SUFFIXES


def read_photograph(path: Path) -> Frame:
    """Read a picture, turned as its camera was held, opaque, at most `MOST_SIDE_PX` large, of even size.

    Raises:
        UserError: the file is not there or is no picture.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except FileNotFoundError as error:
        raise UserError(f"{path} is not there") from error
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(f"{path} cannot be read as a picture: {error}") from error
    behind = Image.new("RGBA", upright.size, (*_BEHIND, 255))
    frame = np.asarray(Image.alpha_composite(behind, upright).convert("RGB"))
    shrink = min(1.0, MOST_SIDE_PX / max(frame.shape[:2]))
    wide, high = (max(2, int(n * shrink) // 2 * 2) for n in (frame.shape[1], frame.shape[0]))
    if shrink < 1:
        return np.asarray(cv2.resize(frame, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)
    return np.ascontiguousarray(frame[:high, :wide])


def enlarged(frame: Frame, iod_px: float) -> Frame:
    """Return a photograph large enough for a mouth to be drawn into it; as it is where the face is large.

    Args:
        frame: the photograph.
        iod_px: inter-ocular distance of the person in it.
    """
    high, wide = frame.shape[:2]
    if iod_px >= _ROOMY_IOD_PX or 2 * max(wide, high) > MOST_SIDE_PX:
        return frame
    return np.asarray(cv2.resize(frame, (2 * wide, 2 * high), interpolation=cv2.INTER_LANCZOS4), np.uint8)


def find_person(path: Path, frame: Frame, landmarker: FaceLandmarker) -> Face:
    """Return the face of the one person in a photograph.

    Raises:
        BadFootage: there is none, there are several, or it is too small, cut off or turned away.
    """
    faces = landmarker.search(frame, MAX_FACES)
    if not faces:
        raise BadFootage(
            f"no face was found in {path}. Herald needs one person, looking towards the camera, well lit, "
            "with the mouth uncovered."
        )
    face = faces[0]
    if len(faces) > 1 and faces[1].iod_px >= _COMPARABLE * face.iod_px:
        raise BadFootage(
            f"{path} shows more than one face of like size. Crop it so that one person is in it."
        )
    if face.iod_px < LEAST_IOD_PX:
        raise BadFootage(
            f"the face in {path} is too small: {face.iod_px:.0f} pixels between the outer corners of the "
            f"eyes, and {LEAST_IOD_PX} are the least. Use a larger picture."
        )
    hull = face.landmarks[list(MASK), :2]
    if (hull < 0).any() or (hull >= (frame.shape[1], frame.shape[0])).any():
        raise BadFootage(
            f"the face in {path} is cut off at the picture's edge. Use a picture with the whole face."
        )
    across = face.landmarks[EYE_CORNERS[1]] - face.landmarks[EYE_CORNERS[0]]
    yaw = float(np.degrees(np.arctan2(abs(across[2]), abs(across[0]))))
    if yaw > _MOST_YAW_DEGREES:
        raise BadFootage(
            f"the face in {path} is turned {yaw:.0f} degrees to the side, and {_MOST_YAW_DEGREES:.0f} "
            "are the most. Use a picture in which the person looks towards the camera."
        )
    return face

"""Pictures of planes hold what RGB holds, and change only where they are told to."""

import cv2
import numpy as np

from herald.ffmpeg import read_frames
from lipsync import planes
from lipsync.warp import Box


def picture() -> np.ndarray:
    """A smooth, colourful picture; 4:2:0 cannot hold a sharp one."""
    noise = np.random.default_rng(0).integers(0, 255, (4, 6, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(noise, (96, 64), interpolation=cv2.INTER_CUBIC), np.uint8)


def test_there_and_back() -> None:
    rgb = picture()
    made = planes.of_rgb(rgb)
    assert made.shape == (96, 96) and planes.is_planes(made) and planes.size_of(made) == (96, 64)
    assert np.abs(planes.rgb(made).astype(int) - rgb).mean() < 2.5
    assert planes.of_rgb(made) is made


def test_a_part_is_the_part_of_the_whole() -> None:
    made = planes.of_rgb(picture())
    box = Box(20, 10, 40, 30)
    inside = (slice(2, -2), slice(2, -2))
    assert np.array_equal(planes.rgb(made, box)[inside], planes.rgb(made)[box.window][inside])


def test_grey_is_grey_and_the_range_is_that_of_video() -> None:
    made = planes.of_rgb(
        np.stack([np.full((8, 8), level, np.uint8) for level in (0, 128, 255)], axis=0)[1:2]
        .repeat(3, axis=0)
        .transpose(1, 2, 0)
        .copy()
    )
    assert set(np.unique(planes.chroma(made))) == {128}
    assert set(np.unique(planes.luma(made))) == {126}
    white = planes.of_rgb(np.full((8, 8, 3), 255, np.uint8))
    assert set(np.unique(planes.luma(white))) == {235}


def test_a_change_is_added_where_it_is() -> None:
    made = planes.of_rgb(picture())
    changed, box = made.copy(), Box(20, 10, 40, 30)
    planes.add_change(changed, box, np.zeros((30, 40, 3), np.float32))
    assert np.array_equal(made, changed)
    change = np.zeros((30, 40, 3), np.float32)
    change[8:-8, 8:-8] = (30, -20, 10)
    planes.add_change(changed, box, change)
    difference = planes.rgb(changed).astype(int) - planes.rgb(made)
    middle = difference[24:26, 38:42]
    assert np.abs(middle - [30, -20, 10]).max() <= 3
    difference[box.window] = 0
    assert np.abs(difference).max() <= 1


def test_ffmpeg_means_the_same_by_planes(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """What is written as planes is read back as the same colours."""
    from fractions import Fraction

    from herald.ffmpeg import VideoWriter, read_planes

    made = planes.of_rgb(picture())
    video = tmp_path / "planes.mp4"
    with VideoWriter(video, (96, 64), Fraction(25), crf=1, planes=True) as writer:
        writer.write(made)
    (read,) = read_planes(video)
    assert np.abs(read.astype(int) - made).max() <= 4
    (rgb,) = read_frames(video)
    assert np.abs(rgb.astype(int) - planes.rgb(made)).mean() < 1.5

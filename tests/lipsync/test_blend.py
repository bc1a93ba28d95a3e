from dataclasses import replace

import cv2
import numpy as np
import pytest
from filming import Talk
from numpy.typing import NDArray

from lipsync import blend
from lipsync.mesh import MASK, with_ring
from lipsync.pixels import OpenCV, PaintJob, Source
from lipsync.scores import gradient_energy
from lipsync.warp import Box

Array = NDArray[np.float32]
IOD_PX = 80.0


@pytest.fixture(scope="module")
def box(face: Array) -> Box:
    return Box.around(face[list(MASK), :2], 4, (640, 360))


def test_the_mask_is_full_at_the_mouth_and_nothing_at_its_border(face: Array, box: Box) -> None:
    mask = blend.mask_of(face[:, :2], IOD_PX, box)
    x, y = (face[13, :2] - box.origin).astype(int)
    assert mask[y, x] > 0.95
    assert mask.min() == 0 and mask.max() <= 1
    assert max(mask[0].max(), mask[-1].max(), mask[:, 0].max(), mask[:, -1].max()) == 0


def test_the_pyramid_paints_all_inside_and_nothing_outside() -> None:
    rng = np.random.default_rng(0)
    difference = rng.normal(0, 30, (96, 128, 3)).astype(np.float32)
    assert np.abs(blend.pyramid_change(difference, np.ones((96, 128), np.float32)) - difference).max() < 1e-3
    mask = np.zeros((96, 128), np.float32)
    mask[30:60, 40:90] = 1
    change = blend.pyramid_change(difference, mask)
    assert (change[mask == 0] == 0).all()
    assert np.abs(change[mask == 1]).max() > 10


def test_the_pyramid_hides_a_step_in_brightness() -> None:
    """Where a hard mask leaves a step of 40 levels, the pyramid spreads it."""
    difference = np.full((96, 128, 3), 40, np.float32)
    mask = np.zeros((96, 128), np.float32)
    mask[24:72, 32:96] = 1
    change = blend.pyramid_change(difference, mask)
    assert np.abs(np.diff(change[48, 36:92, 0])).max() < 10


def test_a_constant_difference_of_colour_is_taken_out(face: Array, box: Box) -> None:
    mask = blend.mask_of(face[:, :2], IOD_PX, box)
    base = np.full((*mask.shape, 3), 120, np.float32)
    patch = base + np.array([10, -20, 5], np.float32)
    assert np.abs(patch + blend.colour_offset(base, patch, mask, IOD_PX) - base)[mask > 0.1].max() < 0.5


def test_the_low_band_keeps_what_is_broad_and_drops_what_is_fine() -> None:
    broad = np.full((40, 60, 3), 15, np.float32)
    noise = np.random.default_rng(1).normal(0, 20, broad.shape).astype(np.float32)
    assert np.allclose(blend.low_band(broad, IOD_PX), 15, atol=0.01)
    assert blend.low_band(noise, 4 * IOD_PX).std() < 0.2 * noise.std()


def test_what_is_expected_changes_the_pattern_but_not_the_colour() -> None:
    expected = np.zeros((32, 48, 3), np.float32)
    expected[:16] = 100
    where = np.stack(np.meshgrid(np.arange(-10, 58), np.arange(-10, 42)), axis=-1).astype(np.float32)
    mixed = np.full((*where.shape[:2], 3), 200, np.float32)
    brought = blend.towards(mixed, expected, where)
    assert np.array_equal(brought[:10], mixed[:10]) and np.array_equal(brought[:, :10], mixed[:, :10])
    top, bottom = brought[15:24, 20:48].mean(), brought[28:37, 20:48].mean()
    assert top - bottom == pytest.approx(100 * blend.EXPECTED_SHARE, rel=0.05)
    assert (top + bottom) / 2 == pytest.approx(200, abs=1)


def test_a_soft_patch_gets_as_crisp_as_what_it_was_painted_from() -> None:
    source = np.random.default_rng(2).normal(90, 10, (40, 60, 3)).astype(np.float32)
    everywhere = (slice(0, 40), slice(0, 60))
    soft = np.asarray(cv2.GaussianBlur(source, (0, 0), 0.45), np.float32)
    crisp = blend.crisp(soft, everywhere, source)

    assert gradient_energy(soft) < 0.9 * gradient_energy(source)
    assert gradient_energy(crisp) == pytest.approx(gradient_energy(source), rel=0.01)
    assert np.array_equal(blend.crisp(source, everywhere, soft), source)
    limit = soft + blend.MOST_CRISPNESS * (soft - cv2.GaussianBlur(soft, (0, 0), 1.0))
    assert np.allclose(blend.crisp(soft, everywhere, 10 * source), limit, atol=1e-3)


@pytest.fixture(scope="module")
def job(talk: Talk, face: Array) -> PaintJob:
    points = with_ring(face)
    target = face.copy()
    target[list(MASK), 1] += 3
    return PaintJob(
        base_points=points,
        target_points=with_ring(target, ring_of=face),
        iod_px=IOD_PX,
        sources=(Source(talk.frames[8], points, 0.7), Source(talk.frames[8], points, 0.3)),
        expected=talk.frames[8].astype(np.float32),
        expected_points=points,
        soften_px=0.0,
    )


def test_painting_leaves_the_rest_of_the_picture_alone(talk: Talk, job: PaintJob) -> None:
    frame = talk.frames[8]
    before = frame.copy()
    painted = OpenCV().paint(frame, job)
    assert np.array_equal(frame, before)
    changed = np.argwhere((painted != frame).any(axis=2))
    low, high = job.base_points.min(axis=0), job.base_points.max(axis=0)
    assert len(changed) > 500
    assert (changed >= low[::-1] - 4).all() and (changed <= high[::-1] + 4).all()
    # Above the nose nothing moves with speech.
    assert changed[:, 0].min() > job.base_points[6, 1]


def test_painting_a_face_with_itself_changes_nothing(talk: Talk, job: PaintJob) -> None:
    frame = talk.frames[8]
    same = replace(job, target_points=job.base_points)
    difference = np.abs(OpenCV().paint(frame, same).astype(int) - frame)
    # The sharpest edges of a drawing get a little crisper.
    assert difference.mean() < 0.1
    assert difference.max() <= 40

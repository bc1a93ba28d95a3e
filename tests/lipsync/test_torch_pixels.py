"""Torch's pixel work does what OpenCV's does, on whatever device; here on the CPU."""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from herald.media import Frame
from lipsync import blend, retrieval
from lipsync import torch_filters as filters
from lipsync.footage import LIBRARY, paint_jobs, painted, wanted_looks
from lipsync.geometry import freedom_of
from lipsync.library import Library
from lipsync.mesh import MASK
from lipsync.pixels import OpenCV, PaintJob, Pixels, moved_box
from lipsync.pose import fit_pose
from lipsync.presenter import Presenter
from lipsync.reel import Reel
from lipsync.torch_pixels import TorchPixels
from lipsync.track import FaceTrack
from lipsync.warp import STEP, Box

Array = NDArray[np.float32]

LEAST_PSNR_DB = 45.0


@dataclass(frozen=True)
class Batch:
    frames: list[Frame]
    jobs: list[PaintJob]

    def painted(self, pixels: Pixels) -> list[Frame]:
        return list(painted([frame.copy() for frame in self.frames], self.jobs, pixels))


@pytest.fixture(scope="module", params=["own mouth", "another's mouth"])
def batch(request: pytest.FixtureRequest, ada: Presenter) -> Batch:
    """Frames to be painted with the mouths they have, and with those of other frames."""
    track, library = FaceTrack.load(ada.track), Library.open(ada.folder / LIBRARY)
    numbers = np.flatnonzero(track.found)[20:26]
    base = target = track.landmarks[numbers]
    if request.param == "another's mouth":
        pose = fit_pose(base, library.template)
        others = track.landmarks[np.flatnonzero(track.found)[70:76]]
        wanted, own = fit_pose(others, library.template).canonical(others), pose.canonical(base)
        shift = pose.project(wanted) - pose.project(own)
        target = (base + freedom_of(own.mean(axis=0))[:, None] * shift).astype(np.float32)
    looks = wanted_looks(library, base, library.footage_detail[numbers], target)
    near = np.abs(numbers[:, None] - library.frames[None]) <= 4
    choice = retrieval.choose(looks, library.looks, library.successor, near)
    with Reel(ada.footage) as reel:
        frames = list(reel.frames(numbers))
    return Batch(frames, list(paint_jobs(library, base, target, looks, choice)))


def work_region(frame: Frame, job: PaintJob) -> NDArray[np.bool_]:
    """Where a picture may change: under the mask, and in the box of what moves."""
    size_px = (frame.shape[1], frame.shape[0])
    region = np.zeros(frame.shape[:2], bool)
    box = Box.around(job.target_points[list(MASK)], 2 * STEP, size_px)
    region[box.window] = blend.mask_of(job.target_points, job.iod_px, box) > 0
    moved = moved_box(job.base_points, job.target_points, size_px)
    if moved is not None:
        region[moved.window] = True
    return region


@pytest.mark.filterwarnings("error")
def test_torch_agrees_with_opencv(batch: Batch) -> None:
    plain, batched = batch.painted(OpenCV()), batch.painted(TorchPixels("cpu", batch=4))
    for frame, job, true, made in zip(batch.frames, batch.jobs, plain, batched, strict=True):
        region = work_region(frame, job)
        error = np.square(true[region].astype(np.float64) - made[region]).mean()
        assert (true[region] != frame[region]).any(), "there is something to agree on"
        assert 10 * np.log10(255**2 / error) >= LEAST_PSNR_DB
        assert np.array_equal(made[~region], frame[~region]), "outside every bit is the footage's"


def test_batches_of_any_size_give_the_same_pictures(batch: Batch) -> None:
    """Boxes of a batch share one size, so pictures differ by roundings, not by more."""
    one, all_at_once = batch.painted(TorchPixels("cpu", 1)), batch.painted(TorchPixels("cpu", 6))
    for a, b in zip(one, all_at_once, strict=True):
        assert np.abs(a.astype(int) - b).mean() < 0.02


def test_the_frames_that_come_in_are_left_alone(batch: Batch) -> None:
    work = []
    for frame, job in zip(batch.frames, batch.jobs, strict=True):
        region = job.region((frame.shape[1], frame.shape[0]))
        work.append((frame[region.window].copy(), job.within(region)))
    before = [picture.copy() for picture, _ in work]
    made = list(TorchPixels("cpu", 3).paint_all(work))
    for old, (picture, _), new in zip(before, work, made, strict=True):
        assert np.array_equal(old, picture) and new.shape == old.shape


def test_short_memory_halves_the_batch(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that holds two pictures at a time, as an injected error makes of this one."""
    whole = batch.painted(TorchPixels("cpu", 6))
    notes: list[str] = []
    sizes: list[int] = []
    small = TorchPixels("cpu", 6, notes.append)
    paint = small._paint

    def cramped(work):
        sizes.append(len(work))
        if len(work) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return paint(work)

    monkeypatch.setattr(small, "_paint", cramped)
    made = batch.painted(small)
    assert len(made) == 6 and max(sizes[-2:]) <= 2
    assert [note.split(": ")[1] for note in notes] == ["3 from now on", "2 from now on"]
    assert all(np.abs(a.astype(int) - b).mean() < 0.02 for a, b in zip(whole, made, strict=True))


@pytest.mark.gpu
def test_a_graphics_card_agrees_with_opencv(batch: Batch) -> None:
    plain, batched = batch.painted(OpenCV()), batch.painted(TorchPixels("cuda:0"))
    for frame, job, true, made in zip(batch.frames, batch.jobs, plain, batched, strict=True):
        region = work_region(frame, job)
        error = np.square(true[region].astype(np.float64) - made[region]).mean()
        assert 10 * np.log10(255**2 / error) >= LEAST_PSNR_DB
        assert np.array_equal(made[~region], frame[~region])


# ---- the filters


@pytest.fixture(scope="module")
def picture() -> Array:
    noise = np.random.default_rng(3).normal(120, 40, (50, 66, 3))
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 1.2), np.float32)


def tensor(picture: Array) -> torch.Tensor:
    return torch.from_numpy(picture).permute(2, 0, 1)[None]


def back(x: torch.Tensor) -> Array:
    return x[0].permute(1, 2, 0).numpy()


@pytest.mark.parametrize("sigma", [0.4, 1.0, 3.7])
def test_the_gaussian(picture: Array, sigma: float) -> None:
    assert np.allclose(
        back(filters.gaussian_all(tensor(picture), sigma)),
        cv2.GaussianBlur(picture, (0, 0), sigma),
        atol=0.01,
    )


def test_each_picture_has_its_own_sigma(picture: Array) -> None:
    both = filters.gaussian(tensor(picture).repeat(2, 1, 1, 1), torch.tensor([0.0, 2.0]))
    assert np.array_equal(back(both[:1]), picture), "a sigma of 0 changes nothing"
    assert np.allclose(back(both[1:]), cv2.GaussianBlur(picture, (0, 0), 2), atol=0.01)


def test_pyramids(picture: Array) -> None:
    small = cv2.pyrDown(picture)
    assert np.allclose(back(filters.pyramid_down(tensor(picture))), small, atol=0.01)
    large = back(filters.pyramid_up(tensor(small), picture.shape[:2]))
    inside = np.s_[2:-2, 2:-2]
    assert np.allclose(large[inside], cv2.pyrUp(small, dstsize=picture.shape[1::-1])[inside], atol=0.01)


@pytest.mark.parametrize(("mode", "how"), [("bicubic", cv2.INTER_CUBIC), ("bilinear", cv2.INTER_LINEAR)])
def test_sampling(picture: Array, mode: str, how: int) -> None:
    where = np.random.default_rng(4).uniform(-4, 70, (40, 30, 2)).astype(np.float32)
    mine = filters.sampled(tensor(picture), torch.from_numpy(where).permute(2, 0, 1)[None], mode)
    theirs = cv2.remap(picture, where[..., 0], where[..., 1], how, borderMode=cv2.BORDER_REPLICATE)
    # OpenCV rounds places to a thirty-second of a pixel.
    assert np.abs(back(mine) - theirs).mean() < 0.5

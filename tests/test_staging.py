"""What part of a presenter is shown, at what size, and before what."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from herald.ada.figure import Pose
from herald.ada.painter import Painter
from herald.ada.studio import studio as drawn_studio
from herald.errors import UserError
from herald.ffmpeg import VideoWriter, read_frames
from herald.keying import Background, Keyer, behind, filled, to_and_fro
from herald.media import Frame
from herald.presenters import find
from herald.staging import Look, Staging, stage
from herald.studio import Studio
from lipsync.framing import Crop, Head, crop_to
from lipsync.screen import Screen, ScreenFinder

SIZE = (640, 360)
HEAD = Head(left=250, top=60, right=390, bottom=260, face_top=90, x=320, eyes_y=150)


@pytest.mark.parametrize(
    "shape", [Fraction(9, 16), Fraction(1), Fraction(4, 5), Fraction(16, 9), Fraction(2)]
)
def test_a_crop_is_as_large_as_can_be_and_holds_the_head(shape: Fraction) -> None:
    crop = crop_to(shape, SIZE, HEAD)
    assert all(value % 2 == 0 for value in (crop.left, crop.top, *crop.size_px))
    assert crop.width in (638, 640) or crop.height in (358, 360)
    assert abs(crop.width / crop.height / float(shape) - 1) < 0.02
    assert 0 <= crop.left <= HEAD.left and HEAD.right <= crop.left + crop.width <= 640
    assert 0 <= crop.top <= HEAD.top and HEAD.bottom <= crop.top + crop.height <= 360


def test_the_face_is_in_the_middle_unless_the_picture_ends() -> None:
    crop = crop_to(Fraction(9, 16), SIZE, HEAD)
    assert crop.left + crop.width / 2 == pytest.approx(HEAD.x, abs=2)
    aside = Head(left=10, top=60, right=150, bottom=260, face_top=90, x=80, eyes_y=150)
    assert crop_to(Fraction(9, 16), SIZE, aside).left == 0


def test_eyes_lie_in_the_upper_half_of_a_wide_crop_of_a_tall_picture() -> None:
    head = Head(left=400, top=500, right=700, bottom=1000, face_top=560, x=550, eyes_y=750)
    crop = crop_to(Fraction(16, 9), (1080, 1920), head)
    assert crop.size_px == (1080, 606)
    assert 0.35 < (head.eyes_y - crop.top) / crop.height < 0.45


def test_a_crop_that_would_cut_the_face_is_refused() -> None:
    large = Head(left=0, top=0, right=1080, bottom=1800, face_top=100, x=540, eyes_y=800)
    with pytest.raises(UserError, match="would cut the presenter's face"):
        crop_to(Fraction(16, 9), (1080, 1920), large)


def test_sizes_and_shapes(studio: Studio) -> None:
    ada = find(studio, "ada")
    assert stage(ada, Look()).recipe() == {}
    assert stage(ada, Look(size_px=(1280, 720))).recipe() == {}
    tall = stage(ada, Look(size_px=(270, 480), shape=Fraction(9, 16)))
    assert tall.size_px == (270, 480) and tall.crop.size_px == (202, 360)
    assert stage(ada, Look(shape=Fraction(1))).size_px == (360, 360)
    with pytest.raises(UserError, match="is not 1:1"):
        stage(ada, Look(size_px=(1280, 720), shape=Fraction(1)))


def test_points_of_the_footage_are_found_in_the_video() -> None:
    points = np.array([[100, 40, -5], [300, 200, 5]], np.float32)
    crop = Crop(40, 20, 480, 320)
    same = Staging((480, 320), crop, is_whole=False).shown_at(points)
    assert same.tolist() == [[60, 20, -5], [260, 180, 5]]
    # A square filled with it: half as large, and forty px cut off at both sides.
    half = Staging((160, 160), crop, is_whole=False).shown_at(points)
    assert half.tolist() == [[-10, 10, -2.5], [90, 90, 2.5]]


@pytest.mark.parametrize(("n_frames", "loop"), [(10, 50), (99, 50), (230, 50), (1, 50), (7, 1), (31, 2)])
def test_a_background_begins_and_ends_alike(n_frames: int, loop: int) -> None:
    shown = to_and_fro(n_frames, loop)
    assert len(shown) == n_frames and shown[0] == shown[-1] == 0
    assert min(shown) == 0 and max(shown) < loop
    assert np.abs(np.diff(shown)).max(initial=0) <= 1


def screen_frame(colour: tuple[int, int, int]) -> Frame:
    """A screen that is lit from one side, with a camera's noise."""
    light = 1.05 - 0.25 * np.linspace(-1, 1, SIZE[0])[None, :, None] ** 2
    noise = np.random.default_rng(0).normal(0, 2.5, (SIZE[1], SIZE[0], 3))
    return np.asarray(np.clip(np.array(colour) * light + noise, 0, 255), np.uint8)


POSES = [Pose(yaw_deg=8 * np.sin(i / 4), aperture=0.3 * abs(np.sin(i / 2))) for i in range(12)]


def filmed(path: Path, colour: tuple[int, int, int]) -> tuple[list[Frame], Screen | None]:
    painter = Painter(SIZE, screen_frame(colour))
    with VideoWriter(path, SIZE, Fraction(25)) as writer:
        for pose in POSES:
            writer.write(painter.draw(pose))
    frames = list(read_frames(path))
    finder = ScreenFinder(len(frames))
    assert len(list(finder.watching(frames))) == len(frames)
    return frames, finder.found()


@pytest.mark.parametrize(("name", "colour"), [("green", (38, 176, 70)), ("blue", (30, 70, 190))])
def test_a_keyed_presenter_looks_as_if_drawn_there(
    name: str, colour: tuple[int, int, int], tmp_path: Path
) -> None:
    frames, screen = filmed(tmp_path / "screen.mp4", colour)
    assert screen is not None and screen.name == name
    assert np.abs(np.subtract(screen.colour, colour)).max() < 25
    background = drawn_studio(SIZE)
    shown = Keyer(screen, Crop(0, 0, *SIZE)).over(frames[3], background)
    truth = Painter(SIZE).draw(POSES[3])
    apart = np.abs(shown.astype(int) - truth)
    empty = Keyer(screen, Crop(0, 0, *SIZE)).share(frames[3]) == 0
    assert 0.3 < empty.mean() < 0.9
    assert np.array_equal(shown[empty], background[empty])
    assert 10 * np.log10(255**2 / np.square(apart).mean()) > 34
    # All but strands of hair are no greener, or bluer, than the truth.
    channel = screen.channel
    others = [c for c in range(3) if c != channel]
    spill = shown[..., channel].astype(int) - shown[..., others].max(axis=2)
    own = truth[..., channel].astype(int) - truth[..., others].max(axis=2)
    assert np.percentile(spill - own, 99) < 12


def test_a_crop_is_keyed_like_the_whole(tmp_path: Path) -> None:
    frames, screen = filmed(tmp_path / "screen.mp4", (38, 176, 70))
    assert screen is not None
    crop = Crop(200, 20, 240, 320)
    whole, part = (
        Keyer(screen, Crop(0, 0, *SIZE)).share(frames[0]),
        Keyer(screen, crop).share(frames[0][crop.window]),
    )
    assert np.abs(whole[crop.window] - part)[4:-4, 4:-4].max() < 0.01


def test_a_studio_is_no_screen() -> None:
    finder = ScreenFinder(len(POSES))
    painter = Painter(SIZE)
    list(finder.watching(painter.draw(pose) for pose in POSES))
    assert finder.found() is None


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((94, 155, 207), None),  # a wall, painted a light blue
        ((150, 190, 160), None),
        ((48, 58, 112), "blue"),  # a screen in the dark, with glare on it
        ((118, 233, 138), "green"),  # one that is lit too much
        ((69, 142, 82), "green"),
    ],
)
def test_a_coloured_wall_is_no_screen(colour: tuple[int, int, int], name: str | None) -> None:
    finder = ScreenFinder(3)
    painter = Painter(SIZE, screen_frame(colour))
    list(finder.watching(painter.draw(pose) for pose in POSES[:3]))
    screen = finder.found()
    assert (screen.name if screen else None) == name


def test_a_video_behind_the_presenter_moves(tmp_path: Path, studio: Studio) -> None:
    from clips import drawn

    frames, screen = filmed(tmp_path / "screen.mp4", (38, 176, 70))
    assert screen is not None
    video = tmp_path / "behind.mp4"
    with VideoWriter(video, (64, 48), Fraction(25)) as writer:
        for i in range(20):
            writer.write(drawn(i))
    background = Background.at(video)
    assert background.is_video
    crop = Crop(0, 0, *SIZE)
    loop = background.prepare(studio.store, SIZE, Fraction(25), studio.progress)
    shown = list(behind(frames, screen, crop, background, loop, len(frames)))
    corner = [frame[:40, :200].astype(int) for frame in shown]
    assert np.abs(corner[0] - corner[5]).mean() > 3
    assert np.abs(corner[0] - corner[-1]).mean() < 0.5, "any segment may follow"


def test_backgrounds_that_cannot_be_used(tmp_path: Path, studio: Studio) -> None:
    with pytest.raises(UserError, match="is not there"):
        Background.at(tmp_path / "none.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with pytest.raises(UserError, match="not a picture that can be read"):
        Background.at(tmp_path / "broken.png")
    assert cv2.imwrite(str(tmp_path / "wall.png"), np.full((90, 200, 3), 200, np.uint8))
    wall = Background.at(tmp_path / "wall.png")
    assert not wall.is_video
    with pytest.raises(UserError, match="was not filmed before a green or blue screen"):
        stage(find(studio, "ada"), Look(background=wall))


def test_a_picture_fills_the_size() -> None:
    wide = np.zeros((100, 400, 3), np.uint8)
    wide[:, 150:250] = 255
    shown = filled(wide, (64, 64))
    assert shown.shape == (64, 64, 3) and shown.min() > 250

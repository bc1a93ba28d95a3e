from fractions import Fraction

import numpy as np

from herald.media import Mark
from lipsync.mouth import MouthTrack
from lipsync.quality import SeenMouth
from lipsync.wanted import Wanted
from lipsync.worst import worst_moments

FPS = Fraction(25)
N_FRAMES = 100


def wanted() -> Wanted:
    shape = np.zeros((N_FRAMES, 3), np.float32)
    shape[:, 0] = 0.4
    shape[60:80, 0] = 0.05
    still = np.zeros(N_FRAMES, np.float32)
    return Wanted(MouthTrack(FPS, shape, still, still), closures=(20, 90), pauses=((60, 80),))


def seen_like(asked: Wanted) -> SeenMouth:
    shape = asked.mouth.shape.copy()
    shape[[20, 90], 0] = 0
    rest = np.array([0.05, 0, 0], np.float32)
    return SeenMouth(FPS, shape, rest, np.ones((N_FRAMES, 4), np.float32))


def test_every_kind_of_fault_has_its_moment() -> None:
    asked = wanted()
    seen = seen_like(asked)
    seen.shape[20, 0] = seen.shape[19, 0] = seen.shape[21, 0] = 0.5  # The lips stay open on an m.
    seen.shape[40, 0] = 1.2  # A gape.
    seen.shape[70, 0] = 0.6  # A twitch in the pause.
    seen.shape[5] = np.nan
    seen.looks[5] = np.nan
    seen.looks[50, 2] = 9.0
    moments = {moment.frame: moment for moment in worst_moments(asked, seen, n_most=5)}
    assert sorted(moments) == [5, 20, 40, 50, 70]
    assert "no face" in moments[5].what
    assert "stay open" in moments[20].what
    assert "opening is off by 80%" in moments[40].what
    assert "seam 9.0 times" in moments[50].what
    assert "not at rest" in moments[70].what
    assert all(moment.badness >= 1 for moment in moments.values())


def test_a_good_video_has_mild_moments() -> None:
    asked = wanted()
    assert all(moment.badness < 1.4 for moment in worst_moments(asked, seen_like(asked)))


def test_what_was_wanted_of_segments_in_a_row() -> None:
    rate_hz = 48_000
    second = [
        Mark("pause", "", 0, 9_600),
        Mark("phone", "m", 9_600, 14_400),
        Mark("pause", "", 14_400, 48_000),
    ]
    one = Wanted.of(second, rate_hz, FPS, 25)
    assert one.closures == (6,) and one.pauses == ((0, 5), (7, 25))
    both = Wanted.joined([one, one])
    assert both.closures == (6, 31)
    assert both.pauses == ((0, 5), (7, 30), (32, 50)), "pauses that meet at a joint are one"
    assert both.mouth.n_frames == 50

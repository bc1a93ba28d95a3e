"""The rules of the mouth: closures close, pauses rest, and the shape follows the phones."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from herald.media import Mark
from lipsync.mouth import NEARLY_CLOSED, centres, mouth_track
from lipsync.visemes import VISEMES, is_known, viseme_of

RATE_HZ = 48_000
RATES = [Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)]


def said(*sounds: tuple[str, int]) -> list[Mark]:
    """Build marks from (phone or "" for a pause, length in ms)."""
    marks, position = [], 0
    for symbol, ms in sounds:
        stop = position + ms * RATE_HZ // 1000
        marks.append(Mark("phone" if symbol else "pause", symbol, position, stop))
        position = stop
    return marks


def track_of(marks: list[Mark], fps: Fraction = Fraction(25)):
    n_frames = int(np.ceil(marks[-1].stop / RATE_HZ * float(fps)))
    return mouth_track(marks, RATE_HZ, fps, n_frames)


def test_there_are_eighteen_visemes() -> None:
    assert len({v.name for v in VISEMES}) == 18


@pytest.mark.parametrize(
    ("phone", "name"),
    [
        ("p", "PP"),
        ("ɑː", "aa"),
        ("ɛ̃", "EH"),
        ("tʃ", "SH"),
        ("ç", "SH"),
        ("tʰ", "DD"),
        ("n̩", "DD"),
        ("ʊ", "UW"),
    ],
)
def test_length_and_nasal_signs_do_not_matter(phone: str, name: str) -> None:
    assert is_known(phone)
    assert viseme_of(phone).name == name


def test_an_unknown_phone_gets_the_neutral_vowel() -> None:
    assert not is_known("☃")
    assert viseme_of("☃").name == "AH"


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("shift_ms", range(0, 40, 7))
def test_every_closure_closes_on_some_frame(fps: Fraction, shift_ms: int) -> None:
    marks = said(
        ("", 400 + shift_ms), *[s for _ in range(6) for s in (("b", 60), ("a", 90), ("m", 55), ("æ", 80))]
    )
    track = track_of(marks, fps)
    moments = (np.arange(track.n_frames) + 0.5) / float(fps)
    for middle in centres(marks, RATE_HZ, "PP"):
        nearest = int(np.argmin(np.abs(moments - middle)))
        assert track.closed[nearest] == pytest.approx(1, abs=1e-6)
        assert track.shape[nearest, 0] == pytest.approx(0, abs=1e-6)


def test_f_and_v_nearly_close() -> None:
    marks = said(("a", 120), ("f", 80), ("a", 120), ("v", 70), ("a", 120))
    track = track_of(marks)
    for middle in centres(marks, RATE_HZ, "FF"):
        assert track.shape[int(middle * 25), 0] <= NEARLY_CLOSED + 1e-6


def test_the_open_vowel_opens_and_the_round_one_rounds() -> None:
    opened = track_of(said(("ɑː", 300)))
    rounded = track_of(said(("uː", 300)))
    middle = opened.n_frames // 2
    assert opened.shape[middle, 0] > 0.7
    assert rounded.shape[middle, 0] < 0.4
    assert rounded.shape[middle, 2] > 0.45 > opened.shape[middle, 2]
    assert rounded.shape[middle, 1] < -0.3


def test_long_pauses_rest_and_short_ones_do_not() -> None:
    marks = said(("a", 200), ("", 250), ("a", 200), ("", 800), ("a", 200))
    track = track_of(marks, Fraction(50))
    moments = (np.arange(track.n_frames) + 0.5) / 50
    in_short = (moments > 0.2) & (moments < 0.45)
    in_long = (moments > 0.65 + 0.16) & (moments < 1.45 - 0.16)
    assert track.rest[in_short].max() == 0
    assert track.rest[in_long].min() == pytest.approx(1)
    assert track.rest[moments > 1.45].max() < 0.2 or moments[-1] > 1.65


def test_pauses_at_the_ends_go_on_beyond_them() -> None:
    track = track_of(said(("", 200), ("a", 300), ("", 200)))
    assert track.rest[0] == pytest.approx(1)
    assert track.rest[-1] == pytest.approx(1)
    assert track.rest[track.n_frames // 2] == 0


def test_rounding_is_seen_before_it_is_heard() -> None:
    marks = said(("s", 200), ("uː", 200))
    track = track_of(marks, Fraction(100))
    just_before = track.shape[19, 2]
    assert just_before > track.shape[5, 2] + 0.1


def test_no_marks_is_a_mouth_at_rest() -> None:
    track = mouth_track([], RATE_HZ, Fraction(25), 10)
    assert track.rest.min() == 1 and track.n_frames == 10


def test_a_track_does_not_depend_on_what_comes_long_after() -> None:
    first = said(("", 300), ("p", 70), ("a", 120), ("", 700))
    longer = said(("", 300), ("p", 70), ("a", 120), ("", 700), ("o", 200))
    a, b = track_of(first), track_of(longer)
    np.testing.assert_allclose(a.shape[:14], b.shape[:14], atol=0.02)


def test_a_sound_that_may_be_two_gets_a_mouth_between_them() -> None:
    """Of an a that may be an u, the mouth is as near to the u's as the u is likely."""
    tracks = []
    for share in (0.0, 0.3, 0.999):
        marks = said(("", 400), ("ɑ", 400), ("", 400))
        marks[1] = replace(marks[1], alternatives=(("u", share),) if share else ())
        tracks.append(track_of(marks).shape[15])
    surely, perhaps, other = tracks
    assert other[0] < perhaps[0] < surely[0]
    assert surely[2] < perhaps[2] < other[2]
    np.testing.assert_allclose(other, track_of(said(("", 400), ("u", 400), ("", 400))).shape[15], atol=0.01)


def test_a_closure_closes_though_it_may_be_another_sound() -> None:
    marks = said(("", 400), ("ɑ", 200), ("p", 100), ("ɑ", 200), ("", 400))
    marks[2] = replace(marks[2], alternatives=(("t", 0.45),))
    assert track_of(marks).shape[:, 0].min() < 0.01

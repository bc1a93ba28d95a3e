from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from herald.errors import StageFailed
from lipsync.presenter import Presenter, write_facts
from lipsync.report import Report, count_blinks, load_report, missing_shapes
from lipsync.visemes import VISEMES

GOOD = Report(
    seconds=40.0,
    size_px=(1280, 720),
    fps="30000/1001",
    n_frames=1199,
    kind="talking",
    talking_s=35.0,
    has_sound=True,
    iod_px=110.0,
    found_share=1.0,
    usable_share=0.98,
    yaw_degrees=(-8.0, 9.0),
    pitch_degrees=(-5.0, 4.0),
    blur_px=1.6,
    n_blinks=9,
    n_shapes=16,
    missing_shapes=(),
    brightness=130.0,
    light_change=0.08,
    offset_ms=0.0,
    offset_confidence=0.9,
)


def test_good_footage_needs_no_advice() -> None:
    assert GOOD.advice() == []
    assert "sound       fits the picture" in GOOD.lines()
    assert any("29.97 frames" in line for line in GOOD.lines())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "silent", "talking_s": 0.0}, "Talk in the footage"),
        ({"iod_px": 66.0}, "Come closer"),
        ({"usable_share": 0.7}, "Avoid what is listed as not used: 30% of the frames"),
        ({"usable_share": 0.7, "lost_s": {"COVERED": 12.0}}, "Keep hands and cups off the mouth: 30% of"),
        (
            {"usable_share": 0.7, "lost_s": {"LIGHT": 8.0, "CUT": 4.0}, "light_change": 0.4},
            "Lock the exposure",
        ),
        ({"usable_share": 0.7, "lost_s": {"TURNED": 12.0}, "yaw_degrees": (-33.0, 2.0)}, "Look towards"),
        ({"talking_s": 7.0}, "Talk for longer: 7 s"),
        ({"missing_shapes": ("oo as in moon",)}, "oo as in moon"),
        ({"blur_px": 4.0}, "not sharp"),
        ({"brightness": 40.0}, "more light"),
        ({"brightness": 240.0}, "less light"),
        ({"light_change": 0.4}, "Lock the"),
        ({"yaw_degrees": (-33.0, 2.0)}, "Turn the head less"),
        ({"has_sound": False}, "Record with sound"),
    ],
)
def test_every_fault_has_its_remedy(change: dict[str, Any], words: str) -> None:
    [advice] = replace(GOOD, **change).advice()
    assert words in advice
    assert f"better:     {advice}" in replace(GOOD, **change).lines()


def test_the_advice_names_what_was_found_and_nothing_else() -> None:
    """Fourteen seconds, of which eight are good: the rest was dark, and for a moment a hand was there."""
    lost_s = {"LIGHT": 5.4, "CUT": 0.1, "COVERED": 0.5}
    dark = replace(GOOD, seconds=14.0, usable_share=8 / 14, lost_s=lost_s, talking_s=25.0)
    assert dark.advice() == [
        "Record more: only 8.0 s can be used, and from 10 s on a presenter moves without repeating.",
        "Lock the exposure and keep the light steady: 43% of the frames cannot be used.",
    ]
    both = replace(dark, lost_s={"TURNED": 3.0, "NO_FACE": 3.0})
    assert "Look towards the camera, and keep the face in the picture: 43%" in both.advice()[1]


@pytest.mark.parametrize(
    ("offset_ms", "confidence", "words"),
    [
        (80.0, 0.9, "the picture is 80 ms behind the sound"),
        (-60.0, 0.7, "the sound is 60 ms behind the picture"),
        (-200.0, 0.3, "could not be told"),
    ],
)
def test_offsets_are_told_only_when_they_are_known(offset_ms: float, confidence: float, words: str) -> None:
    assert any(
        words in line for line in replace(GOOD, offset_ms=offset_ms, offset_confidence=confidence).lines()
    )


def test_missing_shapes_are_named() -> None:
    everything = np.array([(v.aperture, v.width, v.pucker) for v in VISEMES], np.float32).repeat(3, axis=0)
    assert missing_shapes(everything, has_pucker=True) == ()
    only_open = np.full((50, 3), (0.85, 0.1, 0.0), np.float32)
    missing = missing_shapes(only_open, has_pucker=True)
    assert "m, b, p" in missing and "ah as in father" not in missing
    rounded = np.array([(0.08, -0.7, 0.0)] * 3, np.float32)
    assert "w" in missing_shapes(rounded, has_pucker=True)
    assert "w" not in missing_shapes(rounded, has_pucker=False)


def test_blinks_are_short_closings_of_both_eyes() -> None:
    blink = np.full((250, 2), 0.1, np.float32)
    blink[30:34] = blink[100:105] = blink[200] = 0.8
    blink[60:64, 0] = 0.9  # A wink.
    blink[140:180] = 0.8  # A look down at the script.
    blink[220:222] = np.nan
    assert count_blinks(blink, Fraction(25)) == 3


def test_narrow_eyes_do_not_blink_all_the_time() -> None:
    blink = np.full((250, 2), 0.5, np.float32)
    blink[100:104] = 0.95
    assert count_blinks(blink, Fraction(25)) == 1


def test_report_is_stored_with_the_presenter(tmp_path: Path) -> None:
    presenter = Presenter('Zoë "Z"', tmp_path, (1280, 720), Fraction(30000, 1001), 1199, "talking", "0" * 64)
    report = replace(GOOD, missing_shapes=("ü", "oo"), lost_s={"CUT": 0.04, "NO_FACE": 1.5})
    write_facts(presenter, report.figures, {"numpy": "2"})
    assert load_report(tmp_path) == report
    text = (tmp_path / "presenter.toml").read_text(encoding="utf-8")
    (tmp_path / "presenter.toml").write_text(text.replace("n_blinks", "winks"), encoding="utf-8")
    with pytest.raises(StageFailed, match="n_blinks"):
        load_report(tmp_path)

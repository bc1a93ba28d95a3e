import numpy as np

from herald.media import Waveform
from tts.recogniser.inventory import phone_number
from tts.recogniser.lesson import Lesson
from tts.recogniser.silences import with_pauses


def lesson(phones: str, edges_ms: list[int], silent_ms: list[tuple[int, int]]) -> Lesson:
    samples = np.sin(np.arange(edges_ms[-1] * 16) / 4).astype(np.float32)
    for start, stop in silent_ms:
        samples[start * 16 : stop * 16] = 0
    numbers = np.array([phone_number(phone) for phone in phones], np.uint8)
    return Lesson(Waveform(samples, 16_000), numbers, np.array(edges_ms, np.int32) * 16, "", "")


def spans(found: Lesson) -> list[tuple[int, int]]:
    return [(int(p), int(e) // 16) for p, e in zip(found.phones, found.edges[1:], strict=True)]


A, N, T = (phone_number(phone) for phone in "ant")


def test_a_phone_that_runs_on_into_silence_ends_where_it_does() -> None:
    found = with_pauses(lesson("an", [0, 200, 900], [(400, 900)]))
    assert spans(found) == [(A, 200), (N, 400), (0, 900)]


def test_silence_inside_a_phone_splits_it() -> None:
    found = with_pauses(lesson("an", [0, 600, 900], [(200, 400)]))
    assert spans(found) == [(A, 200), (0, 400), (A, 600), (N, 900)]


def test_a_stop_keeps_its_closure() -> None:
    found = with_pauses(lesson("ata", [0, 200, 500, 800], [(200, 450)]))
    assert spans(found) == [(A, 200), (0, 390), (T, 500), (A, 800)]
    short = lesson("ata", [0, 200, 330, 800], [(200, 300)])
    assert spans(with_pauses(short)) == spans(short)


def test_a_pause_takes_the_place_of_a_phone_that_is_not_there() -> None:
    found = with_pauses(lesson("ana", [0, 200, 400, 800], [(200, 400)]))
    assert spans(found) == [(A, 200), (0, 400), (A, 800)]


def test_twice_is_once() -> None:
    once = with_pauses(lesson("an", [0, 200, 900], [(400, 900)]))
    assert spans(with_pauses(once)) == spans(once)

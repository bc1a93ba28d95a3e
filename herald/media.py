"""The types that flow between the stages. Imports nothing of ours but the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from herald.timing import rescale_sample

Frame = NDArray[np.uint8]
"""A picture: uint8 `[height, width, 3]`, RGB, origin top left."""

Samples = NDArray[np.float32]
"""Sound: float32 `[n_samples]`, mono, in [-1, 1]."""


@dataclass(frozen=True, order=True)
class Place:
    """A position in a text file; line and column count from 1."""

    path: Path
    line: int
    column: int


@dataclass(frozen=True)
class Given:
    """How a stretch of a text is said, where a script or a lexicon says it.

    Attributes:
        start, stop: in the text, half-open.
        spoken: the words to say instead of those that are written; empty for the written ones.
        phones: IPA; empty for the usual. A voice that only reads letters says the words.
        read_as: what the stretch is, one of `tts.aloud.KINDS`; empty to go by its looks.
        language: BCP-47 of a phrase in another language than the text's; else empty.
    """

    start: int
    stop: int
    spoken: str = ""
    phones: str = ""
    read_as: str = ""
    language: str = ""


@dataclass(frozen=True)
class Phrase:
    """Words said in one breath, and the silence that the script asks for after them.

    Attributes:
        text: plain text, never empty.
        place: where it begins in the script.
        pause_after_ms: from a `[pause ...]` inside the sentence, else 0.
        given: what the script says of stretches of the text, in order and apart from each other.
        voice: name of the voice that the script asks for here; None for the script's own.
        speed: the pace that the script asks for here; None for the script's own.
    """

    text: str
    place: Place
    pause_after_ms: int = 0
    given: tuple[Given, ...] = ()
    voice: str | None = None
    speed: float | None = None


@dataclass(frozen=True)
class NamedVoice:
    """A voice that a script names.

    Attributes:
        name: as it is written; whether there is such a voice is not known yet.
        place: where the script names it.
        width: how many characters there are to underline.
    """

    name: str
    place: Place
    width: int = 1


SentenceKind = Literal["sentence", "heading", "item", "quote", "cell"]


@dataclass(frozen=True)
class Sentence:
    """One sentence of a script: the unit that is spoken, rendered and made again.

    Attributes:
        id: 12 hex digits; the same after any edit elsewhere in the script.
        phrases: at least one.
        kind: what the sentence is in the document.
        pause_after_ms: silence after the sentence, before the next one.
    """

    id: str
    phrases: tuple[Phrase, ...]
    kind: SentenceKind
    pause_after_ms: int

    @property
    def text(self) -> str:
        """The sentence without its pauses."""
        return " ".join(phrase.text for phrase in self.phrases)

    @property
    def place(self) -> Place:
        """Where the sentence begins."""
        return self.phrases[0].place


@dataclass(frozen=True)
class Script:
    """A script file, read and checked.

    Attributes:
        slug: the broadcast's name, from the file name.
        language: BCP-47, lower case, such as "en" or "pt-br".
        title: for the page and the player; the slug where the script has none.
        presenter, voice: names, or None for the default.
        speed: 1 is the voice's own pace, 2 is twice as fast.
        fps, size_px: what the output should have, or None for the presenter's own. Size is (width, height).
        sentences: at least one.
        path: the file it came from.
        sha256: of that file's bytes.
        pause_before_ms: silence that the script asks for before its first sentence.
        voices: all that it names, for the whole and for parts of it.
        audio: a recording in which somebody says it; None where a voice is to.
        shape: width over height of the part of the footage to show, or None for all of it.
        background: file to put behind the presenter, as written: it counts from the script's folder.
        presenter_place: where it names the presenter; None where it names nobody.
    """

    slug: str
    language: str
    title: str
    presenter: str | None
    voice: str | None
    speed: float
    fps: Fraction | None
    size_px: tuple[int, int] | None
    sentences: tuple[Sentence, ...]
    path: Path
    sha256: str
    pause_before_ms: int = 0
    voices: tuple[NamedVoice, ...] = ()
    audio: Path | None = None
    shape: Fraction | None = None
    background: str | None = None
    presenter_place: Place | None = None


@dataclass(frozen=True)
class Utterance:
    """What one call of a speech engine is asked to say.

    Attributes:
        text: plain text in `language`.
        language: BCP-47, lower case.
        voice: the engine's name for the voice.
        speed: 1 is the voice's own pace.
        given: how stretches of the text are said, in order and apart from each other; an engine
            leaves all of it to `tts.pronounce.reading_of`.
    """

    text: str
    language: str
    voice: str
    speed: float = 1.0
    given: tuple[Given, ...] = ()


MarkKind = Literal["phone", "pause", "word"]


@dataclass(frozen=True)
class Mark:
    """A timed phone, pause or word.

    Attributes:
        kind: phones and pauses together tile the sound; words lie over them.
        symbol: IPA for a phone (with its length and nasal signs, without stress), "" for a pause,
            and for a word the very characters of the text, so that words can be found in it in order.
        start, stop: samples, half-open.
        alternatives: what else a phone may have been that was only heard: other symbols ("" for a pause),
            each with how likely it is; the rest of 1 is the symbol's own. Empty where one knows what is said.
    """

    kind: MarkKind
    symbol: str
    start: int
    stop: int
    alternatives: tuple[tuple[str, float], ...] = ()

    @property
    def timed(self) -> list[Any]:
        """The mark as a part of a recipe: symbol, start, stop, and the alternatives if it has any."""
        found = [list(pair) for pair in self.alternatives]
        return [self.symbol, self.start, self.stop, *([found] if found else [])]

    def record(self) -> dict[str, Any]:
        """Return the mark as JSON has it; without the alternatives where there are none."""
        whole = asdict(self)
        if not self.alternatives:
            del whole["alternatives"]
        return whole


@dataclass(frozen=True)
class Waveform:
    """Mono sound.

    Attributes:
        samples: float32 `[n_samples]` in [-1, 1].
        rate_hz: samples per second.
    """

    samples: Samples
    rate_hz: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise ValueError(f"samples must be float32 [n], not {self.samples.dtype} {self.samples.shape}")
        if self.rate_hz <= 0:
            raise ValueError(f"a sample rate must be positive, not {self.rate_hz}")

    @property
    def n_samples(self) -> int:
        """Length in samples."""
        return len(self.samples)

    @property
    def seconds(self) -> Fraction:
        """Exact length."""
        return Fraction(self.n_samples, self.rate_hz)


@dataclass(frozen=True)
class Speech:
    """Sound with its marks. The marks travel with the sound, from the engine to the captions.

    Attributes:
        text: what is said.
        waveform: how it sounds.
        marks: phones and pauses, which tile `[0, n_samples)` in order, then words in order.
    """

    text: str
    waveform: Waveform
    marks: tuple[Mark, ...] = field(repr=False)

    def __post_init__(self) -> None:
        position = 0
        for mark in self.sounds:
            if mark.start != position or mark.stop <= mark.start:
                raise ValueError(f"phones and pauses must tile the sound: {mark} after sample {position}")
            position = mark.stop
        if position != self.waveform.n_samples:
            raise ValueError(f"marks end at sample {position}, the sound at {self.waveform.n_samples}")
        position = 0
        for mark in self.words:
            if mark.start < position or mark.stop <= mark.start or mark.stop > self.waveform.n_samples:
                raise ValueError(f"words must be in order and inside the sound: {mark}")
            position = mark.stop

    @property
    def sounds(self) -> tuple[Mark, ...]:
        """Phones and pauses, in order."""
        return tuple(mark for mark in self.marks if mark.kind != "word")

    @property
    def words(self) -> tuple[Mark, ...]:
        """Words, in order."""
        return tuple(mark for mark in self.marks if mark.kind == "word")


def moved(marks: Sequence[Mark], by: int) -> tuple[Mark, ...]:
    """Return the marks `by` samples later."""
    return tuple(replace(mark, start=mark.start + by, stop=mark.stop + by) for mark in marks)


def rescaled(marks: Sequence[Mark], from_hz: int, to_hz: int, n_samples: int) -> tuple[Mark, ...]:
    """Return the marks on the clock of a resampled sound that is `n_samples` long."""

    def position(sample: int) -> int:
        return min(rescale_sample(sample, from_hz, to_hz), n_samples)

    scaled = [replace(mark, start=position(mark.start), stop=position(mark.stop)) for mark in marks]
    last = max((i for i, mark in enumerate(scaled) if mark.kind != "word"), default=None)
    if last is not None:
        # Resamplers may give a sample more or less than the ratio says.
        scaled[last] = replace(scaled[last], stop=n_samples)
    return tuple(mark for mark in scaled if mark.stop > mark.start)

"""What is said for a text, and which of its characters each spoken word stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A stretch of the written text and what is said for it; positions are half-open.

    Attributes:
        start, stop: in the written text.
        spoken_start, spoken_stop: in the spoken text.
        changed: whether the two differ. A single capital in a changed span is the name of that letter.
        phones: IPA that a lexicon or the script gives for the stretch; empty for the usual.
    """

    start: int
    stop: int
    spoken_start: int
    spoken_stop: int
    changed: bool = False
    phones: str = ""


@dataclass(frozen=True)
class Reading:
    """A text as it is read aloud.

    Attributes:
        text: as it is written.
        spoken: the words that are said.
        spans: side by side and in order; together they cover both texts.
    """

    text: str
    spoken: str
    spans: tuple[Span, ...]

    def source_of(self, spoken_start: int, spoken_stop: int) -> tuple[int, int]:
        """Return the characters of the written text that a stretch of the spoken text stands for.

        Inside an unchanged span that is exact to the character; a changed span is returned as a whole.
        Where the stretch is empty or is a space that a reading put in, so is what is returned.
        """
        touched = [
            span for span in self.spans if span.spoken_start < spoken_stop and spoken_start < span.spoken_stop
        ]
        if not touched:
            return (0, 0) if not self.spans else (self.spans[-1].stop, self.spans[-1].stop)
        first, last = touched[0], touched[-1]
        start = first.start if first.changed else first.start + max(0, spoken_start - first.spoken_start)
        stop = last.stop if last.changed else last.stop - max(0, last.spoken_stop - spoken_stop)
        return start, stop

    def spoken_of(self, start: int, stop: int) -> tuple[int, int]:
        """Return the stretch of the spoken text that stands for characters of the written one.

        Inside an unchanged span that is exact to the character; of a changed span the whole is returned.
        """
        touched = [span for span in self.spans if span.start < stop and start < span.stop]
        if not touched:
            return (0, 0) if not self.spans else (self.spans[-1].spoken_stop, self.spans[-1].spoken_stop)
        first, last = touched[0], touched[-1]
        from_, to = first.spoken_start, last.spoken_stop
        if not first.changed:
            from_ += max(0, start - first.start)
        if not last.changed:
            to -= max(0, last.stop - stop)
        return from_, to


@dataclass(frozen=True)
class Fixed:
    """A stretch of text whose reading is given, by a lexicon or by the script, and not worked out.

    Attributes:
        start, stop: in the written text, half-open.
        spoken: what is said.
        phones: how that is pronounced, in IPA; empty for the usual.
    """

    start: int
    stop: int
    spoken: str
    phones: str = ""

"""Cues: at most two lines that are on the screen together.

A sentence is cut into cues by dynamic programming over all places where it can be cut. Weighed against each
other are good breaks, the time there is to read, and how few cues there are.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from herald.captions.breaks import Leaning, break_cost, leaning_words
from herald.captions.tokens import SpokenText, Token, is_wide, joined, n_columns, tokens_of
from herald.timing import MASTER_RATE_HZ, samples_of_ms

MOST_COLUMNS = 42
"""Width of a line, in half-width characters."""

MOST_WIDE_COLUMNS = 32
"""Width of a line of Chinese, Japanese or Korean: 16 full-width characters, as broadcasters have it."""

_WIDE_LANGUAGES = ("zh", "ja", "ko")

COLUMNS_PER_SECOND = 17.0
"""What people read without haste; also right for full-width characters, which count twice."""

LEAST_S = 1.0
"""No cue is on the screen for less, where the speech leaves room."""

_MOST_S = 7.0

_LINGER = samples_of_ms(250, MASTER_RATE_HZ)
"""How long a cue stays after its last word."""

_MOST_LINGER = samples_of_ms(1500, MASTER_RATE_HZ)
"""How long it stays at most, to be read to the end."""

_MOST_LEAD = samples_of_ms(500, MASTER_RATE_HZ)
"""How long before its first word a cue may come that would be too short otherwise."""

_CLOSED_GAP = samples_of_ms(500, MASTER_RATE_HZ)
"""A shorter gap between cues looks like flicker; the first stays until the second comes."""

_LONG_PAUSE_S = 0.6
"""Words after a pause of this length should not be seen before it."""


@dataclass(frozen=True)
class Cue:
    """Text on the screen.

    Attributes:
        start, stop: samples of the edition at MASTER_RATE_HZ, half-open.
        lines: one or two.
    """

    start: int
    stop: int
    lines: tuple[str, ...]

    @property
    def n_columns(self) -> int:
        """How much there is to read."""
        return sum(n_columns(line) for line in self.lines)


@dataclass(frozen=True)
class _Draft:
    """A cue whose time on the screen is still to be settled.

    Attributes:
        start, stop: when its words are said.
        lines: one or two.
    """

    start: int
    stop: int
    lines: tuple[str, ...]


def make_cues(spoken: Iterable[SpokenText], language: str) -> list[Cue]:
    """Make the captions of an edition.

    Cues do not overlap and never hold parts of two sentences, except that a sentence too short to be seen
    by itself shares its cue with the next one, each on its own line.

    Args:
        spoken: the sentences in order, on the edition's clock.
        language: BCP-47; tells which words belong together.
    """
    leaning = leaning_words(language)
    said = [(text, _limit(text.text, language)) for text in spoken]
    sentences = [(limit, tokens) for text, limit in said if (tokens := tokens_of(text, limit, language))]
    drafts: list[_Draft] = []
    position = 0
    while position < len(sentences):
        pair = _pair(sentences[position : position + 2])
        if pair is not None:
            drafts.append(pair)
            position += 2
            continue
        limit, tokens = sentences[position]
        position += 1
        following = sentences[position][1][0].start if position < len(sentences) else None
        drafts += _cut(tokens, following, limit, leaning)
    return list(_timed(drafts))


def _limit(text: str, language: str) -> int:
    wide = language.partition("-")[0].lower() in _WIDE_LANGUAGES or is_wide(text)
    return MOST_WIDE_COLUMNS if wide else MOST_COLUMNS


def _pair(sentences: Sequence[tuple[int, list[Token]]]) -> _Draft | None:
    """Put two sentences into one cue if the first would be gone before it is read."""
    if len(sentences) < 2:
        return None
    (first_limit, first), (second_limit, second) = sentences
    if second[0].start - first[0].start >= LEAST_S * MASTER_RATE_HZ:
        return None
    lines = (joined(first), joined(second))
    if n_columns(lines[0]) > first_limit or n_columns(lines[1]) > second_limit:
        return None
    return _Draft(first[0].start, second[-1].stop, lines)


def _cut(tokens: Sequence[Token], following: int | None, limit: int, leaning: Leaning) -> list[_Draft]:
    """Cut a sentence into the cues that cost least.

    Args:
        tokens: the sentence.
        following: when the next sentence begins; None for the last.
        limit: columns of a line.
        leaning: words that belong to a neighbour.
    """

    @functools.cache
    def between(i: int) -> float:
        return break_cost(tokens[i - 1], tokens[i], leaning)

    n = len(tokens)
    best: list[float] = [0.0] + [float("inf")] * n
    came_from = [0] * (n + 1)
    for j in range(1, n + 1):
        for i in range(j - 1, -1, -1):
            if i < j - 1 and n_columns(joined(tokens[i:j])) > 2 * limit + 1:
                break
            layout = _layout(tokens, i, j, limit, between)
            if layout is None:
                continue
            ends = tokens[j].start if j < n else following
            cost = best[i] + layout[0] + _reading_cost(tokens[i:j], ends)
            cost += 2.0 * between(j) if j < n else 0.0
            cost += 8.0 if n_columns(joined(tokens[i:j])) < 12 and j - i < n else 0.0
            if cost < best[j]:
                best[j], came_from[j] = cost, i
    bounds = [n]
    while bounds[-1] > 0:
        bounds.append(came_from[bounds[-1]])
    drafts = []
    for i, j in itertools.pairwise(reversed(bounds)):
        layout = _layout(tokens, i, j, limit, between)
        assert layout is not None
        drafts.append(_Draft(tokens[i].start, tokens[j - 1].stop, layout[1]))
    return drafts


def _layout(
    tokens: Sequence[Token], i: int, j: int, limit: int, between: Callable[[int], float]
) -> tuple[float, tuple[str, ...]] | None:
    """Return the best lines for the tokens `[i, j)` and their cost; None if two lines do not hold them."""
    whole = joined(tokens[i:j])
    if n_columns(whole) <= limit:
        return 0.0, (whole,)
    best: tuple[float, tuple[str, ...]] | None = None
    for k in range(i + 1, j):
        lines = joined(tokens[i:k]), joined(tokens[k:j])
        wide = [n_columns(line) for line in lines]
        if max(wide) > limit:
            continue
        cost = between(k) + 8 * abs(wide[0] - wide[1]) / limit + (6.0 if min(wide) < 8 else 0.0)
        if best is None or cost < best[0]:
            best = cost, lines
    return best


def _reading_cost(tokens: Sequence[Token], ends: int | None) -> float:
    """Return how bad the time is that a cue has, whose successor comes at `ends`; 10 for a good one."""
    spoken_s = (tokens[-1].stop - tokens[0].start) / MASTER_RATE_HZ
    most_s = spoken_s + _MOST_LINGER / MASTER_RATE_HZ
    seen_s = most_s if ends is None else min(most_s, (ends - tokens[0].start) / MASTER_RATE_HZ)
    cost = 10.0
    if seen_s < LEAST_S:
        cost += 60 * (LEAST_S - seen_s)
    if spoken_s > _MOST_S:
        cost += 10 * (spoken_s - _MOST_S)
    too_fast = n_columns(joined(tokens)) / max(seen_s, 0.1) - COLUMNS_PER_SECOND
    if too_fast > 0:
        cost += min(2 * too_fast, 30.0)
    for before, after in itertools.pairwise(tokens):
        pause_s = (after.start - before.stop) / MASTER_RATE_HZ
        if pause_s > _LONG_PAUSE_S:
            cost += 20 + 20 * (pause_s - _LONG_PAUSE_S)
    return cost


def _timed(drafts: Sequence[_Draft]) -> Iterator[Cue]:
    """Settle when cues come and go: as long as they need, as far as the speech lets them."""
    least = round(LEAST_S * MASTER_RATE_HZ)
    starts = []
    for before, draft, after in zip([None, *drafts], drafts, [*drafts[1:], None], strict=False):
        room = draft.start - before.stop if before else draft.start
        short = least - (after.start - draft.start) if after else 0
        starts.append(draft.start - max(0, min(room, short, _MOST_LEAD)))
    for i, (draft, start) in enumerate(zip(drafts, starts, strict=True)):
        to_read = round(sum(map(n_columns, draft.lines)) / COLUMNS_PER_SECOND * MASTER_RATE_HZ)
        wanted = max(draft.stop + _LINGER, start + least, start + to_read)
        stop = max(draft.stop, min(wanted, draft.stop + _MOST_LINGER))
        if i + 1 < len(drafts) and starts[i + 1] - stop < _CLOSED_GAP:
            stop = starts[i + 1]
        yield Cue(start, stop, draft.lines)

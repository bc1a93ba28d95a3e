"""The door: a path, or several, to checked scripts."""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from herald.errors import Fault, ScriptErrors
from herald.media import NamedVoice, Phrase, Script, Sentence, SentenceKind
from herald.script.blocks import SENTENCE_PAUSE_MS, Block, read_plain
from herald.script.clean import cleaned, is_unspaced, speakable
from herald.script.directions import Directions
from herald.script.front import Front, read_front
from herald.script.located import Located
from herald.script.markdown import read_markdown
from herald.script.name import Name, read_name
from herald.script.sentences import sentence_spans
from herald.script.source import Faults, Source, read_source, whole_file
from herald.script.ssml import is_ssml, read_ssml
from herald.script.tags import Pause, index_behind_marks, pause_index, total_ms


@dataclass
class _Draft:
    """A sentence before it has its id.

    Attributes:
        phrases: what is said in one breath each.
        kind: what it is in the document.
        rest_ms: natural silence after it.
        asked_ms: silence that tags between this sentence and the next ask for.
    """

    phrases: list[Phrase]
    kind: SentenceKind
    rest_ms: int
    asked_ms: int = 0

    @property
    def text(self) -> str:
        return " ".join(phrase.text for phrase in self.phrases)


def read_script(path: Path, *, language: str | None = None) -> Script:
    """Read a script.

    Args:
        path: `<slug>.<language>.md` or `.txt`.
        language: BCP-47; needed where the file name does not say it, and wins where it does.

    Raises:
        ScriptErrors: with every fault of the file.
    """
    faults: list[Fault] = []
    lines: dict[str, Sequence[str]] = {}
    try:
        name = read_name(path, language)
    except ScriptErrors as error:
        faults += error.faults
        # The words are looked at all the same, so that every fault comes at once.
        name = Name("unnamed", "en")
    try:
        source = read_source(path)
        lines[str(path)] = source.lines
        script = read_text(source, name)
    except ScriptErrors as error:
        raise ScriptErrors([*faults, *error.faults], {**lines, **error.source_lines}) from None
    if faults:
        raise ScriptErrors(faults, lines)
    return script


def read_scripts(paths: Iterable[Path], *, language: str | None = None) -> tuple[Script, ...]:
    """Read several scripts.

    Args:
        paths: as for `read_script`.
        language: of all of them; needed where their names do not say it.

    Raises:
        ScriptErrors: with every fault of every file.
    """
    scripts: list[Script] = []
    faults: list[Fault] = []
    lines: dict[str, Sequence[str]] = {}
    for path in paths:
        try:
            scripts.append(read_script(path, language=language))
        except ScriptErrors as error:
            faults += error.faults
            lines.update(error.source_lines)
    if faults:
        raise ScriptErrors(faults, lines)
    return tuple(scripts)


def read_text(source: Source, name: Name) -> Script:
    """Read a script whose characters are already here.

    Args:
        source: the characters, with the path that places and the format come from: .txt is plain text.
        name: the broadcast and its language.

    Raises:
        ScriptErrors: with every fault of the text.
    """
    faults = Faults(source)
    front, blocks, directions = _parsed(source, name.language, faults)
    drafts, lead_ms = _drafts(blocks, name.language, source, directions)
    faults.raise_if_any()
    if not drafts:
        raise whole_file(source.path, _why_empty(source, front.n_lines), "Write at least one sentence.")
    heading = drafts[0].text if drafts[0].kind == "heading" else None
    return Script(
        slug=name.slug,
        language=name.language,
        title=front.title or heading or name.slug,
        presenter=front.presenter,
        voice=front.voice.name if front.voice else None,
        speed=front.speed,
        fps=front.fps,
        size_px=front.size_px,
        sentences=tuple(_with_ids(drafts)),
        path=source.path,
        sha256=source.sha256,
        pause_before_ms=lead_ms,
        voices=_voices(source, front, directions),
        audio=source.path.parent / front.audio if front.audio else None,
        shape=front.shape,
        background=front.background,
        presenter_place=front.presenter_place,
    )


def voices_named(path: Path, language: str | None = None) -> tuple[str, tuple[NamedVoice, ...]]:
    """Return the language of a script and the voices that it names, whatever else is wrong with it.

    Nothing where the file cannot be read or its name says no language.
    """
    try:
        name, source = read_name(path, language), read_source(path)
    except ScriptErrors:
        return "", ()
    front, _, directions = _parsed(source, name.language, Faults(source))
    return name.language, _voices(source, front, directions)


def _parsed(source: Source, language: str, faults: Faults) -> tuple[Front, list[Block], Directions]:
    """Take a script apart into settings, blocks and what is asked for in them."""
    front = read_front(source, faults)
    if is_ssml(source):
        front, blocks = Front(), read_ssml(source, language, faults)
    elif source.path.suffix.lower() == ".txt":
        blocks = list(read_plain(source, front.n_lines, faults))
    else:
        blocks = read_markdown(source, front.n_lines, faults)
    tags = [tag for block in blocks for tag in block.passage.tags]
    marks = [tag for tag in tags if not isinstance(tag, Pause)]
    return front, blocks, Directions(marks, len(source.text), faults)


def _voices(source: Source, front: Front, directions: Directions) -> tuple[NamedVoice, ...]:
    own = (front.voice,) if front.voice else ()
    asked = (NamedVoice(voice, source.place(offset), width) for voice, offset, width in directions.voices)
    return (*own, *asked)


def _why_empty(source: Source, n_front: int) -> str:
    if not source.text.strip():
        return "the script is empty"
    if not any(line.strip() for line in source.lines[n_front:]):
        return "the script has settings but no words"
    return "there is not a letter in the script that can be spoken"


def _drafts(
    blocks: Iterable[Block], language: str, source: Source, directions: Directions
) -> tuple[list[_Draft], int]:
    """Return the sentences, and the silence asked for before the first of them."""
    drafts: list[_Draft] = []
    lead_ms = 0
    for block in blocks:
        text = cleaned(block.passage.text)
        first = text.offsets[0] if text else len(source.text) + 1
        pauses = [tag for tag in block.passage.tags if isinstance(tag, Pause)]
        before = [pause for pause in pauses if pause.offset < first]
        if drafts:
            drafts[-1].asked_ms += total_ms(before)
        else:
            lead_ms += total_ms(before)
        rest = [pause for pause in pauses if pause.offset >= first]
        spoken = list(_sentences(block, text, rest, language, source, directions))
        if spoken:
            spoken[-1].rest_ms = block.pause_after_ms
        elif drafts and not text:
            drafts[-1].rest_ms = max(drafts[-1].rest_ms, block.pause_after_ms)
        drafts += spoken
    return drafts, lead_ms


def _sentences(
    block: Block,
    text: Located,
    pauses: list[Pause],
    language: str,
    source: Source,
    directions: Directions,
) -> Iterator[_Draft]:
    # Where another voice goes on, a phrase ends too, though without a pause.
    lengths = Counter(dict.fromkeys(_at_words(text, directions.turns(text)), 0))
    for pause in pauses:
        lengths[pause_index(text, pause)] += pause.ms
    cuts = sorted(lengths.items())
    spans = block_spans(block, text, language, directions.whole(text))
    for i, (start, stop) in enumerate(spans):
        following = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        inside = [(index, ms) for index, ms in cuts if start < index < stop]
        between = sum(ms for index, ms in cuts if stop <= index <= following)
        phrases, trailing_ms = _phrases(text, start, stop, inside, source, directions)
        yield _Draft(phrases, block.kind, SENTENCE_PAUSE_MS, trailing_ms + between)


def _phrases(
    text: Located,
    start: int,
    stop: int,
    cuts: list[tuple[int, int]],
    source: Source,
    directions: Directions,
) -> tuple[list[Phrase], int]:
    """Cut a sentence at its pauses; what cannot be spoken alone stays with its neighbour.

    Returns:
        the phrases, and the pauses that turned out to fall behind the last of them.
    """
    pieces: list[tuple[int, int, int]] = []
    position, waiting_ms = start, 0
    for index, ms in [*cuts, (stop, 0)]:
        waiting_ms += ms
        if speakable(text.text[position:index]):
            pieces.append((position, index, waiting_ms))
            position, waiting_ms = index, 0
    if position < stop:
        first, _, ms = pieces.pop()
        pieces.append((first, stop, 0))
        waiting_ms += ms
    phrases = []
    for first, end, ms in pieces:
        words = text[first:end].strip()
        at = words.offsets[_first_letter(words.text)]
        phrases.append(
            Phrase(
                words.text,
                source.place(words.offsets[0]),
                ms,
                directions.given(words),
                directions.voice_at(at),
                directions.speed_at(at),
            )
        )
    return phrases, waiting_ms


def _at_words(text: Located, turns: Iterable[int]) -> Iterator[int]:
    """Yield the turns where a word begins: marks belong to the words before them."""
    for turn in turns:
        index = index_behind_marks(text, turn)
        if not (text.text[index - 1 : index].isspace() or text.text[index : index + 1].isspace()):
            space = text.text.find(" ", index)
            index = index if is_unspaced(text.text[index : index + 1]) else space
        if 0 < index < len(text):
            yield index


def _first_letter(text: str) -> int:
    return next((i for i, character in enumerate(text) if character.isalnum()), 0)


def block_spans(
    block: Block, text: Located, language: str, whole: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Find the sentences of a block; marks without a letter stay with the sentence before them.

    Args:
        block: with the breaks of its lines.
        text: its words, cleaned.
        language: BCP-47.
        whole: stretches that no sentence ends inside of, such as a name whose phones are given.
    """
    if block.whole:
        return [(0, len(text))] if speakable(text.text) else []
    spans: list[tuple[int, int]] = []
    for start, stop in _parts(block, text):
        for first, end in sentence_spans(text.text[start:stop], language):
            alone = speakable(text.text[start + first : start + end])
            inside = any(begin < start + first < end_ for begin, end_ in whole)
            if spans and (inside or not (alone and speakable(text.text[slice(*spans[-1])]))):
                spans[-1] = (spans[-1][0], start + end)
            else:
                spans.append((start + first, start + end))
    return [span for span in spans if speakable(text.text[slice(*span)])]


def _parts(block: Block, text: Located) -> list[tuple[int, int]]:
    """Cut a block at its hard line breaks, unless the next line goes on in small letters."""
    indices = [text.index_of(offset) for offset in block.passage.breaks]
    cuts = [i for i in indices if 0 < i < len(text) and not text.text[i:].lstrip()[:1].islower()]
    return list(itertools.pairwise([0, *cuts, len(text)]))


def _with_ids(drafts: list[_Draft]) -> Iterator[Sentence]:
    """Give each sentence an id from its own words, so that edits elsewhere do not change it."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        words = unicodedata.normalize("NFC", draft.text)
        seen[words] += 1
        digest = hashlib.sha256(f"sentence\0{words}\0{seen[words]}".encode()).hexdigest()
        yield Sentence(digest[:12], tuple(draft.phrases), draft.kind, draft.rest_ms + draft.asked_ms)

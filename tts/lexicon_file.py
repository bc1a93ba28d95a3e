"""`lexicon/<language>.toml`: how words are said that an engine gets wrong.

    [respell]
    "Loughborough" = "Luffbruh"

    [phones]
    "herald" = "ˈhɛrəld"
    "Reading" = { say = "ˈrɛdɪŋ", case = "exact" }

A written form in small letters is found in any case, one with a capital only as it stands; `case` says
otherwise.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from herald.errors import Fault, ScriptErrors, did_you_mean
from herald.media import Given, Place
from tts.ipa_letters import first_stranger

TABLES = ("respell", "phones")
CASES = ("any", "exact")

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"\w+")
_HEADER = re.compile(r"\s*\[\s*([^\]\s]*)\s*\]")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=\s*""")
_PLACE_IN_MESSAGE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class Entry:
    """How a word or phrase is said.

    Attributes:
        written: as the lexicon has it.
        spoken: a respelling, or empty where `phones` are given.
        phones: IPA; empty where a respelling is given.
        exact: whether its capitals matter.
        place: where the lexicon has it.
    """

    written: str
    spoken: str
    phones: str
    exact: bool
    place: Place


class WordList:
    """The entries of a language, ready to be found in a text.

    Args:
        entries: of two with the same written form, the first counts.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_initial: dict[str, list[tuple[re.Pattern[str], Entry]]] = defaultdict(list)
        self._first_words: set[str] = set()
        self._anywhere: set[str] = set()
        # Stable, so that the first of two equals stays first.
        for entry in sorted(self.entries, key=lambda entry: (-len(entry.written), not entry.exact)):
            initial = entry.written[0].casefold()
            self._by_initial[initial].append((_pattern(entry), entry))
            if _begins_a_word(entry.written) and not _UNSPACED.search(entry.written):
                self._first_words |= {word.casefold() for word in _WORD.findall(entry.written)[:1]}
            else:
                self._anywhere.add(initial)

    @property
    def digest(self) -> str:
        """Changes with what the list says, and not with where it says it; 64 hex digits."""
        said = [(entry.written, entry.spoken, entry.phones, entry.exact) for entry in self.entries]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def find(self, text: str) -> tuple[Given, ...]:
        """Return what the list says of a text: whole words only, the longest where several begin."""
        return tuple(self._found(text)) if self.entries else ()

    def _found(self, text: str) -> Iterator[Given]:
        stop = 0
        for place in self._places(text):
            candidates = self._by_initial.get(text[place].casefold(), ()) if place >= stop else ()
            for pattern, entry in candidates:
                match = pattern.match(text, place)
                if match:
                    stop = match.end()
                    yield Given(place, stop, entry.spoken, entry.phones)
                    break

    def _places(self, text: str) -> list[int]:
        """Return where an entry may begin: most texts have no such place."""
        words = [m.start() for m in _WORD.finditer(text) if m.group().casefold() in self._first_words]
        if not self._anywhere:
            return words
        return sorted({*words, *(i for i, c in enumerate(text) if c.casefold() in self._anywhere)})


def read_word_list(folder: Path, language: str) -> WordList:
    """Read the lexicons of a language: of "en-gb", `en-gb.toml` and then `en.toml`, as far as they exist.

    Args:
        folder: such as `lexicon/` of the workspace.
        language: BCP-47.

    Raises:
        ScriptErrors: a file cannot be understood; every fault of the files, with line and column.
    """
    tag = language.lower().replace("_", "-")
    names = dict.fromkeys([tag, tag.partition("-")[0]])
    entries: list[Entry] = []
    faults: list[Fault] = []
    lines: dict[str, Sequence[str]] = {}
    for path in (folder / f"{name}.toml" for name in names):
        if path.is_file():
            source = path.read_text(encoding="utf-8")
            lines[str(path)] = source.splitlines()
            entries += _parse(path, source, faults)
    if faults:
        raise ScriptErrors(faults, lines)
    return WordList(entries)


def _begins_a_word(written: str) -> bool:
    return written[0].isalnum() and not _UNSPACED.match(written[0])


def _pattern(entry: Entry) -> re.Pattern[str]:
    written = r"\s+".join(re.escape(word) for word in entry.written.split())
    last = entry.written[-1]
    # A script without spaces has no edges of words to look for.
    before = r"(?<!\w)" if _begins_a_word(entry.written) else ""
    after = r"(?!\w)" if last.isalnum() and not _UNSPACED.match(last) else ""
    return re.compile(f"{before}{written}{after}", 0 if entry.exact else re.IGNORECASE)


def _parse(path: Path, source: str, faults: list[Fault]) -> Iterator[Entry]:
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        faults.append(_syntax_fault(path, source, str(error)))
        return
    places = _places(path, source)
    start = Place(path, 1, 1)
    for name, table in tables.items():
        place = places.get((name, ""), places.get(("", name), start))
        if name not in TABLES:
            hint = did_you_mean(name, TABLES) or "Write words under [respell] or [phones]."
            faults.append(Fault(place, f"a lexicon has no part '{name}'.", hint))
        elif not isinstance(table, dict):
            faults.append(Fault(place, f"'{name}' is a table.", f"Write [{name}] on a line of its own."))
        else:
            for written, value in table.items():
                place = places.get((name, written), start)
                entry = _entry(name, written, value, place, source, faults)
                if entry:
                    yield entry


def _entry(
    table: str, written: str, value: object, place: Place, source: str, faults: list[Fault]
) -> Entry | None:
    def fault(message: str, suggestion: str, column: int = 0, width: int = 1) -> None:
        at = Place(place.path, place.line, column or place.column)
        faults.append(Fault(at, message, suggestion, width))

    options: Mapping[str, object] = value if isinstance(value, dict) else {"say": value}
    say, case = options.get("say"), options.get("case", "exact" if written != written.lower() else "any")
    unknown = [key for key in options if key not in ("say", "case")]
    if unknown:
        # A dotted key, Dr.Smith = "...", comes as a table too.
        fault(
            f"'{written}' has no '{unknown[0]}'.", "It has 'say' and 'case'; a word with a dot needs quotes."
        )
    elif not isinstance(say, str) or not say.strip():
        fault(f"how '{written}' is said must be a text.", f'Write "{written}" = "...".')
    elif case not in CASES:
        fault(f"'case' of '{written}' is {case!r}.", 'It is "any" or "exact".')
    elif not any(character.isalnum() for character in written):
        fault(f"'{written}' is no word.", "Write a word or a phrase before the equals sign.")
    else:
        spoken = " ".join(say.split())
        if table == "respell":
            return Entry(written.strip(), spoken, "", case == "exact", place)
        stranger = first_stranger(spoken)
        if stranger is None:
            return Entry(written.strip(), "", spoken, case == "exact", place)
        line = source.splitlines()[place.line - 1]
        column = line.find(say, place.column - 1)
        index, hint = stranger
        fault(
            f"{spoken[index]!r} is no letter of the phonetic alphabet.",
            hint,
            column + 1 + index if column >= 0 else 0,
        )
    return None


def _syntax_fault(path: Path, source: str, message: str) -> Fault:
    """Turn the parser's message, which has the place at its end, into a fault."""
    match = _PLACE_IN_MESSAGE.search(message)
    lines = source.splitlines() or [""]
    line, column = len(lines), len(lines[-1]) + 1
    if match and match[1]:
        line, column = int(match[1]), int(match[2])
    said = _PLACE_IN_MESSAGE.sub("", message)
    return Fault(
        Place(path, line, column), f"{said[0].lower()}{said[1:]}.", 'A line reads "word" = "how it is said".'
    )


def _places(path: Path, source: str) -> dict[tuple[str, str], Place]:
    """Find where each table and each key stands, which the parser does not tell."""
    found: dict[tuple[str, str], Place] = {}
    table = ""
    for number, line in enumerate(source.splitlines(), 1):
        if header := _HEADER.match(line):
            table = header[1].strip("\"'")
            found.setdefault((table, ""), Place(path, number, header.start(1) + 1))
        elif key := _KEY.match(line):
            name = next(iter(tomllib.loads(f"{key[1]} = 0")))
            found.setdefault((table, name), Place(path, number, key.start(1) + 1))
    return found

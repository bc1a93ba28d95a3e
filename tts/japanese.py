"""Japanese to Kokoro's letters: UniDic knows the words and their sounds, misaki how Kokoro writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tts.extras import imported
from tts.latin import LATIN, latin_letters
from tts.phones import TOKEN_IDS
from tts.unspaced import Unspaced

_KANJI = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_KANA = r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
_RUN = re.compile(rf"[{_KANJI}{_KANA}]+|{LATIN}")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


@dataclass
class _Word:
    """A word of the text: where it stands, and its sound in hiragana."""

    start: int
    stop: int
    kana: str


class Japanese(Unspaced):
    """Reads Japanese."""

    def _words(self, text: str) -> Iterator[tuple[int, int, str]]:
        tagged = self._tagged(text)
        for run in _RUN.finditer(text):
            if not re.match(f"[{_KANJI}{_KANA}]", run[0]):
                yield run.start(), run.end(), latin_letters(run[0], self._english)
                continue
            inside = [word for word in tagged if run.start() <= word.start and word.stop <= run.end()]
            for word in self._joined(inside, text):
                yield word.start, word.stop, self._letters(word.kana)

    def _tagged(self, text: str) -> list[_Word]:
        """Return UniDic's words of a whole text, for readings depend on what is around."""
        words: list[_Word] = []
        position = 0
        for node in self._tagger(text):
            start = text.index(node.surface, position)
            position = start + len(node.surface)
            feature = node.feature
            kana = None if node.is_unk else feature.pron or feature.kana
            kana = unicodedata.normalize("NFKC", kana or node.surface)
            words.append(_Word(start, position, kana.translate(_KATAKANA_TO_HIRAGANA)))
        return words

    def _joined(self, words: Sequence[_Word], text: str) -> list[_Word]:
        """Join what misaki takes for one word, and a word that ends in a doubled consonant to the next."""
        joined: list[_Word] = []
        i = 0
        while i < len(words):
            last = next(
                (
                    j
                    for j in range(len(words), i, -1)
                    if text[words[i].start : words[j - 1].stop] in self._whole
                ),
                i + 1,
            )
            word = _Word(words[i].start, words[last - 1].stop, "".join(w.kana for w in words[i:last]))
            if joined and joined[-1].kana.endswith("っ"):
                joined[-1].kana += word.kana
                joined[-1].stop = word.stop
            else:
                joined.append(word)
            i = last
        return joined

    def _letters(self, kana: str) -> str:
        spelt = zip([None, *kana], kana, [*kana[1:], None], strict=False)
        letters = "".join(self._cutlet._get_single_mapping(*sounds) for sounds in spelt)
        return "".join(letter for letter in letters if letter in TOKEN_IDS)

    @cached_property
    def _tagger(self) -> Any:
        dictionary = imported("unidic_lite", "ja").DICDIR
        return imported("fugashi", "ja").Tagger(f'-d "{dictionary}"')

    @cached_property
    def _cutlet(self) -> Any:
        cutlet = imported("misaki.cutlet", "ja")
        # Its own way to begin would load a dictionary, and not always this one.
        made = cutlet.Cutlet.__new__(cutlet.Cutlet)
        made.table = dict(cutlet.HEPBURN)
        return made

    @property
    def _whole(self) -> frozenset[str]:
        words: frozenset[str] = imported("misaki.cutlet", "ja").JA_WORDS
        return words

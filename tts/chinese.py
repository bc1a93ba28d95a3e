"""Mandarin to Kokoro's letters: jieba finds the words, misaki, which Kokoro learnt from, says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from tts.extras import imported
from tts.latin import LATIN, latin_letters
from tts.phones import TOKEN_IDS
from tts.unspaced import Unspaced

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_HAN}]+|{LATIN}")


class Chinese(Unspaced):
    """Reads Mandarin."""

    def _words(self, text: str) -> Iterator[tuple[int, int, str]]:
        for run in _RUN.finditer(text):
            if not re.match(f"[{_HAN}]", run[0]):
                yield run.start(), run.end(), latin_letters(run[0], self._english)
                continue
            for word, start, stop in self._jieba.tokenize(run[0]):
                yield run.start() + start, run.start() + stop, self._letters(word)

    def _letters(self, word: str) -> str:
        said: Iterator[str] = iter(
            self._pinyin.lazy_pinyin(word, style=self._pinyin.Style.TONE3, neutral_tone_with_five=True)
        )
        return "".join(_syllable(syllable, self._misaki) for syllable in said)

    @cached_property
    def _pinyin(self) -> Any:
        return imported("pypinyin", "zh")

    @cached_property
    def _misaki(self) -> Any:
        return imported("misaki.zh", "zh").ZHG2P

    @cached_property
    def _jieba(self) -> Any:
        tokenizer = imported("jieba", "zh").Tokenizer()
        # What `initialize` does, without its file in the temporary folder, which anybody could have written.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        return tokenizer


def _syllable(pinyin: str, misaki: Any) -> str:
    """Return the letters of one syllable; none for a character that nobody knows how to read."""
    try:
        letters: str = misaki.py2ipa(pinyin)
    except ValueError:
        return ""
    return "".join(letter for letter in letters if letter in TOKEN_IDS)

"""Japanese. Figures are said in katakana: eSpeak cannot read kanji, and others read some wrongly."""

from __future__ import annotations

import re

from tts.aloud import japanese_numbers as kana
from tts.aloud import japanese_rules
from tts.aloud import japanese_words as tables
from tts.aloud.amounts import Amount
from tts.aloud.asian import Asian
from tts.aloud.japanese_numbers import Counter
from tts.aloud.rules import Rule, Sentence
from tts.aloud.spellout import MOST_DIGITS
from tts.aloud.vocabulary import Signs


class Japanese(Asian):
    """Japanese."""

    rbnf = "ja"
    code = "ja"
    locale = "ja"
    signs = Signs(
        **{
            "point": "テン",
            "minus": "マイナス",
            "plus": "プラス",
            "percent": "パーセント",
            "permille": "パーミル",
        },
        **{
            "to": "から",
            "per": "毎",
            "at": "アットマーク",
            "dot": "ドット",
            "slash": "スラッシュ",
            "dash": "ハイフン",
        },
        **{"underscore": "アンダーバー", "colon": "コロン", "hashtag": "ハッシュタグ", "number": "ナンバー"},
        **{"about": "約", "times": "かける", "equals": "イコール", "and_": "アンド", "by": "かける"},
        **{"plus_or_minus": "プラスマイナス", "less_than": "小なり", "more_than": "大なり"},
        **{"degree": "度", "degrees": "度", "section": "第", "copyright": "コピーライト"},
        **{"version": "バージョン", "over": "スラッシュ", "dot_in_version": "テン", "ratio": "対"},
    )
    letter_names = tables.LETTER_NAMES
    top_domains = tables.TOP_DOMAINS
    telephone_joint = "の"
    national_telephones = (
        r"(?<![\d.,/-])\(?0\d{1,4}\)?[- ]?\d{1,4}[- ]\d{3,4}(?![\d-])",
        r"(?<![\d.,/-])0\d{9,10}(?!\d)",
    )

    def cardinal(self, number: int, form: str = "") -> str:
        """Say a number in katakana."""
        return kana.number(number)

    def ordinal(self, number: int, form: str = "") -> str:
        """Say an ordinal number."""
        return f"ダイ{self.cardinal(number)}"

    def digits(self, written: str) -> str:
        """Say digits one by one."""
        return "".join(kana.DIGITS[int(digit)] for digit in written if digit.isdecimal())

    def code_number(self, digits: str) -> str:
        """Say the number of a form or a flight."""
        return (
            self.digits(digits) if digits.startswith("0") or len(digits) > 3 else self.cardinal(int(digits))
        )

    def quantity(self, amount: Amount, form: str = "") -> str:
        """Say a number with its decimals."""
        if len(amount.whole) > MOST_DIGITS or (len(amount.whole) > 1 and amount.whole.startswith("0")):
            whole = self.digits(amount.whole)
            return f"{whole}テン{self.digits(amount.fraction)}" if amount.fraction else whole
        if amount.fraction:
            return kana.decimal(int(amount.whole), amount.fraction)
        return kana.number(int(amount.whole))

    def counted(self, amount: Amount, counter: Counter) -> str:
        """Say a number and what it counts."""
        if amount.fraction or len(amount.whole) > MOST_DIGITS:
            # The decimals end the number, so their last digit decides.
            last = kana.counted(int(amount.fraction[-1:] or 0), Counter(counter.kana, counter.kind))
            return self.quantity(amount).removesuffix(kana.DIGITS[int(amount.fraction[-1:] or 0)]) + last
        return kana.counted(int(amount.whole), counter)

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        """Say a date that is written in figures."""
        said = kana.counted(year, tables.COUNTERS["年"]) if year else ""
        return said + kana.counted(month, tables.COUNTERS["月"]) + kana.counted(day, tables.DAY)

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say a time: クジ, クジゴフン."""
        said = kana.counted(hours, tables.COUNTERS["時"])
        if minutes or seconds:
            said += kana.counted(minutes, tables.COUNTERS["分"])
        return said + kana.counted(seconds, tables.COUNTERS["秒"]) if seconds else said

    def capitals(self, letters: str, ending: str, sentence: Sentence) -> str | None:
        """Every Latin abbreviation is said in katakana."""
        if letters in tables.WORDS:
            return tables.WORDS[letters]
        return super().capitals(letters, ending, sentence)

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of everything that has a figure in it, the particular first."""
        return japanese_rules.rules(self)

    def own_last(self) -> tuple[Rule, ...]:
        """Return the rule of Latin abbreviations that are words."""
        word = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, tables.WORDS))})(?![A-Za-z])")
        return (Rule("abbreviation", word, lambda match, sentence: tables.WORDS[match[0]]),)


def language(tag: str) -> Japanese:
    """Return Japanese."""
    return Japanese()

"""Mandarin Chinese, in either script."""

from __future__ import annotations

import re

from tts.aloud import chinese_rules
from tts.aloud import chinese_words as tables
from tts.aloud.amounts import Amount
from tts.aloud.asian import Asian
from tts.aloud.rules import Rule
from tts.aloud.spellout import MOST_DIGITS, spelled
from tts.aloud.vocabulary import Signs

_DIGITS = "零一二三四五六七八九"


class Chinese(Asian):
    """Mandarin."""

    rbnf = "zh"
    code = "zh"
    locale = "zh"
    signs = Signs(
        **{"point": "点", "minus": "负", "plus": "加", "percent": "百分之", "permille": "千分之"},
        **{"to": "到", "per": "每", "at": "艾特", "dot": "点", "slash": "斜杠", "dash": "横杠"},
        **{"underscore": "下划线", "colon": "冒号", "hashtag": "话题", "number": "号"},
        **{"about": "约", "times": "乘", "equals": "等于", "and_": "和", "by": "乘"},
        **{"plus_or_minus": "正负", "less_than": "小于", "more_than": "大于"},
        **{"degree": "度", "degrees": "度", "section": "第", "copyright": "版权"},
        **{"version": "版本", "over": "斜杠", "dot_in_version": "点", "ratio": "比"},
    )
    as_words = tables.AS_WORDS
    calling = r"(?!)"
    telephone_joint = "，"
    national_telephones = (
        r"(?<![\d.,/-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d-])",
        r"(?<![\d.,/-])(?:400|800)[ -]?\d{3}[ -]?\d{4}(?![\d-])",
        r"(?<![\d.,/-])\(?0\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}(?![\d-])",
    )

    def cardinal(self, number: int, form: str = "") -> str:
        """Say a number; `form` "counted" makes a bare two 两, as hundreds and thousands always are."""
        said = spelled("zh", number, "spellout-cardinal-alternate2")
        if number == 2:
            return "两" if form == "counted" else "二"
        return said[0] + said[1:].replace("两", "二")

    def ordinal(self, number: int, form: str = "") -> str:
        """Say an ordinal number."""
        return f"第{self.cardinal(number)}"

    def digits(self, written: str) -> str:
        """Say digits one by one."""
        return "".join(_DIGITS[int(digit)] for digit in written if digit.isdecimal())

    def telephone_group(self, written: str) -> str:
        """Say digits with 幺 for one; a mobile number in threes and fours."""
        digits = re.sub(r"\D", "", written)
        parts = [digits]
        if len(digits) == 11 and digits.startswith("1"):
            parts = [digits[:3], digits[3:7], digits[7:]]
        elif len(digits) == 8:
            parts = [digits[:4], digits[4:]]
        if len(parts) > 1:
            return "，".join(map(self.telephone_group, parts))
        return self.digits(digits).replace("一", "幺")

    def code_number(self, digits: str) -> str:
        """Say the number of a form, a flight or a room."""
        if len(digits) > 2 or digits.startswith("0"):
            return self.telephone_group(digits)
        return self.cardinal(int(digits))

    def quantity(self, amount: Amount, form: str = "") -> str:
        """Say a number with its decimals."""
        if len(amount.whole) > MOST_DIGITS or (len(amount.whole) > 1 and amount.whole.startswith("0")):
            whole = self.digits(amount.whole)
        else:
            whole = self.cardinal(int(amount.whole), "" if amount.fraction else form)
        return f"{whole}点{self.digits(amount.fraction)}" if amount.fraction else whole

    def year(self, number: int) -> str:
        """Say a year digit by digit."""
        return self.digits(str(number))

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        """Say a date that is written in figures."""
        in_year = f"{self.year(year)}年" if year else ""
        return f"{in_year}{self.cardinal(month)}月{self.cardinal(day)}日"

    def time(self, hours: int, minutes: int, seconds: int | None = None) -> str:
        """Say a time: 九点, 九点零五分, 十四点三十分."""
        said = f"{self.cardinal(hours, 'counted')}点"
        if minutes or seconds:
            said += f"{'零' if minutes < 10 else ''}{self.cardinal(minutes)}分"
        return f"{said}{self.cardinal(seconds)}秒" if seconds else said

    def fraction(self, top: int, bottom: int) -> str:
        """Say "二分之一"."""
        return f"{self.cardinal(bottom)}分之{self.cardinal(top)}"

    def counted(self, written: str, after: str) -> str:
        """Say a number by what it counts."""
        amount = self.amount(written)
        is_counted = after[:1] in tables.COUNTERS and not after.startswith(tables.NOT_COUNTED)
        return self.quantity(amount, "counted" if is_counted and after[:1] else "")

    def own_first(self) -> tuple[Rule, ...]:
        """Return the rules of everything that has a figure in it, the particular first."""
        return chinese_rules.rules(self)


def language(tag: str) -> Chinese:
    """Return Mandarin."""
    return Chinese()

"""How well a line, or a whole cue, may end between two tokens.

The rules are those that broadcasters publish for subtitles (BBC, Netflix): end after punctuation, before
conjunctions and prepositions, and never between an article or a title and what it belongs to. A pause in
the speech is a sign of a phrase's end in every language.
"""

from __future__ import annotations

from dataclasses import dataclass

from herald.captions.tokens import Token
from herald.timing import MASTER_RATE_HZ

_PLAIN = 6.0
"""The cost of a break between two words about which nothing is known."""

_AFTER = {
    **dict.fromkeys(".!?…。！？।؟", 0.0),
    **dict.fromkeys(";:—–；：؛", 1.0),
    **dict.fromkeys(",、，،)）", 1.5),
}
"""What a break costs after punctuation."""

_STOPS = ",.;:!?…，。；：！？、।"

_QUOTES = "\"'”’»」』)）]"

_PARTICLES = frozenset("はがをにでともへの")
"""Japanese particles close a phrase."""


@dataclass(frozen=True)
class Leaning:
    """Words of a language that a line should not part from a neighbour.

    Attributes:
        on_next: belong to the word that follows, such as an article.
        on_last: belong to the word before, such as a postposition.
    """

    on_next: frozenset[str]
    on_last: frozenset[str] = frozenset()


_LEANING = {
    "en": "a an the this that these those my your his her its our their of in on at by for from with to "
    "into onto over under about after before between through during without within against and or "
    "but nor so as than if when while because which who whose where not no very is are was were be "
    "been has have had will would can could may might must shall should do does did mr. mrs. ms. "
    "dr. st. prof. no.",
    "es": "el la los las un una unos unas de del a al en con por para sin sobre entre desde hasta hacia y "
    "e o u que si como cuando donde porque pero mi tu su sus mis nuestro nuestra este esta ese esa "
    "muy no se le les lo me te nos es son ha han sr. sra. dr. dra.",
    "fr": "le la les un une des du de d' l' à au aux en dans par pour sur sous avec sans entre vers chez "
    "et ou mais que qui dont où si comme quand ce cet cette ces mon ma mes ton ta tes son sa ses "
    "notre nos votre vos leur leurs ne pas se me te très est sont a ont m. mme dr.",
    "it": "il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da "
    "dal dalla in nel nella nei nelle con su sul sulla per tra fra e ed o che chi se come quando "
    "dove ma mio mia tuo tua suo sua questo questa non si è sono ha hanno sig. dott.",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem sobre "
    "entre até e ou que se como quando onde mas meu minha seu sua este esta esse essa não é são tem "
    "têm sr. sra. dr.",
    "de": "der die das den dem des ein eine einen einem einer eines kein keine und oder aber dass weil "
    "wenn als ob wie in im an am auf aus bei mit nach von vom zu zum zur über unter für durch gegen "
    "ohne um vor zwischen mein dein sein ihr unser euer dieser diese dieses nicht sehr ist sind hat "
    "haben wird werden herr frau dr. prof.",
    "nl": "de het een van in op aan bij met naar voor door uit over onder tot te en of maar dat die als "
    "wanneer omdat mijn jouw zijn haar ons onze hun deze dit niet heel is heeft hebben wordt dhr. "
    "mevr. dr.",
    "hi": "और या एवं तथा व कि लेकिन मगर परंतु किंतु क्योंकि अगर यदि जब तब तो जो जिसे जिस इस उस यह वह ये वे मेरा मेरी "
    "मेरे आपका आपकी आपके हमारा हमारी हमारे न नहीं बहुत श्री श्रीमती डॉ.",
    "zh": "和 与 及 或 在 从 把 被 对 向 给 为 跟 这 那 每 第 不 很 最 是 由 您的 我的",
}
"""Words that belong to the one that follows: a line may begin with them, but should not end with them."""

_LEANING_BACK = {
    "hi": "का की के को से में पर ने तक भी ही तो है हैं हूँ हूं हो था थी थे थीं गा गी गे वाला वाली वाले लिए "
    "साथ बाद पहले जी रहा रही रहे",
    "zh": "的 了 吗 呢 吧 啊 们 着 过 地 得 等 里 上 下 中 前 后 元 日 月 年 时 分",
}
"""Words that belong to the one before: a line may end with them, but should not begin with them."""


def leaning_words(language: str) -> Leaning:
    """Return the words of a language that belong to a neighbour; none for a language not in the tables."""
    name = language.partition("-")[0].lower()
    return Leaning(frozenset(_LEANING.get(name, "").split()), frozenset(_LEANING_BACK.get(name, "").split()))


def break_cost(before: Token, after: Token, leaning: Leaning) -> float:
    """Return how bad it is to end a line between two tokens: 0 is best, 6 usual, 18 worst."""
    word, following = before.text.lower().lstrip("\"'“‘«¿¡("), after.text.lower().lstrip("\"'“‘«¿¡(")
    bare = before.text.rstrip(_QUOTES) or before.text
    follows_word = bare[-1] not in _AFTER
    if word in leaning.on_next or (follows_word and following.rstrip(_STOPS) in leaning.on_last):
        return _PLAIN + 12
    cost = min(_PLAIN, _AFTER.get(bare[-1], _PLAIN), _AFTER.get(before.text[-1], _PLAIN))
    pause_ms = max(0, after.start - before.stop) * 1000 / MASTER_RATE_HZ
    if cost == _PLAIN:
        if following in leaning.on_next:
            cost -= 2
        elif word[-1:].isdigit():
            cost += 5
        elif before.text[0].isupper() and after.text[0].isupper():
            cost += 3
        if before.text[-1] in _PARTICLES:
            cost -= 2
    return max(0.0, cost - min(4.0, pause_ms / 75))

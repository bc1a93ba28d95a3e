"""Words that a clause begins with: where a sentence too long for a model is cut that has no punctuation."""

from __future__ import annotations

_BEGINNERS = {
    "en": "and or but so because that which who when while where if although after before until since as",
    "es": "y e o u pero porque que cuando mientras donde si aunque después antes hasta como",
    "fr": "et ou mais car parce que qu' qui quand lorsque pendant où si bien après avant jusqu' comme",
    "it": "e ed o ma perché che quando mentre dove se anche dopo prima fino come",
    "pt": "e ou mas porque que quando enquanto onde se embora depois antes até como",
    "hi": "और या लेकिन मगर क्योंकि कि जो जब जबकि जहाँ अगर ताकि तथा एवं",
    "zh": "和 或 但 但是 因为 所以 如果 而 而且 或者 并 并且 以及 然后 同时 不过 虽然",
    "ja": "また または および しかし そして それで ただし なお さらに 並びに",
}


def begins_clause(word: str, language: str) -> bool:
    """Whether a clause may begin with a word.

    Args:
        word: as it is written.
        language: BCP-47; of one that is not in the table no word does.
    """
    beginners = _BEGINNERS.get(language.partition("-")[0], "").split()
    return word.lower() in beginners

"""Where sentences end. Each case is the text with a bar where it is cut."""

import random
import time

import pytest

from herald.script import sentences
from herald.script.plain_text import plain_ends
from herald.script.sentences import sentence_spans

ENGLISH = [
    "Dr. Smith arrived at 9 a.m. | Then he left. | See No. 5 for $3.50.",
    "Open 9 a.m. Monday to Friday. | It closes at 5 p.m. | Then go home.",
    "The call is at 9 a.m. GMT on Monday. | Dial in at 8.55 a.m. March 5 is a holiday.",
    "Mail me at first.last@example.org. | Visit www.example.com/a.b?c=d.e! | Done.",
    "Go to https://example.org. | Then stop.",
    "It costs £1.2m, i.e. a lot. | Profit rose 3.5%. | Temp. is -2.5 °C.",
    "Mr. and Mrs. Jones met Prof. Lee and St. John. | J. R. R. Tolkien wrote it.",
    '"Is it?" she asked. | "Yes!" | He left.',
    'He said "It is late. We must go." | Then he left.',
    "“One. Two.” | She nodded. | (This is it.) | And so on.",
    "Well… maybe. | Well… | Maybe. | Wait... what? | Stop... | Now.",
    "Really?! | Yes!!! | No.",
    "Do you live at No. 5? | No. | I do not.",
    "1. First. | 2. Second.",
    "Step one: a) open it; b) close it.",
    "Version 1.2.3 is out. | Node.js is fine. | The file is a.txt.",
    "hello there. | how are you?",
    "The U.S. Government acted. | The U.K. did not.",
    "Bring a pen, paper, etc. | Then sit.",
    "the '90s are over. | It's the '00s now.",
    "The meeting is on Jan. 5. | It starts at 5.",
    "See p. 5, fig. 3 and vol. II. | Then go on.",
    "One sentence without an end",
    "Yahoo! is a company. | It is old.",
    "OK...",
]

OTHERS = {
    "es": "El Sr. Pérez y la Sra. Gómez. | ¿Qué hora es? | Las 9. | ¡Hola! | Vea pág. 5. | Son 1.500,50 €.",
    "pt-br": "O Sr. João e a Dra. Ana. | Ligue para o n.º 5. | A Av. Paulista é longa. | Tudo bem? | Sim.",
    "fr": "M. Dupont est là. | « Bonjour. » dit-il. | Voir p. 5. | J.-C. est né. | Vraiment ? | Oui.",
    "it": "Il Sig. Rossi e la Sig.ra Neri. | Vedi pag. 5. | «Sì.» disse. | Che ore sono? | Le 9.",
    "de": "Am 3. Oktober 2020. | Der 2. Weltkrieg. | Er ist z. B. da. | „Ja.“ sagte er. | Dr. Meier kam.",
    "hi": "डॉ. शर्मा आए। | यह 3.5 है। | क्या? | हाँ।",
    "ja": "今日は晴れです。|「本当？」と彼は言った。|「はい。」|彼は答えた。|え？|本当！？|はい",
    "zh": "今天是晴天。|他说：“真的吗？”|是的。|（注：无。）|价格是3.5元。|No.5！|完",
    "zh-tw": "他說：「是的。」|然後走了。|好……是。",
    "ko": "안녕하세요. | 오늘은 3.5도입니다. | 끝.",
    "ru": "Цена 3,5 рубля. | Кто там? | Я.",
    "nl": "Dhr. Jansen en mevr. de Vries. | Het is nr. 5. | Dag!",
    "ar": "مرحبا. | كيف حالك؟ | بخير!",
    "th": "สวัสดีครับ ยินดีต้อนรับ",
    "xx": "Unknown languages. | Are cut like English.",
}


def cut(text: str, language: str) -> list[str]:
    return [text[start:stop] for start, stop in sentence_spans(text, language)]


@pytest.mark.parametrize("case", ENGLISH)
def test_english(case: str) -> None:
    assert cut(case.replace("| ", ""), "en") == case.split(" | ")


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages(language: str) -> None:
    case = OTHERS[language]
    bar, space = (" | ", " ") if " | " in case else ("|", "")
    assert cut(case.replace(bar, space), language) == case.split(bar)


@pytest.mark.parametrize("language", ["en", "de", "zh", "pt"])
def test_nothing_is_lost(language: str) -> None:
    """Whatever the text, the sentences are all of it but the spaces between them."""
    chance = random.Random(5)
    pieces = [
        *"abcABC.。!?…\"'”“()12 \u3000「」",
        "Dr. ",
        "e.g. ",
        "a.m. ",
        "... ",
        " 3.5 ",
        "www.a.org ",
        "No. 5 ",
    ]
    for _ in range(300):
        text = " ".join("".join(chance.choices(pieces, k=chance.randint(0, 60))).split())
        spans = sentence_spans(text, language)
        position = 0
        for start, stop in spans:
            assert not text[position:start].strip()
            assert start < stop
            position = stop
        assert not text[position:].strip()


def test_a_very_long_paragraph_takes_no_time() -> None:
    text = "A short sentence, it is. " * 8000
    started = time.monotonic()
    assert len(sentence_spans(text, "en")) == 8000
    assert time.monotonic() - started < 20


def test_nothing() -> None:
    assert sentence_spans("", "en") == []
    assert sentence_spans("   ", "zh") == []


PLAIN = {
    "en": "Tickets cost €3.20 from May. | Our team's well-known desk opens at 9:30. | Come in! | Is it free?",
    "de": "Die Bücherei öffnet um 9:30 Uhr. | Bringen Sie Ihren Ausweis mit! | Danke.",
    "fr": "L’école ouvre à midi. | Appelez-nous aujourd’hui ! | Merci.",
    "ru": "Касса открыта. | Билет стоит 3,50 рубля. | Спасибо.",
}


@pytest.mark.parametrize("language", PLAIN)
def test_plain_text_is_cut_as_pysbd_would_cut_it(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its hundred patterns: a thousand scripts are read in a second or two."""
    text = PLAIN[language].replace("| ", "")
    monkeypatch.setattr(sentences, "plain_ends", lambda text, rules: None)
    sentences._spaced_ends.cache_clear()
    slowly = cut(text, language)
    monkeypatch.undo()
    sentences._spaced_ends.cache_clear()
    assert cut(text, language) == slowly == PLAIN[language].split(" | ")


@pytest.mark.parametrize(
    "text",
    [
        "It is 9. Then go.",
        "Ask Mr. Smith.",
        'He said "Go. Now." Then he left.',
        "Yahoo! Inc is one.",
        "Bob et al. I think so.",
        "See p. 5 of it.",
        "It ends... Then go.",
        "Stop (now). Go.",
    ],
)
def test_what_is_not_plain(text: str) -> None:
    assert plain_ends(text, "en") is None

"""SSML scripts: what they become, and what is refused and why."""

from collections.abc import Callable

import pytest

from herald.errors import Fault
from herald.media import Given, Script
from herald.script.blocks import PARAGRAPH_PAUSE_MS, SENTENCE_PAUSE_MS

Read = Callable[..., Script]
Faults = Callable[..., list[Fault]]

NAME = "notice.en.ssml"


def speak(inside: str) -> str:
    return f'<?xml version="1.0"?>\n<speak version="1.1" xml:lang="en-GB">\n{inside}\n</speak>\n'


def given(script: Script) -> list[tuple[str, Given]]:
    return [(p.text[g.start : g.stop], g) for s in script.sentences for p in s.phrases for g in p.given]


def test_paragraphs_and_sentences(read: Read) -> None:
    script = read(
        speak("<p><s>Dr. No. 5 came.</s><s>He left.</s></p><p>One. Two &amp; three — €5.</p>"), NAME
    )
    assert [(s.text, s.pause_after_ms) for s in script.sentences] == [
        ("Dr. No. 5 came.", SENTENCE_PAUSE_MS),
        ("He left.", PARAGRAPH_PAUSE_MS),
        ("One.", SENTENCE_PAUSE_MS),
        ("Two & three — €5.", PARAGRAPH_PAUSE_MS),
    ]
    assert (script.slug, script.language) == ("notice", "en")


@pytest.mark.parametrize("name", ["notice.en.md", "notice.en.txt"])
def test_a_file_that_begins_with_speak_is_ssml(read: Read, name: str) -> None:
    script = read('<speak>One <break time="0.5s"/> two.</speak>', name)
    assert [(p.text, p.pause_after_ms) for p in script.sentences[0].phrases] == [("One", 500), ("two.", 0)]


@pytest.mark.parametrize(
    ("tag", "ms"),
    [
        ('<break time="500ms"/>', 500),
        ('<break time="1.5s"></break>', 1500),
        ("<break/>", 400),
        ('<break strength="strong"/>', 700),
    ],
)
def test_breaks(read: Read, tag: str, ms: int) -> None:
    (sentence,) = read(speak(f"One {tag} two."), NAME).sentences
    assert [phrase.pause_after_ms for phrase in sentence.phrases] == [ms, 0]


def test_no_break_is_none(read: Read) -> None:
    (sentence,) = read(speak('One <break strength="none"/> two.'), NAME).sentences
    assert len(sentence.phrases) == 1


def test_how_words_are_said(read: Read) -> None:
    script = read(
        speak(
            'The <phoneme alphabet="ipa" ph="ˈhɛrəld">herald</phoneme> of '
            '<sub alias="Saint John">St. John</sub> on '
            '<say-as interpret-as="date" format="dmy">3.2.2026</say-as>: '
            '<say-as interpret-as="characters">NHS</say-as>, <lang xml:lang="fr">bonjour</lang>.'
        ),
        NAME,
    )
    assert [s.text for s in script.sentences] == ["The herald of St. John on 3.2.2026: NHS, bonjour."]
    assert [(text, g.phones or g.spoken or g.read_as or g.language) for text, g in given(script)] == [
        ("herald", "ˈhɛrəld"),
        ("St. John", "Saint John"),
        ("3.2.2026", "date:dmy"),
        ("NHS", "characters"),
        ("bonjour", "fr"),
    ]


def test_rates_multiply(read: Read) -> None:
    script = read(
        speak('<prosody rate="80%">One. <prosody rate="slow">Two.</prosody> Three.</prosody> Four.'), NAME
    )
    speeds = [phrase.speed for sentence in script.sentences for phrase in sentence.phrases]
    assert [speed and round(speed, 2) for speed in speeds] == [0.8, 0.64, 0.8, None]


def test_a_voice_for_a_paragraph(read: Read) -> None:
    script = read(speak('<voice name="bf_emma"><p>One.</p></voice><p>Two.</p>'), NAME)
    assert [s.phrases[0].voice for s in script.sentences] == ["bf_emma", None]
    assert [(v.name, v.place.line, v.place.column) for v in script.voices] == [("bf_emma", 3, 1)]


def test_the_same_words_have_the_same_ids_as_in_markdown(read: Read) -> None:
    ssml = read(speak("<p><s>Good evening.</s><s>Good night.</s></p>"), NAME)
    markdown = read("Good evening. Good night.")
    assert [s.id for s in ssml.sentences] == [s.id for s in markdown.sentences]


@pytest.mark.parametrize(
    ("inside", "column", "message", "suggestion"),
    [
        ('é <audio src="x"/>', 3, "<audio> is not read: sound files are not mixed in", "speak, p, s"),
        ("é <emphasis>a</emphasis>", 3, "no voice here can stress", "prosody"),
        ("a <blink>b</blink>", 3, "does not know this element", "phoneme"),
        ('a <prosody pitch="high">b</prosody>', 3, "can change its pitch", "rate"),
        ('a <prosody rate="quick">b</prosody>', 3, "'quick' is no rate", "90%"),
        ('a <prosody rate="10%">b</prosody>', 3, "between 0.5 and 2", "rate"),
        ('a <break time="soon"/>b', 3, "'soon' is no time", "500ms"),
        ('a <break time="90s"/>b', 3, "at most 60 seconds", "shorter"),
        ('a <phoneme ph="h3">b</phoneme>', 3, "no letter of the phonetic alphabet", ""),
        ('a <phoneme ph="x" alphabet="x-sampa">b</phoneme>', 3, "'x-sampa' is not read", "IPA"),
        ("a <phoneme>b</phoneme>", 3, "needs 'ph'", "ph="),
        ('a <say-as interpret-as="currency">$5</say-as>', 3, "is not known", "cardinal"),
        ('a <lang xml:lang="jp">b</lang>', 3, "not a language code", "'ja'"),
        ('a <sub alias="b"><break/>c</sub>', 18, "nothing but words in <sub>", "out"),
        ("<s>a <p>b</p></s>", 6, "cannot stand in <s>", "End"),
        ("a & b", 4, "not XML", "&amp;"),
        ("a </p>", 3, "not XML", "still open"),
    ],
)
def test_what_is_refused(faults: Faults, inside: str, column: int, message: str, suggestion: str) -> None:
    fault = faults(speak(inside), NAME)[0]
    assert (fault.place.line, fault.place.column) == (3, column) or "</p>" in inside
    assert message in fault.message
    assert suggestion in fault.suggestion


def test_all_faults_come_at_once(faults: Faults) -> None:
    found = faults(speak("<audio/>\n<emphasis>a</emphasis>\n<break time='x'/>\nb <mark name='c'/>"), NAME)
    assert [fault.place.line for fault in found] == [3, 4, 5, 6]


def test_nothing_is_expanded_or_fetched(faults: Faults) -> None:
    bomb = '<!DOCTYPE speak [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<speak>&a;</speak>'
    (fault,) = faults(bomb, NAME)
    assert "document type" in fault.message


def test_the_language_must_be_that_of_the_name(faults: Faults) -> None:
    (fault,) = faults('<speak xml:lang="fr">Bonjour.</speak>', NAME)
    assert "the file's name says en, and xml:lang says fr" in fault.message

"""Voices, paces, foreign phrases and pronunciations that a script asks for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from herald.errors import Fault, UserError
from herald.media import Given, Script
from tts.voices import find_voice

Read = Callable[..., Script]
Faults = Callable[..., list[Fault]]


def given(script: Script) -> list[tuple[str, Given]]:
    """Return every stretch with its words."""
    return [(p.text[g.start : g.stop], g) for s in script.sentences for p in s.phrases for g in p.given]


def said_by(script: Script) -> list[tuple[str, str | None, float | None]]:
    return [(p.text, p.voice, p.speed) for s in script.sentences for p in s.phrases]


def test_plain_brackets_stay(read: Read) -> None:
    script = read("Nothing [here] to see [1].")
    assert script.sentences[0].text == "Nothing [here] to see [1]."
    assert given(script) == []


@pytest.mark.parametrize("name", ["notice.en.md", "notice.en.txt"])
def test_phones_respellings_and_letters(read: Read, name: str) -> None:
    script = read('The [[herald|ˈhɛrəld]] of [[Siobhan|"Shivawn"]] at the [spell]NHS[/spell].', name)
    assert [s.text for s in script.sentences] == ["The herald of Siobhan at the NHS."]
    assert given(script) == [
        ("herald", Given(4, 10, phones="ˈhɛrəld")),
        ("Siobhan", Given(14, 21, spoken="Shivawn")),
        ("NHS", Given(29, 32, read_as="characters")),
    ]


def test_a_phrase_may_have_phones(read: Read) -> None:
    ((words, stretch),) = given(read("To [[New  York| nuː jɔːk ]] now."))
    assert (words, stretch.phones) == ("New York", "nuː jɔːk")


def test_no_sentence_ends_inside_a_name(read: Read) -> None:
    script = read("This is [[Hello. World Inc.|həˈloʊ wɜːld]] and me.")
    assert [s.text for s in script.sentences] == ["This is Hello. World Inc. and me."]


def test_the_inner_of_two_counts(read: Read) -> None:
    script = read("He said: [lang fr]bonjour, [[monsieur|məsjø]] le maire[/lang].")
    assert given(script) == [
        ("bonjour,", Given(9, 17, language="fr")),
        ("monsieur", Given(18, 26, phones="məsjø")),
        ("le maire", Given(27, 35, language="fr")),
    ]


def test_a_voice_on_its_own_line_holds_on(read: Read) -> None:
    script = read(
        "One. [voice am_adam]Two.[/voice] Three.\n\n[voice bf_emma]\n[speed 0.9]\nFour.\n\n- Five.\n\n"
        "[voice default]\n[speed default]\n\nSix."
    )
    assert said_by(script) == [
        ("One.", None, None),
        ("Two.", "am_adam", None),
        ("Three.", None, None),
        ("Four.", "bf_emma", 0.9),
        ("Five.", "bf_emma", 0.9),
        ("Six.", None, None),
    ]
    assert [(voice.name, voice.place.line, voice.width) for voice in script.voices] == [
        ("am_adam", 1, 15),
        ("bf_emma", 3, 15),
    ]


def test_a_closing_ends_what_holds_on(read: Read) -> None:
    script = read("[voice bf_emma]\n\nOne.\n\n[/voice]\n\nTwo.")
    assert said_by(script) == [("One.", "bf_emma", None), ("Two.", None, None)]


def test_a_voice_inside_a_sentence_parts_its_phrases(read: Read) -> None:
    script = read("She said [voice bf_emma]“good morning”, sir[/voice], and [speed 1.5]left[/speed].")
    assert said_by(script) == [
        ("She said", None, None),
        ("“good morning”, sir,", "bf_emma", None),
        ("and", None, None),
        ("left.", None, 1.5),
    ]
    assert script.sentences[0].text == "She said “good morning”, sir, and left."


def test_ids_do_not_depend_on_markup(read: Read) -> None:
    plain = read("Good evening. The herald comes.")
    marked = read("[voice bf_emma]\n[speed 0.8]\nGood evening. The [[herald|ˈhɛrəld]] comes.")
    assert [s.id for s in plain.sentences] == [s.id for s in marked.sentences]
    assert [s.text for s in plain.sentences] == [s.text for s in marked.sentences]


def test_the_voice_of_the_settings_is_named_with_its_place(read: Read) -> None:
    script = read("---\nvoice: piper/en_US-joe-medium\n---\nHello.")
    assert script.voice == "piper/en_US-joe-medium"
    assert [(v.name, v.place.line, v.place.column) for v in script.voices] == [(script.voice, 2, 8)]


@pytest.mark.parametrize(
    ("source", "column", "width", "message", "suggestion"),
    [
        ("a [[b", 3, 2, "never closed", "[[herald|"),
        ("a ]] b", 3, 2, "closes nothing", "[[herald|"),
        ("a [[b]] c", 3, 5, "expected", "[[herald|"),
        ("a [[|x]] c", 3, 6, "expected", "[[herald|"),
        ("a [[b|]] c", 3, 6, "expected", "[[herald|"),
        ("a [[b|x1]] c", 8, 1, "phonetic", '[[Siobhan|"'),
        ("a [spell]b", 3, 7, "never closed", "[/spell]"),
        ("a [/spell] b", 3, 8, "closes nothing", "[spell]"),
        ("a [voice bf_emma]b", 3, 15, "never closed", "line of its own"),
        ("a [voice]b[/voice]", 3, 7, "which voice", "bf_emma"),
        ("a [speed 3]b[/speed]", 3, 9, "between 0.5 and 2", "[speed 0.9]"),
        ("a [speed fast]b[/speed]", 3, 12, "not a pace", "[speed 0.9]"),
        ("a [lang jp]b[/lang]", 3, 9, "not a language code", "[lang ja]"),
        ("a [vioce bf_emma]b", 3, 15, "no tag [vioce]", "[voice bf_emma]"),
        ("a [spell x]b", 3, 9, "takes nothing", "[spell]NHS"),
        ("a [/voic] b", 3, 7, "no tag [/voic]", "[/voice]"),
    ],
)
def test_faults_have_their_place(
    faults: Faults, source: str, column: int, width: int, message: str, suggestion: str
) -> None:
    fault = faults(source)[0]
    assert (fault.place.column, fault.width) == (column, width)
    assert message in fault.message
    assert suggestion in fault.suggestion


def test_several_faults_are_found_at_once(faults: Faults) -> None:
    assert len(faults("]] [/spell] [[a]]\n[speed 9]\n\n[[b")) == 5


def test_unknown_voices_come_with_all_other_faults(tmp_path: Path) -> None:
    from herald.casting import with_unknown_voices
    from herald.errors import ScriptErrors
    from herald.script import read_script

    path = tmp_path / "notice.en.md"
    path.write_text(
        "---\nvoice: bf_ema\n---\nOne [/spell].\n\n[voice nobody]\n\nTwo [[x|1]].", encoding="utf-8"
    )
    with pytest.raises(ScriptErrors) as caught:
        read_script(path)
    everything = with_unknown_voices(caught.value, [path], None, find_voice)
    assert [fault.place.line for fault in everything.faults] == [2, 4, 6, 8]
    assert "Did you mean 'bf_emma'?" in str(everything)
    assert "    [voice nobody]\n    ^^^^^^^^^^^^^^" in str(everything)


def test_a_voice_that_does_not_exist_is_shown_where_it_is_named(read: Read) -> None:
    from herald.casting import cast

    script = read("Hello.\n\n[voice bf_emmma]\n\nHello.")
    with pytest.raises(UserError, match=r"notice\.en\.md:3:1: there is no voice 'bf_emmma'"):
        cast(script, None, find_voice)


def test_a_cast_has_every_voice(read: Read) -> None:
    from herald.casting import cast

    script = read("---\nvoice: bf_emma\n---\nHello.\n\n[voice am_adam]\n\nHello.")
    assert [voice.name for voice in cast(script, None, find_voice).voices] == ["bf_emma", "am_adam"]
    assert [voice.name for voice in cast(script, "fake", find_voice).voices] == ["fake", "am_adam"]

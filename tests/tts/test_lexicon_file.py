import pytest

from herald.errors import ScriptErrors, UserError
from herald.media import Given, Utterance
from tts.lexicon_file import read_word_list
from tts.pronounce import reading_of, said_tokens, with_lexicon
from tts.words import tokens_of


@pytest.fixture
def lexicon(tmp_path):
    def write(text: str, language: str = "en", name: str = "en"):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return read_word_list(tmp_path, language)

    return write


def faults(lexicon, text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(ScriptErrors) as caught:
        lexicon(text)
    assert isinstance(caught.value, UserError)
    return [(fault.place.line, fault.place.column, fault.message) for fault in caught.value.faults]


def found(words, text: str) -> list[tuple[str, str, str]]:
    return [(text[f.start : f.stop], f.spoken, f.phones) for f in words.find(text)]


def test_no_file_is_an_empty_list(tmp_path):
    assert read_word_list(tmp_path, "fr").find("Bonjour") == ()


def test_respellings_and_phones(lexicon):
    words = lexicon('[respell]\n"Siobhan" = "Shivawn"\n[phones]\nherald = "ˈhɛrəld"\n')
    assert found(words, "Siobhan reads the Herald.") == [
        ("Siobhan", "Shivawn", ""),
        ("Herald", "", "ˈhɛrəld"),
    ]


def test_whole_words_only(lexicon):
    words = lexicon('[respell]\ncat = "kat"\n')
    assert found(words, "Concat, cats, cat_1 and Cat's cat.") == [("Cat", "kat", ""), ("cat", "kat", "")]


def test_the_longest_wins_and_spaces_may_differ(lexicon):
    words = lexicon('[respell]\n"New York" = "a"\n"New" = "b"\n"New York City" = "c"\n')
    assert found(words, "New  York City, New\nYork, New") == [
        ("New  York City", "c", ""),
        ("New\nYork", "a", ""),
        ("New", "b", ""),
    ]


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ('polish = "x"', "Polish polish POLISH", ["Polish", "polish", "POLISH"]),
        ('Polish = "x"', "Polish polish POLISH", ["Polish"]),
        ('Polish = { say = "x", case = "any" }', "Polish polish POLISH", ["Polish", "polish", "POLISH"]),
        ('polish = { say = "x", case = "exact" }', "Polish polish POLISH", ["polish"]),
    ],
)
def test_case_rules(lexicon, line, text, expected):
    assert [written for written, _, _ in found(lexicon(f"[respell]\n{line}\n"), text)] == expected


def test_an_exact_entry_comes_before_one_in_any_case(lexicon):
    words = lexicon('[respell]\nreading = "reeding"\nReading = "Redding"\n')
    assert [spoken for _, spoken, _ in found(words, "Reading and reading")] == ["Redding", "reeding"]


def test_scripts_without_spaces(lexicon):
    words = lexicon('[respell]\n"重庆" = "虫庆"\n', "zh", "zh")
    assert found(words, "我在重庆住。") == [("重庆", "虫庆", "")]


def test_the_region_comes_before_the_language(lexicon):
    lexicon('[respell]\nlieutenant = "lootenant"\nschedule = "skedule"\n')
    words = lexicon('[respell]\nlieutenant = "leftenant"\n', "en-gb", "en-gb")
    assert [spoken for _, spoken, _ in found(words, "lieutenant schedule")] == ["leftenant", "skedule"]


def test_faults_of_the_syntax_have_line_and_column(lexicon):
    ((line, column, message),) = faults(lexicon, '[respell]\n"a" = "b"\n"c" "d"\n')
    assert (line, column) == (3, 5)
    assert "'='" in message
    ((line, _, _),) = faults(lexicon, '[respell]\n"a" = "b')
    assert line == 2


def test_every_fault_of_the_content_has_line_and_column(lexicon):
    text = (
        "[respel]\n"
        '"a" = "b"\n'
        "[respell]\n"
        '  "number" = 5\n'
        'empty = " "\n'
        'Dr.Smith = "x"\n'
        'odd = { say = "x", case = "lower" }\n'
        '"!" = "bang"\n'
        "[phones]\n"
        'herald = "ˈhɛrəld"\n'
        'other = "\'hɛrəld"\n'
    )
    got = faults(lexicon, text)
    assert [(line, column) for line, column, _ in got] == [
        (1, 2),
        (4, 3),
        (5, 1),
        (6, 1),
        (7, 1),
        (8, 1),
        (11, 10),
    ]


def test_a_fault_shows_its_line_and_what_to_do(lexicon):
    with pytest.raises(ScriptErrors) as caught:
        lexicon('[phones]\nlong = "bi:"\n')
    shown = str(caught.value)
    assert "en.toml:2:11" in shown
    assert 'long = "bi:"' in shown
    assert "ː" in shown


def test_reads_the_rest_of_the_text_by_rule(lexicon):
    words = lexicon('[respell]\n"5G" = "fifth generation"\n[phones]\nHerald = "ˈhɛrəld"\n')
    text = "Herald has 5G for 5 km."
    reading = reading_of(Utterance(text, "en-gb", "", given=words.find(text)))
    assert reading.spoken == "Herald has fifth generation for five kilometres."
    (first, *_) = reading.spans
    assert (first.phones, first.changed, reading.text[first.start : first.stop]) == (
        "ˈhɛɹəld",
        True,
        "Herald",
    )


def test_the_script_comes_before_the_lexicon(lexicon):
    words = lexicon('[respell]\n"SQL server" = "sequel server"\nHerald = "Harold"\n')
    text = "SQL server and Herald, Herald"
    given = (Given(0, 3, read_as="characters"), Given(15, 21, phones="ˈhɛrəld"))
    reading = reading_of(Utterance(text, "en-us", "", given=with_lexicon(given, words.find(text))))
    assert reading.spoken == "S Q L server and Herald, Harold"
    assert [span.phones for span in reading.spans if span.phones] == ["ˈhɛɹəld"]


def test_what_is_said_for_several_words_is_shared_out_among_them(lexicon):
    words = lexicon('[phones]\n"New York" = "nuː jɔːk"\n"St. John" = "sɪndʒən"\n')
    text = "New York's St. John, 5 km away"
    reading = reading_of(Utterance(text, "en-gb", "", given=words.find(text)))
    said = [(one.token.text, one.of, one.phones) for one in said_tokens(reading, tokens_of(text))]
    assert said == [
        ("New", 0, "nuː"),
        ("York's", 1, "jɔːks"),
        ("St.", 2, "sɪ"),
        ("John,", 3, "ndʒən"),
        ("five", 4, ""),
        ("kilometres", 5, ""),
        ("away", 6, ""),
    ]


def test_the_lexicons_that_ship_are_in_order():
    from herald.workspace import CHECKOUT

    for path in sorted((CHECKOUT / "lexicon").glob("*.toml")):
        assert read_word_list(path.parent, path.stem).entries

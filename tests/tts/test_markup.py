import pytest

from tts.markup import Given, read_markup


def test_plain_text_stays():
    marked = read_markup("Nothing [here] to see [1].")
    assert marked.text == "Nothing [here] to see [1]."
    assert (marked.given, marked.faults) == ((), ())
    assert marked.kept == tuple(range(26))


def test_phones_and_letters():
    source = "The [[herald|ˈhɛrəld]] of the [spell]NHS[/spell]."
    marked = read_markup(source)
    assert marked.text == "The herald of the NHS."
    assert marked.given == (Given(4, 10, "phones", "ˈhɛrəld"), Given(18, 21, "spell"))
    assert not marked.faults
    assert "".join(source[i] for i in marked.kept) == marked.text


def test_a_phrase_may_have_phones():
    (given,) = read_markup("[[New  York| nuː jɔːk ]]").given
    assert given == Given(0, 9, "phones", "nuː jɔːk")


@pytest.mark.parametrize(
    ("source", "position", "width", "message"),
    [
        ("a [[b", 2, 2, "never closed"),
        ("a ]] b", 2, 2, "closes nothing"),
        ("a [[b]] c", 2, 5, "expected"),
        ("a [[|x]] c", 2, 6, "expected"),
        ("a [[b|]] c", 2, 6, "expected"),
        ("a [[b|x1]] c", 7, 1, "phonetic"),
        ("a [spell]b", 2, 7, "never closed"),
        ("a [/spell]", 2, 8, "closes nothing"),
        ("a [spell] [/spell]", 2, 16, "nothing to spell"),
    ],
)
def test_faults_have_their_place(source, position, width, message):
    (fault,) = read_markup(source).faults
    assert (fault.position, fault.width) == (position, width)
    assert message in fault.message
    assert fault.suggestion


def test_several_faults_are_found_at_once():
    assert len(read_markup("]] [/spell] [[a]] [[b").faults) == 4

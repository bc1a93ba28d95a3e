import pytest

from herald.errors import StageFailed
from lipsync.visemes import is_known
from tts.phones import PUNCTUATION, SIGNS, STRESSES, TOKEN_IDS, ids_of, ipa_of, is_sound

N_ROWS = 178
"""Of the model's embedding."""


def test_every_letter_has_a_number_of_its_own_inside_the_embedding():
    numbers = list(TOKEN_IDS.values())
    assert len(numbers) == len(set(numbers)) == 114
    assert min(numbers) > 0
    assert max(numbers) == N_ROWS - 1


def test_known_numbers():
    assert ids_of("hˈɛlO, wˈɜɹld.") == [50, 156, 86, 54, 31, 3, 16, 65, 156, 87, 123, 54, 46, 4]


def test_a_letter_that_is_not_kokoros_is_an_error():
    with pytest.raises(StageFailed, match="ö"):
        ids_of("hö")


def test_what_is_not_a_sound():
    assert not any(is_sound(letter) for letter in PUNCTUATION + STRESSES + SIGNS + " ")


@pytest.mark.parametrize(
    ("letter", "phones"),
    [("A", "eɪ"), ("I", "aɪ"), ("O", "oʊ"), ("Q", "əʊ"), ("W", "aʊ"), ("Y", "ɔɪ"), ("T", "ɾ"), ("ʤ", "ʤ")],
)
def test_private_letters_become_ipa(letter: str, phones: str):
    assert "".join(ipa_of(letter)) == phones


def test_every_english_sound_has_a_mouth_shape():
    english = "AIOQWYbdfhijklmnpstuvwzæaðŋɑɒɔəɛɜɡɪɹɾTʃʊʌʒʤʧθᵊᵻɐ"
    assert {phone for letter in english for phone in ipa_of(letter) if not is_known(phone)} == set()

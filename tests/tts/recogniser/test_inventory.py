import pytest

from lipsync.visemes import VISEMES, viseme_of
from tts.phones import TOKEN_IDS, ipa_of, is_sound
from tts.recogniser.inventory import GROUP_OF, LOOKALIKES, PHONES, phone_number


def test_each_phone_is_its_own_class() -> None:
    assert [phone_number(phone) for phone in PHONES] == list(range(len(PHONES)))
    assert PHONES[0] == ""
    assert len(GROUP_OF) == len(PHONES)


def test_lookalikes_are_the_visemes() -> None:
    assert len(LOOKALIKES) == len(VISEMES)
    for group in LOOKALIKES[1:]:
        assert len({viseme_of(phone) for phone in group}) == 1, group


def test_every_sound_of_the_engine_keeps_its_mouth() -> None:
    for letter in TOKEN_IDS:
        if not is_sound(letter) or letter == "ɐ":
            continue
        for phone in ipa_of(letter):
            if phone.islower() or len(phone) > 1:
                assert viseme_of(PHONES[phone_number(phone)]) == viseme_of(phone), phone


@pytest.mark.parametrize(
    ("symbol", "phone"),
    [("tʃ", "ʧ"), ("oː", "o"), ("ɔ̃", "ɔ"), ("pʰ", "p"), ("ç", "ç"), ("g", "ɡ"), ("ʈʂ", "ꭧ"), ("ɝ", "ɹ")],
)
def test_signs_and_other_spellings(symbol: str, phone: str) -> None:
    assert PHONES[phone_number(symbol)] == phone


def test_what_is_unknown_is_a_schwa() -> None:
    assert PHONES[phone_number("ʘ")] == "ə"
    assert PHONES[phone_number("˥")] == "ə"

"""How many letters each voice says in a second: what `herald.translation.length` estimates lengths with.

    python benchmarks/speech_rates.py
    python benchmarks/speech_rates.py zh ja

The first voice of each language says a few sentences. Silence at both ends and the pauses that the estimate
counts by itself are taken off.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

TEXTS = {
    "en": (
        "The library is closed on Monday because of repairs to the main entrance.",
        "Please bring a letter with your name and address, and come to the front desk.",
        "Members who have booked a place in the reading room will be informed by telephone.",
    ),
    "es": (
        "La biblioteca está cerrada el lunes por obras en la entrada principal.",
        "Traiga una carta con su nombre y su dirección, y venga al mostrador.",
        "Los socios que han reservado un sitio en la sala de lectura serán avisados por teléfono.",
    ),
    "fr": (
        "La bibliothèque est fermée lundi en raison de travaux à l'entrée principale.",
        "Apportez une lettre avec votre nom et votre adresse, et venez à l'accueil.",
        "Les membres qui ont réservé une place dans la salle de lecture seront prévenus par téléphone.",
    ),
    "it": (
        "La biblioteca è chiusa lunedì per lavori all'ingresso principale.",
        "Portate una lettera con il vostro nome e indirizzo, e venite allo sportello.",
        "I soci che hanno prenotato un posto nella sala di lettura saranno avvisati per telefono.",
    ),
    "pt-br": (
        "A biblioteca está fechada na segunda-feira por causa de obras na entrada principal.",
        "Traga uma carta com o seu nome e endereço, e venha ao balcão.",
        "Os sócios que reservaram um lugar na sala de leitura serão avisados por telefone.",
    ),
    "de": (
        "Die Bibliothek ist am Montag wegen Arbeiten am Haupteingang geschlossen.",
        "Bringen Sie einen Brief mit Ihrem Namen und Ihrer Adresse mit, und kommen Sie zum Empfang.",
        "Mitglieder mit einem Platz im Lesesaal werden telefonisch benachrichtigt.",
    ),
    "hi": (
        "पुस्तकालय मुख्य द्वार की मरम्मत के कारण सोमवार को बंद है।",
        "कृपया अपने नाम और पते वाला एक पत्र लाएँ, और काउंटर पर आएँ।",
    ),
    "ja": (
        "図書館は正面入口の工事のため月曜日は休館です。",
        "お名前とご住所のわかる手紙をお持ちになり、受付までお越しください。",
    ),
    "zh": (
        "由于正门维修，图书馆星期一不开放。",
        "请带上写有您姓名和地址的信件，到服务台来。",
        "已经预订阅览室座位的读者，我们会打电话通知。",
    ),
}
"""What is said: the same in all languages."""


def rate_of(language: str) -> tuple[str, float]:
    """Return a voice of the language and how many letters it says in a second."""
    from herald.speaking import Speaker
    from herald.studio import Studio
    from herald.translation.length import PAUSE_S, PAUSES
    from tts.voices import find_voice

    studio = Studio.open()
    voice = find_voice(None, language, studio.workspace.models)
    n_letters, seconds = 0, 0.0
    with Speaker(studio, voice, language, 1.0) as speaker:
        for text in TEXTS[language]:
            speech = speaker.say(text)
            spoken = [mark for mark in speech.sounds if mark.kind != "pause"]
            n_letters += sum(character.isalpha() for character in text)
            seconds += (spoken[-1].stop - spoken[0].start) / speech.waveform.rate_hz
            seconds -= PAUSE_S * len(PAUSES.findall(text))
    return voice.name, n_letters / seconds


def main() -> None:
    """Print the rate of each language, measured and as it is used."""
    from herald.translation.length import LETTERS_PER_SECOND

    for language in sys.argv[1:] or TEXTS:
        voice, rate = rate_of(language)
        used = LETTERS_PER_SECOND[language.split("-")[0]]
        print(f"{language:<6} {voice:<14} {rate:5.1f} letters a second, used {used:5.1f}", flush=True)


if __name__ == "__main__":
    main()

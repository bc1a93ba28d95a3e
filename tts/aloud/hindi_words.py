"""Tables of Hindi."""

from __future__ import annotations

from tts.aloud.units import UNITS
from tts.aloud.vocabulary import Currency, Multiple, word_set

BEFORE_NAMES: dict[str, str] = {
    **{"डॉ.": "डॉक्टर", "डा.": "डॉक्टर", "प्रो.": "प्रोफ़ेसर", "पं.": "पंडित", "कु.": "कुमारी", "मो.": "मोहम्मद"},
    **{"स्व.": "स्वर्गीय", "ले.": "लेफ़्टिनेंट", "न्या.": "न्यायमूर्ति", "इं.": "इंजीनियर"},
}

BEFORE_NUMBERS: dict[str, str] = {
    **{"नं.": "नंबर", "सं.": "संख्या", "पृ.": "पृष्ठ", "क्र.": "क्रमांक", "फ़ोन:": "फ़ोन", "No.": "नंबर"},
    **{"मो.": "मोबाइल", "अनु.": "अनुच्छेद"},
}

ABBREVIATIONS: dict[str, str] = {
    **{"डॉ.": "डॉक्टर", "प्रो.": "प्रोफ़ेसर", "ई.पू.": "ईसा पूर्व", "ई. पू.": "ईसा पूर्व", "वि.सं.": "विक्रम संवत"},
    **{"उ.प्र.": "उत्तर प्रदेश", "म.प्र.": "मध्य प्रदेश", "वि.वि.": "विश्वविद्यालय", "रा.": "राज्य"},
    **{"e.g.": "उदाहरण के लिए", "etc.": "आदि", "Dr.": "डॉक्टर", "Mr.": "मिस्टर", "Mrs.": "मिसेज़"},
}

TOP_DOMAINS: dict[str, str] = {"com": "कॉम", "org": "ऑर्ग", "net": "नेट", "in": "इन", "gov": "गव"}

ENDERS = word_set("etc.")

AS_WORDS = word_set("NATO NASA UNESCO UNICEF COVID ISRO SAARC AIIMS PIN SIM")

LETTER_NAMES: dict[str, str] = {
    **{"A": "ए", "B": "बी", "C": "सी", "D": "डी", "E": "ई", "F": "एफ़", "G": "जी", "H": "एच", "I": "आई"},
    **{"J": "जे", "K": "के", "L": "एल", "M": "एम", "N": "एन", "O": "ओ", "P": "पी", "Q": "क्यू", "R": "आर"},
    **{"S": "एस", "T": "टी", "U": "यू", "V": "वी", "W": "डब्ल्यू", "X": "एक्स", "Y": "वाई", "Z": "ज़ेड"},
}

CURRENCIES: dict[str, Currency] = {
    **{
        sign: Currency("रुपया", "रुपये", "पैसा", "पैसे") for sign in ("₹", "रु.", "रु", "रू.", "रू", "Rs.", "Rs", "INR")
    },
    **{sign: Currency("डॉलर", "डॉलर", "सेंट", "सेंट") for sign in ("$", "US$", "USD")},
    **{sign: Currency("यूरो", "यूरो", "सेंट", "सेंट") for sign in ("€", "EUR")},
    **{"£": Currency("पाउंड", "पाउंड", "पेंस", "पेंस"), "¥": Currency("येन", "येन")},
    "CHF": Currency("स्विस फ़्रैंक", "स्विस फ़्रैंक"),
}

HALVED = "halved"
"""The form of a number before लाख and the like, where halves have names of their own."""

MULTIPLES: dict[str, Multiple] = {
    **{word: Multiple(word, word, HALVED) for word in ("लाख", "करोड़", "अरब", "हज़ार", "हजार", "खरब", "सौ")},
    **{word: Multiple(word, word) for word in ("मिलियन", "बिलियन")},
    **{"lakh": Multiple("लाख", "लाख", HALVED), "crore": Multiple("करोड़", "करोड़", HALVED)},
    **{"million": Multiple("मिलियन", "मिलियन"), "billion": Multiple("बिलियन", "बिलियन")},
}

UNIT_NAMES: dict[str, tuple[str, str]] = {
    **{"length-mile": ("मील", "मील"), "mass-pound": ("पाउंड", "पाउंड"), "mass-ounce": ("औंस", "औंस")},
    **{"mass-tonne": ("टन", "टन"), "mass-kilogram": ("किलोग्राम", "किलोग्राम")},
}

HINDI_UNITS: dict[str, str] = {
    **{sign: name for sign, name in UNITS.items() if sign not in ("bar", "km.")},
    **{"किमी": "length-kilometer", "कि.मी.": "length-kilometer", "मी.": "length-meter", "मी": "length-meter"},
    **{"सेमी": "length-centimeter", "से.मी.": "length-centimeter", "किग्रा": "mass-kilogram"},
    **{"कि.ग्रा.": "mass-kilogram", "ग्रा.": "mass-gram", "किमी/घंटा": "speed-kilometer-per-hour"},
    **{"ली.": "volume-liter", "मिली": "volume-milliliter", "मि.ली.": "volume-milliliter"},
}

PARTS_OF_DAY = ((4, "सुबह"), (12, "दोपहर"), (16, "शाम"), (20, "रात"))
"""From which hour each is."""

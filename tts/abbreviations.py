"""What English leaves unsaid on the page: abbreviations, units, signs."""

from __future__ import annotations

ABBREVIATIONS: dict[str, str] = {
    **{"mr": "mister", "mrs": "missus", "ms": "miz", "prof": "professor", "jr": "junior", "sr": "senior"},
    **{"gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "col": "colonel"},
    **{"lt": "lieutenant", "sgt": "sergeant", "capt": "captain", "rev": "reverend", "hon": "honourable"},
    **{"ave": "avenue", "rd": "road", "blvd": "boulevard", "ln": "lane", "hwy": "highway", "sq": "square"},
    **{"apt": "apartment", "dept": "department", "bldg": "building", "ext": "extension", "mt": "mount"},
    **{"tel": "telephone", "inc": "incorporated", "ltd": "limited", "corp": "corporation", "co": "company"},
    **{"assn": "association", "vs": "versus", "etc": "etc", "approx": "approximately"},
    **{
        "max": "maximum",
        "min": "minimum",
        "hrs": "hours",
        "hr": "hour",
        "mins": "minutes",
        "govt": "government",
    },
    **{"est": "established", "jan": "January", "feb": "February", "mar": "March", "apr": "April"},
    **{"jun": "June", "jul": "July", "aug": "August", "sept": "September", "sep": "September"},
    **{"oct": "October", "nov": "November", "dec": "December", "mon": "Monday", "tue": "Tuesday"},
    **{"tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "thur": "Thursday", "thurs": "Thursday"},
    **{
        "fri": "Friday",
        "sat": "Saturday",
        "sun": "Sunday",
        "eg": "for example",
        "e.g": "for example",
        "ie": "that is",
        "i.e": "that is",
    },
}
"""Read so where a full stop follows them; some ("sun", "co") are words of their own without it."""

_STOPLESS = "mr mrs ms dr st prof vs etc blvd govt ltd approx dept bldg hwy e.g i.e"
ALSO_WITHOUT_STOP = frozenset(_STOPLESS.split())
"""Those that need no full stop."""

NUMBERED: dict[str, str] = {
    **{"no": "number", "nos": "numbers", "p": "page", "pp": "pages", "fig": "figure", "vol": "volume"},
    **{"sec": "section", "ch": "chapter", "art": "article"},
    **{name: name for name in ("part", "phase", "act", "type", "war", "title", "class", "level", "stage")},
    **{name: name for name in ("room", "suite", "flight", "route", "bus", "line", "highway", "apartment")},
    **{name: name for name in ("extension", "unit", "gate", "platform", "building", "train", "road")},
}
"""Nouns that a number names and does not count: "Room 305", "Part II"; some have abbreviations."""

UNITS: dict[str, tuple[str, str]] = {
    "km": ("kilometer", "kilometers"),
    "m": ("meter", "meters"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "ft": ("foot", "feet"),
    "mi": ("mile", "miles"),
    "mph": ("mile an hour", "miles an hour"),
    "km/h": ("kilometer an hour", "kilometers an hour"),
    "l": ("liter", "liters"),
    "ml": ("milliliter", "milliliters"),
    "kw": ("kilowatt", "kilowatts"),
    "mw": ("megawatt", "megawatts"),
    "kwh": ("kilowatt hour", "kilowatt hours"),
    "mb": ("megabyte", "megabytes"),
    "gb": ("gigabyte", "gigabytes"),
    "tb": ("terabyte", "terabytes"),
    "hz": ("hertz", "hertz"),
    "khz": ("kilohertz", "kilohertz"),
    "°c": ("degree Celsius", "degrees Celsius"),
    "°f": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "%": ("percent", "percent"),
    "‰": ("per mille", "per mille"),
    "h": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
}
"""Singular and plural of what follows a number."""

SYMBOLS: dict[str, str] = {
    **{"&": "and", "+": "plus", "=": "equals", "%": "percent", "@": "at", "°": "degrees", "#": "number"},
    **{"$": "dollars", "£": "pounds", "€": "euros", "×": "times", "÷": "divided by", "<": "less than"},
    **{">": "more than", "±": "plus or minus", "√": "root", "§": "section", "©": "copyright"},
}

_SHORT = (
    "AND NOT ALL THE NO NOW NEW YOU FOR ANY OR TO DO BE IN ON AT OF IF SO WE OUR MY MAY CAN OUT OFF YES ONE "
    "TWO UP ARE BUT HAS HAD WAS DAY AN BY AS GO HE SHE HIS HER ITS WHY HOW TEN SIX SET GET BIG END"
)
EMPHASISED = frozenset(_SHORT.split())
"""Short words that stay words in capitals, unlike "IT" and "US"; longer ones need no list."""

_DOMAINS = "com org net gov edu mil int info uk us eu ca au nz ie za in io de fr es it nl ch at be jp br"
TOP_DOMAINS = frozenset(_DOMAINS.split())
"""What makes "example.org" an address even without "www"."""

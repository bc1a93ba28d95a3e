"""Tables of German."""

from __future__ import annotations

from tts.aloud.units import UNITS
from tts.aloud.vocabulary import FEMININE, MASCULINE, NEUTER, Currency, Multiple, word_set

BEFORE_NAMES: dict[str, str] = {
    **{
        "Hr.": "Herr",
        "Hrn.": "Herrn",
        "Fr.": "Frau",
        "Dr(.)": "Doktor",
        "Prof(.)": "Professor",
        "St.": "Sankt",
    },
    **{"Ing.": "Ingenieur", "Dipl.-Ing.": "Diplomingenieur", "Hl.": "Heiliger", "Gebr.": "Gebrüder"},
    **{"Bgm.": "Bürgermeister", "Abg.": "Abgeordneter", "Frl.": "Fräulein", "Mag.": "Magister"},
}

BEFORE_NUMBERS: dict[str, str] = {
    **{
        "Nr.": "Nummer",
        "nr.": "Nummer",
        "Nrn.": "Nummern",
        "S.": "Seite",
        "Art.": "Artikel",
        "Abs.": "Absatz",
    },
    **{"Kap.": "Kapitel", "Bd.": "Band", "Abb.": "Abbildung", "Tel(.)": "Telefon", "Tel.:": "Telefon"},
    **{
        "ca.": "circa",
        "Ziff.": "Ziffer",
        "Zi.": "Zimmer",
        "Pkt.": "Punkt",
        "Jh.": "Jahrhundert",
        "max.": "maximal",
    },
    **{"min.": "mindestens", "mind.": "mindestens", "geb.": "geboren", "gest.": "gestorben", "Kl.": "Klasse"},
    **{"Hausnr.": "Hausnummer", "Raum-Nr.": "Raumnummer", "App.": "Apparat", "Fax:": "Fax"},
}

ABBREVIATIONS: dict[str, str] = {
    **{"z. B.": "zum Beispiel", "z.B.": "zum Beispiel", "d. h.": "das heißt", "d.h.": "das heißt"},
    **{"u. a.": "unter anderem", "u.a.": "unter anderem", "usw.": "und so weiter", "bzw.": "beziehungsweise"},
    **{
        "etc.": "et cetera",
        "ca.": "circa",
        "evtl.": "eventuell",
        "ggf.": "gegebenenfalls",
        "inkl.": "inklusive",
    },
    **{"exkl.": "exklusive", "vgl.": "vergleiche", "sog.": "sogenannt", "o. Ä.": "oder Ähnliches"},
    **{
        "o.Ä.": "oder Ähnliches",
        "u. U.": "unter Umständen",
        "i. d. R.": "in der Regel",
        "i.d.R.": "in der Regel",
    },
    **{"z. T.": "zum Teil", "z.T.": "zum Teil", "v. a.": "vor allem", "v.a.": "vor allem", "max.": "maximal"},
    **{"mind.": "mindestens", "Str.": "Straße", "str.": "straße", "Pl.": "Platz", "Tel.": "Telefon"},
    **{"v. Chr.": "vor Christus", "n. Chr.": "nach Christus", "Jh.": "Jahrhundert", "Jhs.": "Jahrhunderts"},
    **{"Mio.": "Millionen", "Mrd.": "Milliarden", "Tsd.": "Tausend", "Std.": "Stunden", "Min.": "Minuten"},
    **{"Sek.": "Sekunden", "St.": "Stück", "Stk.": "Stück", "EW": "Einwohner", "Einw.": "Einwohner"},
    **{"gem.": "gemäß", "lt.": "laut", "bspw.": "beispielsweise", "vs.": "versus", "o. g.": "oben genannt"},
    **{"MwSt.": "Mehrwertsteuer", "zzgl.": "zuzüglich", "abzgl.": "abzüglich", "Bhf.": "Bahnhof"},
    **{"Hbf.": "Hauptbahnhof", "Hbf": "Hauptbahnhof", "e. V.": "E V", "e.V.": "E V", "GmbH": "G M B H"},
    **{"Mo.": "Montag", "Di.": "Dienstag", "Mi.": "Mittwoch", "Do.": "Donnerstag", "Sa.": "Samstag"},
    **{"So.": "Sonntag", "Jan.": "Januar", "Feb.": "Februar", "Apr.": "April", "Aug.": "August"},
    **{
        "Sept.": "September",
        "Okt.": "Oktober",
        "Nov.": "November",
        "Dez.": "Dezember",
        "und/oder": "und oder",
    },
    **{"AfD": "A F D", "BMW": "B M W", "LKWs": "L K Ws", "PKWs": "P K Ws", "LKW": "L K W", "PKW": "P K W"},
    **{
        "Lkw": "L K W",
        "Pkw": "P K W",
        "Kfz": "K F Z",
        "Lkws": "L K Ws",
        "Pkws": "P K Ws",
        "kfm.": "kaufmännisch",
    },
}

ENDERS = frozenset(
    {"usw.", "etc.", "v. chr.", "n. chr.", "jh.", "o. ä.", "o.ä.", "str.", "e. v.", "e.v.", "mwst."}
)

AS_WORDS = word_set(
    "NATO UNO UNESCO UNICEF TÜV DAX PIN SIM COVID AIDS OPEC FIFA UEFA IBAN KITA DIN NASA TAN TANS "
    "PISA MINT BAFÖG RADAR LASER ELSTER EDEKA IKEA HARTZ DEKRA ASTA"
)

SPELT = word_set(
    "EU USA ARD ZDF ADAC AOK LKW PKW KFZ CDU CSU SPD FDP BRD DDR EDV SAP AG KG OHG EKG MRT WM EM PDF "
    "USB SMS GPS DVD CD TV PC BBC FBI CIA HIV DNA IBM EZB IWF WHO UN OECD ISBN ICE IC RE WLAN URL "
    "DSGVO BGB WDR NDR MDR"
)

SMALL_WORDS = word_set(
    "UND DER DIE DAS IST BEI MIT VON ZUM ZUR NUR NEU GUT BIS VOR AUS AUF FÜR WIR SIE IHR NIE NEIN JA "
    "NICHT NOCH NACH AUCH KEIN KEINE BITTE SEHR MEHR JETZT OHNE ALLE HIER DORT"
)

FEMININE_NOUNS = word_set(
    "person frau stadt nacht uhr zahl arbeit bank hand wand tür firma mark million milliarde stunde "
    "minute sekunde woche seite katze flasche tasse schule klasse karte straße brücke kirche gruppe "
    "familie reise party bahn maus nuss kuh luft kraft haut art form post tonne möglichkeit tochter "
    "mutter schwester oma wahl antwort fahrt bucht"
)

MASCULINE_NOUNS = word_set(
    "tag monat euro meter kilometer liter platz mann punkt teil schritt gast tisch stuhl zug bus film "
    "preis termin raum ort weg kunde name junge kollege gedanke buchstabe käse cent dollar hund baum "
    "brief fall grund satz sitz schüler lehrer besucher teilnehmer mensch apfel löffel artikel "
    "franken abend morgen sommer winter fehler"
)

NO_NOUNS = word_set("ende auge interesse gebäude ergebnis gemüse getränk")

ARTICLES = word_set(
    "der die das dem den des im am zum zur vom beim jeden jede jedes diesem dieser einem einer ihrem"
)

DATIVE = word_set("in mit nach vor seit von aus bei zu an binnen ab")

ACCUSATIVE = word_set("für um ohne gegen durch pro je")

CURRENCIES: dict[str, Currency] = {
    **{sign: Currency("Euro", "Euro", "Cent", "Cent", MASCULINE, MASCULINE) for sign in ("€", "EUR")},
    **{
        sign: Currency("Dollar", "Dollar", "Cent", "Cent", MASCULINE, MASCULINE)
        for sign in ("$", "US$", "USD")
    },
    "£": Currency("Pfund", "Pfund", "Penny", "Pence", NEUTER, MASCULINE),
    "¥": Currency("Yen", "Yen", form=MASCULINE),
    "₹": Currency("Rupie", "Rupien", form=FEMININE),
    "R$": Currency("Real", "Reais", "Centavo", "Centavos", MASCULINE, MASCULINE),
    **{
        sign: Currency("Franken", "Franken", "Rappen", "Rappen", MASCULINE, MASCULINE)
        for sign in ("CHF", "Fr.", "sFr.")
    },
    "ct": Currency("Cent", "Cent", form=MASCULINE),
    "Ct": Currency("Cent", "Cent", form=MASCULINE),
}

MULTIPLES: dict[str, Multiple] = {
    **{
        word: Multiple("Million", "Millionen", FEMININE)
        for word in ("Million", "Millionen", "Mio.", "Mio", "Mill.")
    },
    **{
        word: Multiple("Milliarde", "Milliarden", FEMININE)
        for word in ("Milliarde", "Milliarden", "Mrd.", "Mrd")
    },
    **{word: Multiple("Billion", "Billionen", FEMININE) for word in ("Billion", "Billionen")},
    **{word: Multiple("tausend", "tausend") for word in ("Tausend", "tausend", "Tsd.", "Tsd")},
}

UNIT_NAMES: dict[str, tuple[str, str]] = {
    "speed-kilometer-per-hour": ("Kilometer pro Stunde", "Kilometer pro Stunde")
}

GERMAN_UNITS: dict[str, str] = {
    **UNITS,
    **{"Std.": "duration-hour", "Std": "duration-hour", "Stdn.": "duration-hour", "Min.": "duration-minute"},
    **{
        "Sek.": "duration-second",
        "qm": "area-square-meter",
        "qkm": "area-square-kilometer",
        "cbm": "volume-cubic-meter",
    },
    **{"Kilometer/h": "speed-kilometer-per-hour", "km/Std.": "speed-kilometer-per-hour"},
}

FEMININE_UNITS = frozenset(
    {"duration-hour", "duration-minute", "duration-second", "mass-tonne", "length-mile", "mass-ounce"}
    | {"energy-kilowatt-hour", "energy-kilocalorie", "duration-millisecond", "speed-mile-per-hour"}
)

NEUTER_UNITS = frozenset({"mass-kilogram", "mass-gram", "mass-milligram", "mass-pound", "digital-gigabyte"})

REGNAL = word_set(
    "Karl Ludwig Friedrich Wilhelm Heinrich Otto Georg Johannes Paul Pius Benedikt Gregor Leo Urban "
    "Klemens Innozenz Napoleon Richard Eduard Nikolaus Alexander Franz Joseph Maximilian Rudolf "
    "Ferdinand Albert Leopold Konrad Sigismund Peter Iwan Philipp Felipe Jakob Charles Ramses Gustav "
    "Christian Harald August Albrecht Ruprecht Juan"
)

REGNAL_FEMININE = word_set(
    "Elisabeth Katharina Maria Christina Viktoria Margrethe Beatrix Kleopatra Isabella Elizabeth"
)

NUMBERED = word_set(
    "kapitel band teil akt szene titel artikel anhang phase stufe typ klasse weltkrieg abschnitt buch"
)

EVENTS = word_set("weltkrieg internationale olympiade")

ORDINAL_NOUNS = word_set(
    "januar februar märz april mai juni juli august september oktober november dezember jahrhundert "
    "jahrhunderts stock stockwerk etage klasse platz geburtstag jahrestag weltkrieg kapitel mal tag "
    "woche runde liga auflage ausgabe teil band akt semester quartal halbjahr hälfte stelle reihe "
    "rang bundesland obergeschoss untergeschoss og ug spieltag spiel minute sitzung internationale "
    "internationaler internationales ordentliche deutsche deutscher bürgermeister vorsitzende "
    "vorsitzender generation staffel folge preis gang zug versuch kind"
)

"""Tables of Italian."""

from __future__ import annotations

from tts.aloud.units import UNITS
from tts.aloud.vocabulary import FEMININE, MASCULINE, Currency, Multiple, word_set

BEFORE_NAMES: dict[str, str] = {
    **{"sig.": "signor", "sig.ra": "signora", "sig.na": "signorina", "sigg.": "signori", "dott.": "dottor"},
    **{"dott.ssa": "dottoressa", "dr.": "dottor", "dr.ssa": "dottoressa", "prof.": "professor"},
    **{"prof.ssa": "professoressa", "ing.": "ingegner", "avv.": "avvocato", "arch.": "architetto"},
    **{"geom.": "geometra", "rag.": "ragionier", "on.": "onorevole", "sen.": "senatore", "Gen.": "generale"},
    **{"S.": "san", "Mons.": "monsignor", "V.le": "viale", "P.zza": "piazza", "P.za": "piazza"},
    **{"C.so": "corso", "L.go": "largo", "V.": "via", "p.zza": "piazza", "v.le": "viale", "c.so": "corso"},
}

BEFORE_NUMBERS: dict[str, str] = {
    **{"n.": "numero", "N.": "numero", "n°": "numero", "N°": "numero", "nº": "numero", "nn.": "numeri"},
    **{"pag.": "pagina", "pagg.": "pagine", "p.": "pagina", "pp.": "pagine", "art.": "articolo"},
    **{"artt.": "articoli", "cap.": "capitolo", "vol.": "volume", "fig.": "figura", "tel(.)": "telefono"},
    **{
        "tel.:": "telefono",
        "int.": "interno",
        "ca.": "circa",
        "c.": "comma",
        "sez.": "sezione",
        "incl.": "incluso",
    },
}

ABBREVIATIONS: dict[str, str] = {
    **{
        "ecc.": "eccetera",
        "etc.": "eccetera",
        "es.": "esempio",
        "p. es.": "per esempio",
        "p.es.": "per esempio",
    },
    **{"ad es.": "ad esempio", "cfr.": "confronta", "ca.": "circa", "tel.": "telefono", "max.": "massimo"},
    **{"min.": "minimo", "a.C.": "avanti Cristo", "d.C.": "dopo Cristo", "a. C.": "avanti Cristo"},
    **{"d. C.": "dopo Cristo", "S.p.A.": "società per azioni", "SpA": "società per azioni"},
    **{"S.r.l.": "società a responsabilità limitata", "Srl": "società a responsabilità limitata"},
    **{"s.n.c.": "senza numero civico", "F.lli": "fratelli", "ab.": "abitanti", "vs.": "contro"},
    **{"c/o": "presso", "e/o": "e o", "N.B.": "nota bene", "P.S.": "post scriptum", "c.d.": "cosiddetto"},
    **{"gg.": "giorni", "u.s.": "ultimo scorso", "p.v.": "prossimo venturo", "c.m.": "corrente mese"},
    **{"lun.": "lunedì", "mar.": "martedì", "mer.": "mercoledì", "gio.": "giovedì", "ven.": "venerdì"},
    **{"sab.": "sabato", "dom.": "domenica", "gen.": "gennaio", "feb.": "febbraio", "apr.": "aprile"},
    **{"nov.": "novembre", "dic.": "dicembre", "ott.": "ottobre", "sett.": "settembre", "ag.": "agosto"},
}

TOP_DOMAINS: dict[str, str] = {"it": "it"}

ENDERS = frozenset({"ecc.", "etc.", "a.c.", "d.c.", "a. c.", "d. c.", "s.p.a.", "s.r.l.", "ab."})

AS_WORDS = word_set(
    "INPS ISTAT INAIL SPID ISEE RAI IVA ASL ONU NATO USA UNESCO UNICEF FIFA UEFA PIN SIM COVID OMS TAR"
)

SPELT = word_set("UE CEE CGIL TFR DVD CD TV TG PDF USB SMS GPS BCE FMI BBC FBI CIA HIV DNA RNA IBM PC")

SMALL_WORDS = word_set(
    "IL LA LE LO GLI DI DA IN CON SU PER TRA FRA NON UN UNA DEL AL CHE SE NO CI SI MA ED AD NEI DEI "
    "DAL SUL FINE OGGI SOLO"
)

FEMININE_NOUNS = word_set(
    "notte parte classe mano voce luce rete parete legge immagine base frase fase serie specie foto "
    "moto torre fonte sede croce pelle radice crisi tesi dose ragione canzione gente capitale "
    "stazione nave chiave estate carne neve radio auto città università età virtù arte morte febbre "
    "chiave nube valle televisione lezione regione ora"
)

MASCULINE_NOUNS = word_set(
    "problema programma sistema tema clima pianeta poema dramma diagramma schema panorama atleta "
    "poeta turista artista giornalista papa cinema sofà delta"
)

NO_NOUNS = word_set(
    "di e a al da del dei per con senza è sono fu era in che si se non come più meno fino tra fra su "
    "né ma o ed ad il lo la i gli le un una alle alla ha hanno sarà saranno può possono dal della "
    "delle dopo prima"
)

NUMBERED = word_set(
    "capitolo tomo volume parte atto scena titolo articolo allegato fase livello tipo grado libro "
    "classe serie sezione canto categoria comma"
)

CENTURY: dict[str, str] = {"sec.": "secolo"}

REGNAL = word_set(
    "Vittorio Umberto Carlo Ferdinando Luigi Enrico Giorgio Giacomo Pietro Paolo Pio Benedetto "
    "Gregorio Leone Urbano Clemente Innocenzo Napoleone Federico Guglielmo Riccardo Edoardo Nicola "
    "Alessandro Giovanni Filippo Francesco Sisto Bonifacio Celestino Ramses Amedeo Emanuele Alfonso "
    "Giuseppe"
)

REGNAL_FEMININE = word_set(
    "Elisabetta Caterina Maria Cristina Giovanna Vittoria Margherita Isabella Cleopatra"
)

EVENTS = word_set(
    "guerra congresso edizione giornata incontro settimana fiera concorso festival simposio maratona "
    "repubblica premio forum ciclo torneo biennale assemblea municipio circoscrizione secolo "
    "olimpiade commissione"
)

CURRENCIES: dict[str, Currency] = {
    **{
        sign: Currency("euro", "euro", "centesimo", "centesimi", MASCULINE, MASCULINE)
        for sign in ("€", "EUR")
    },
    **{
        sign: Currency("dollaro", "dollari", "centesimo", "centesimi", MASCULINE, MASCULINE)
        for sign in ("$", "US$", "USD")
    },
    "£": Currency("sterlina", "sterline", "penny", "pence", FEMININE, MASCULINE),
    "¥": Currency("yen", "yen", form=MASCULINE),
    "₹": Currency("rupia", "rupie", form=FEMININE),
    "R$": Currency("real", "real", "centavo", "centavos", MASCULINE, MASCULINE),
    "CHF": Currency("franco svizzero", "franchi svizzeri", "centesimo", "centesimi", MASCULINE, MASCULINE),
}

MULTIPLES: dict[str, Multiple] = {
    **{word: Multiple("mila", "mila") for word in ("mila", "K", "k")},
    **{
        word: Multiple("milione", "milioni", MASCULINE, of=True)
        for word in ("milione", "milioni", "mln", "M", "Mln")
    },
    **{
        word: Multiple("miliardo", "miliardi", MASCULINE, of=True)
        for word in ("miliardo", "miliardi", "mld", "Mld", "mrd")
    },
}

UNIT_NAMES: dict[str, tuple[str, str]] = {
    "mass-kilogram": ("chilo", "chili"),
    "mass-tonne": ("tonnellata", "tonnellate"),
    "pressure-bar": ("bar", "bar"),
    "duration-hour": ("ora", "ore"),
}

ITALIAN_UNITS: dict[str, str] = {
    **UNITS,
    **{
        "min.": "duration-minute",
        "sec": "duration-second",
        "mq": "area-square-meter",
        "mc": "volume-cubic-meter",
    },
    **{"kmq": "area-square-kilometer", "Kg": "mass-kilogram", "Km": "length-kilometer"},
}

FEMININE_UNITS = frozenset(
    {"duration-hour", "mass-tonne", "mass-pound", "mass-ounce", "length-yard", "energy-kilocalorie"}
)

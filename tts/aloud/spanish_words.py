"""Tables of Spanish."""

from __future__ import annotations

from tts.aloud.units import UNITS
from tts.aloud.vocabulary import FEMININE, MASCULINE, Currency, Multiple, word_set

BEFORE_NAMES: dict[str, str] = {
    **{"sr(.)": "señor", "sra(.)": "señora", "srta(.)": "señorita", "sres.": "señores", "dr(.)": "doctor"},
    **{"dra(.)": "doctora", "D.": "don", "Dña.": "doña", "D.ª": "doña", "prof.": "profesor"},
    **{"Ing.": "ingeniero", "Lic.": "licenciado", "Arq.": "arquitecto", "Gral.": "general", "Sto.": "santo"},
    **{"Sta.": "santa", "S.": "san", "Fr.": "fray", "Mons.": "monseñor", "Excmo.": "excelentísimo"},
    **{"C/": "calle", "c/": "calle", "av.": "avenida", "avda.": "avenida", "pza.": "plaza", "Pl.": "plaza"},
    **{"P.º": "paseo", "ctra.": "carretera", "Col.": "colonia"},
}

BEFORE_NUMBERS: dict[str, str] = {
    **{"n.º": "número", "nº": "número", "n°": "número", "N.º": "número", "Nº": "número", "N°": "número"},
    **{"núm.": "número", "No.": "número", "no.": "número", "núms.": "números", "pág.": "página"},
    **{"págs.": "páginas", "p.": "página", "pp.": "páginas", "art.": "artículo", "arts.": "artículos"},
    **{"cap.": "capítulo", "vol.": "volumen", "fig.": "figura", "tel(.)": "teléfono", "tel.:": "teléfono"},
    **{
        "tfno.": "teléfono",
        "ext.": "extensión",
        "km.": "kilómetro",
        "apdo.": "apartado",
        "aprox.": "aproximadamente",
    },
}

ABBREVIATIONS: dict[str, str] = {
    **{"etc.": "etcétera", "p. ej.": "por ejemplo", "ej.": "ejemplo", "aprox.": "aproximadamente"},
    **{"Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted", "Vds.": "ustedes", "EE. UU.": "Estados Unidos"},
    **{
        "EE.UU.": "Estados Unidos",
        "EEUU": "Estados Unidos",
        "EE UU": "Estados Unidos",
        "RR. HH.": "recursos humanos",
    },
    **{"JJ. OO.": "Juegos Olímpicos", "CC. OO.": "Comisiones Obreras", "CCOO": "Comisiones Obreras"},
    **{"a. C.": "antes de Cristo", "d. C.": "después de Cristo", "S. A.": "sociedad anónima"},
    **{
        "S.A.": "sociedad anónima",
        "S. L.": "sociedad limitada",
        "S.L.": "sociedad limitada",
        "Cía.": "compañía",
    },
    **{"máx.": "máximo", "mín.": "mínimo", "izq.": "izquierda", "izda.": "izquierda", "dcha.": "derecha"},
    **{
        "dpto.": "departamento",
        "depto.": "departamento",
        "hab.": "habitantes",
        "vs.": "versus",
        "tel.": "teléfono",
    },
    **{"P. D.": "posdata", "P.D.": "posdata", "c. c.": "centímetros cúbicos", "Atte.": "atentamente"},
    **{"incl.": "incluido", "admón.": "administración", "Gral.": "general", "y/o": "y o", "PSOE": "pesoe"},
    **{
        "S.M.": "su majestad",
        "S. M.": "su majestad",
        "q. e. p. d.": "que en paz descanse",
        "s/n": "sin número",
    },
}

for _day in ("lunes", "miércoles", "jueves", "viernes", "sábado", "domingo"):
    ABBREVIATIONS[f"{_day[:3]}."] = _day

TOP_DOMAINS: dict[str, str] = {"es": "es"}

ENDERS = frozenset({"etc.", "ee. uu.", "ee.uu.", "a. c.", "d. c.", "s. a.", "s.a.", "s. l.", "s.l.", "hab."})

AS_WORDS = word_set(
    "PIN SIM TAC PYME PYMES SIDA COVID UNICEF UNESCO FIFA UEFA OPEP CEPAL NAFTA LED IBEX INEM"
)

SPELT = word_set("UE EEE IES DNI ONG OMS FMI BBC RTVE PIB IPC IRPF AEE ADN ARN CEE OCU")

SMALL_WORDS = word_set(
    "EN DE LA EL LOS LAS UN UNA NO SI QUE POR CON SIN SE SU SUS AL DEL ES YA HOY MAS NI YO TU MI LO "
    "LE NOS HAY SER VER FIN DIA SOLO"
)

FEMININE_NOUNS = word_set(
    "mano manos noche noches parte partes clase clases calle calles tarde tardes llave llaves nube "
    "nubes nave naves mujer mujeres flor flores señal señales vez veces voz voces luz luces red redes "
    "pared paredes ley leyes imagen imágenes base bases frase frases fase fases serie series especie "
    "especies foto fotos moto motos torre torres fuente fuentes muerte muertes sede sedes cruz cruces "
    "piel pieles raíz raíces orden órdenes sílaba superficie superficies crisis tesis dosis razón "
    "razones canción gente capital capitales sal miel nariz"
)

MASCULINE_NOUNS = word_set(
    "día días problema problemas programa programas sistema sistemas tema temas idioma idiomas mapa "
    "mapas clima climas planeta planetas poema poemas drama dramas diagrama diagramas sofá sofás "
    "tranvía tranvías crucigrama dilema dilemas lema lemas síntoma síntomas esquema esquemas gramo "
    "atleta atletas poeta poetas turista turistas cura curas guardia guardias cometa cometas panorama "
    "fantasma fantasmas kilograma"
)

NO_NOUNS = word_set(
    "de y o a al del en por para con sin es son fue fueron era eran está están será serán ha han que "
    "se no si como más menos hasta desde entre ni u e pero cuando donde según sobre hay tiene tienen "
    "puede pueden va vino fuera tras ante bajo contra durante mediante el la los las lo un una"
)

NUMBERED = word_set(
    "capítulo tomo volumen parte acto escena título artículo anexo fase nivel tipo grado libro clase "
    "serie sección apartado canto categoría"
)

CENTURY: dict[str, str] = {"s.": "siglo"}

REGNAL = word_set(
    "Felipe Carlos Fernando Alfonso Juan Luis Enrique Jorge Jaime Pedro Pablo Pío Benedicto Gregorio "
    "León Urbano Clemente Inocencio Napoleón Federico Guillermo Ricardo Eduardo Nicolás Alejandro "
    "Sancho Ramiro Alberto Balduino Francisco Iván Ramsés Leopoldo Harald Gustavo Víctor Manuel José"
)

REGNAL_FEMININE = word_set("Isabel Catalina María Cristina Juana Victoria Margarita Beatriz Cleopatra")

EVENTS = word_set(
    "guerra congreso edición jornada jornadas encuentro semana feria concurso festival simposio "
    "certamen maratón carrera república cumbre premio foro ciclo torneo bienal asamblea curso muestra "
    "milla olimpiada trofeo plan"
)

CURRENCIES: dict[str, Currency] = {
    **{sign: Currency("euro", "euros", "céntimo", "céntimos", MASCULINE, MASCULINE) for sign in ("€", "EUR")},
    **{
        sign: Currency("dólar", "dólares", "centavo", "centavos", MASCULINE, MASCULINE)
        for sign in ("$", "US$", "USD")
    },
    "£": Currency("libra", "libras", "penique", "peniques", FEMININE, MASCULINE),
    "¥": Currency("yen", "yenes", form=MASCULINE),
    "₹": Currency("rupia", "rupias", form=FEMININE),
    "R$": Currency("real", "reales", "centavo", "centavos", MASCULINE, MASCULINE),
    "CHF": Currency("franco suizo", "francos suizos", "céntimo", "céntimos", MASCULINE, MASCULINE),
    "MXN": Currency("peso mexicano", "pesos mexicanos", "centavo", "centavos", MASCULINE, MASCULINE),
}

PESO = Currency("peso", "pesos", "centavo", "centavos", MASCULINE, MASCULINE)

MULTIPLES: dict[str, Multiple] = {
    **{word: Multiple("mil", "mil", MASCULINE) for word in ("mil", "K", "k")},
    **{
        word: Multiple("millón", "millones", MASCULINE, of=True)
        for word in ("millón", "millones", "M", "mill.")
    },
    **{"mil millones": Multiple("mil millones", "mil millones", MASCULINE, of=True)},
    **{word: Multiple("billón", "billones", MASCULINE, of=True) for word in ("billón", "billones")},
}

UNIT_NAMES: dict[str, tuple[str, str]] = {"mass-kilogram": ("kilo", "kilos")}

SPANISH_UNITS: dict[str, str] = {
    **{sign: name for sign, name in UNITS.items() if sign != "bar"},
    **{"Mb": "digital-megabit", "min.": "duration-minute", "h.": "duration-hour", "hs": "duration-hour"},
    **{"seg": "duration-second", "seg.": "duration-second", "Kg": "mass-kilogram", "Km": "length-kilometer"},
    **{"km.": "length-kilometer", "kg.": "mass-kilogram", "hrs": "duration-hour", "m.": "length-meter"},
}

FEMININE_UNITS = frozenset(
    {"duration-hour", "mass-tonne", "mass-pound", "mass-ounce", "length-mile", "length-yard", "area-hectare"}
    | {"speed-mile-per-hour", "energy-kilocalorie", "pressure-bar"}
)

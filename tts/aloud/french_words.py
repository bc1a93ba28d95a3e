"""Tables of French."""

from __future__ import annotations

from tts.aloud.units import UNITS
from tts.aloud.vocabulary import FEMININE, MASCULINE, Currency, Multiple, word_set

BEFORE_NAMES: dict[str, str] = {
    **{"M.": "monsieur", "MM.": "messieurs", "Mme": "madame", "Mmes": "mesdames", "Mlle": "mademoiselle"},
    **{"Dr(.)": "docteur", "Pr(.)": "professeur", "Me": "maître", "Mgr": "monseigneur", "St": "saint"},
    **{"Ste": "sainte", "Vve": "veuve", "Cdt": "commandant", "Gal": "général", "Bd": "boulevard"},
    **{"bd": "boulevard", "av.": "avenue", "Av.": "avenue", "Pl.": "place", "pl.": "place", "Sr": "sœur"},
}

BEFORE_NUMBERS: dict[str, str] = {
    **{"n°": "numéro", "N°": "numéro", "nº": "numéro", "Nº": "numéro", "n°s": "numéros", "no": "numéro"},
    **{"p.": "page", "pp.": "pages", "art.": "article", "chap.": "chapitre", "vol.": "volume"},
    **{
        "fig.": "figure",
        "tél(.)": "téléphone",
        "Tél(.)": "téléphone",
        "tél. :": "téléphone",
        "env.": "environ",
    },
    **{"al.": "alinéa", "ch.": "chapitre", "t.": "tome", "bât.": "bâtiment", "apt.": "appartement"},
}

ABBREVIATIONS: dict[str, str] = {
    **{
        "etc.": "et cetera",
        "p. ex.": "par exemple",
        "p.ex.": "par exemple",
        "ex.": "exemple",
        "env.": "environ",
    },
    **{"c.-à-d.": "c'est-à-dire", "càd": "c'est-à-dire", "cf.": "voir", "max.": "maximum", "min.": "minimum"},
    **{"tél.": "téléphone", "apr. J.-C.": "après Jésus-Christ", "av. J.-C.": "avant Jésus-Christ"},
    **{"hab.": "habitants", "vs": "contre", "c/o": "chez", "NB": "nota bene"},
    **{"N.B.": "nota bene", "svp": "s'il vous plaît", "s.v.p.": "s'il vous plaît", "SVP": "s'il vous plaît"},
    **{
        "Cie": "compagnie",
        "Éts": "établissements",
        "Ets": "établissements",
        "lun.": "lundi",
        "mer.": "mercredi",
    },
    **{"jeu.": "jeudi", "ven.": "vendredi", "sam.": "samedi", "dim.": "dimanche", "janv.": "janvier"},
    **{"févr.": "février", "avr.": "avril", "juil.": "juillet", "sept.": "septembre", "oct.": "octobre"},
    **{"nov.": "novembre", "déc.": "décembre", "et/ou": "et ou", "r.-d.-c.": "rez-de-chaussée"},
    **{"rdv": "rendez-vous", "RDV": "rendez-vous", "qqn": "quelqu'un", "qqch.": "quelque chose"},
    **{"P.-S.": "post-scriptum", "P.S.": "post-scriptum", "dép.": "département"},
}

ENDERS = frozenset({"etc.", "j.-c.", "av. j.-c.", "apr. j.-c.", "hab.", "s.v.p."})

AS_WORDS = word_set(
    "ONU OTAN SIDA OVNI SMIC CROUS INSEE UNESCO UNICEF FIFA UEFA OPEP PIN SIM COVID CAF CNAM PACS "
    "ASSEDIC BAFA ENA ZEP PAF TIG DOM TOM ZAC RIB CAPES DALO ALENA FED LASER RADAR SONAR MEDEF"
)

SPELT = word_set(
    "UE USA SNCF RATP TGV RER EDF GDF TVA PIB SDF HLM ONG OMC OMS FMI BCE CGT CFDT UMP PSG OM OL IUT"
)

SMALL_WORDS = word_set(
    "LE LA LES DE DU DES ET OU EN AU AUX UN UNE NE PAS PLUS SUR PAR EST CE CES IL QUE QUI SI NON OUI "
    "ON SA SES SON MES TON VOS NOS FIN MAI AVEC POUR SANS DANS TOUT TOUS VOUS NOUS"
)

FEMININE_NOUNS = word_set(
    "page pages heure heures minute minutes seconde secondes semaine semaines journée fois place "
    "places personne personnes femme femmes fille filles voiture voitures maison maisons ville villes "
    "rue rues porte portes table tables chaise chaises lettre lettres ligne lignes salle salles école "
    "écoles classe classes photo photos main mains nuit nuits fête fêtes date dates note notes image "
    "images carte cartes route routes pièce pièces chambre chambres étape étapes équipe équipes "
    "langue langues vidéo vidéos tonne tonnes demande demandes réponse réponses question questions "
    "île îles église églises chose choses feuille feuilles étoile étoiles plage plages montagne "
    "montagnes commune communes gare gares boîte boîtes bouteille bouteilles tasse tasses tranche "
    "tranches entreprise entreprises banque banques caisse caisses victime victimes famille familles "
    "pomme pommes orange oranges couleur couleurs fleur fleurs œuvre œuvres loi lois voix fin fins "
    "part parts clé clés dent dents mer mers forêt forêts cour tour tours once onces mesure "
    "association barre barres règle règles piste pistes phrase phrases marche marches branche "
    "branches arme armes zone zones banane bananes espèce espèces bibliothèque bibliothèques "
    "médiathèque médiathèques adresse adresses vache vaches centaine dizaine douzaine"
)

_ENDINGS = "tion sion xion té ée ence ance ure ette esse ie aine ade ude ise euse trice elle enne ière ine"

FEMININE_ENDINGS = tuple(ending + plural for ending in _ENDINGS.split() for plural in ("", "s"))

MASCULINE_NOUNS = word_set(
    "musée musées lycée lycées trophée trophées été étés comité comités côté côtés traité traités "
    "marché marchés silence silences domaine domaines stade stades grade grades magazine magazines "
    "incendie incendies génie génies parapluie parapluies murmure mètre mètres carré carrés degré "
    "degrés député députés employé employés blessé blessés passé pré prés thé thés café cafés congé "
    "congés invité invités inscrit inscrits capitaine capitaines squelette quartette moine moines "
    "patrimoine gymnase foie foies litre litres kilomètre kilomètres"
)

NO_NOUNS = word_set(
    "de du des et à au aux en sur pour par avec sans est sont fut était ont a ne pas se si que qui ou "
    "mais comme plus moins dans depuis jusque entre vers chez sous après avant le la les l un une y "
    "il elle ils elles on nous vous d s sera seront peut peuvent va vont fait ni car donc or dont où"
)

NUMBERED = word_set(
    "chapitre tome volume partie acte scène titre article annexe phase niveau type grade livre classe "
    "série section chant catégorie guerre"
)

REGNAL = word_set(
    "Louis François Henri Charles Philippe Jean Paul Pie Benoît Grégoire Léon Urbain Clément Innocent "
    "Napoléon Frédéric Guillaume Richard Édouard Edouard Georges Nicolas Alexandre Albert Baudouin "
    "Léopold Ramsès Félix Jacques Felipe Carlos Ferdinand Joseph Ptolémée Sixte Boniface Robert "
    "Pierre"
)

REGNAL_FEMININE = word_set(
    "Élisabeth Elisabeth Elizabeth Catherine Marie Isabelle Christine Victoria Margrethe Cléopâtre"
)

CURRENCIES: dict[str, Currency] = {
    **{sign: Currency("euro", "euros", "centime", "centimes", MASCULINE, MASCULINE) for sign in ("€", "EUR")},
    **{
        sign: Currency("dollar", "dollars", "cent", "cents", MASCULINE, MASCULINE)
        for sign in ("$", "US$", "USD")
    },
    "£": Currency("livre", "livres", "penny", "pence", FEMININE, MASCULINE),
    "¥": Currency("yen", "yens", form=MASCULINE),
    "₹": Currency("roupie", "roupies", form=FEMININE),
    "R$": Currency("réal", "réals", "centavo", "centavos", MASCULINE, MASCULINE),
    "CHF": Currency("franc suisse", "francs suisses", "centime", "centimes", MASCULINE, MASCULINE),
    "F": Currency("franc", "francs", "centime", "centimes", MASCULINE, MASCULINE),
}

MULTIPLES: dict[str, Multiple] = {
    **{word: Multiple("mille", "mille", MASCULINE) for word in ("mille", "k", "K")},
    **{
        word: Multiple("million", "millions", MASCULINE, of=True)
        for word in ("million", "millions", "M", "Mio")
    },
    **{
        word: Multiple("milliard", "milliards", MASCULINE, of=True)
        for word in ("milliard", "milliards", "Md", "Mds", "Mrd")
    },
    **{word: Multiple("billion", "billions", MASCULINE, of=True) for word in ("billion", "billions")},
}

FRENCH_UNITS: dict[str, str] = {
    **{sign: name for sign, name in UNITS.items() if sign not in ("MB", "GB", "TB", "KB", "kB")},
    **{
        "Mo": "digital-megabyte",
        "Go": "digital-gigabyte",
        "To": "digital-terabyte",
        "ko": "digital-kilobyte",
    },
    **{
        "MB": "digital-megabyte",
        "GB": "digital-gigabyte",
        "TB": "digital-terabyte",
        "min.": "duration-minute",
    },
    **{"sec": "duration-second", "mn": "duration-minute", "Kg": "mass-kilogram"},
}

UNIT_NAMES: dict[str, tuple[str, str]] = {
    "mass-kilogram": ("kilo", "kilos"),
    "speed-kilometer-per-hour": ("kilomètre-heure", "kilomètres-heure"),
    "speed-mile-per-hour": ("mile à l'heure", "miles à l'heure"),
}

FEMININE_UNITS = frozenset(
    {"duration-hour", "duration-minute", "duration-second", "mass-tonne", "mass-pound", "mass-ounce"}
    | {"duration-millisecond", "energy-kilocalorie"}
)

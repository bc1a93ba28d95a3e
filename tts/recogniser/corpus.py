"""What the voices are made to say for the training: sentences, their words in another order, and nonsense.

Nonsense words hold every sound that a voice can make in every order, so the network learns sounds and not
words.
"""

from __future__ import annotations

import importlib.resources
import json
from functools import cache

import numpy as np

SENTENCES: dict[str, tuple[str, ...]] = {
    "en": tuple(
        [
            "The council will meet on Thursday evening to discuss the new budget for roads and bridges.",
            "Please keep your belongings with you at all times while you wait on the platform.",
            "Heavy rain is expected across the northern valleys, and rivers may rise during the night.",
            "She bought fresh bread, blue cheese and a jar of yellow honey at the market.",
            "Five very old violins were found beneath the floor of the village theatre.",
            "The museum opens at ten; children under twelve go in without paying.",
            "Although he was thoroughly tired, Jonathan rowed the boat back through the fog.",
            "A judge should measure both the law and the unusual pleasure of mercy.",
            "Our engineers have checked each bolt, every joint and all of the wiring.",
            "Would you mind moving those chairs nearer to the window before the speech begins?",
            "The weather vane on the church turned round and round above the square.",
            "Thousands of birds fly south over this marsh as soon as the autumn frosts arrive.",
            "In the history of the town no other winter had been so long or so harsh.",
            "Bring warm gloves, a thick wool hat and a pair of waterproof boots.",
            "The printer's art was brought to the city by a young man from the coast.",
            "Few people knew that the duke had sold his house to pay for the library.",
            "Visitors must show a valid passport and a printed copy of their booking.",
            "He laughed, shook my hand and vanished behind the garage with his dog.",
            "What can we do when water leaks into the boiler room again?",
            "The choir sang an ancient hymn, and the whole crowd fell quiet.",
            "Quickly fold the pale paper twice, then press the edges with your thumb.",
            "The zoo has a giraffe, two zebras, a lazy ox and seven grey wolves.",
            "The letters were cut in metal and set in rows to make a page.",
            "Trains to the airport leave every quarter of an hour from track number nine.",
            "It is a pleasure to announce the winners of this year's photography prize.",
            "Nothing is so easy to forget as a promise made in a hurry.",
            "The surgeon washed her hands, put on a mask and picked up the scissors.",
            "We thought the thief had thrown the other three cloths over the southern wall.",
            "A huge orange cloud of dust hid the edge of the bridge.",
            "My brother keeps bees in a meadow below the old mill.",
            "The government's report was published in the middle of the eighteenth century.",
            "If the alarm sounds, leave the building by the nearest stairs and do not use the lift.",
            "Young oysters grow slowly in the cool, shallow water of the bay.",
            "The price of coal, of iron and of copper rose sharply between the wars.",
            "Could anyone tell me which bus goes to the general hospital?",
            "They usually watch television after dinner, but tonight they chose to read.",
            "For several weeks the prisoners were kept in a damp and narrow cellar.",
            "The captain told the crew to lower the sails and to drop the anchor.",
            "Her voice was low but clear, and everyone in the hall could hear it.",
            "There were boys and girls of all ages, some with baskets, some with flags.",
            "Oil and vinegar will not join, however hard you shake the bottle.",
            "It took a week of careful work to repair the clock in the tower.",
            "The whole of the first book was printed upon paper of the finest kind.",
            "Put the cup, the plate and the fork back upon the top shelf.",
            "The road to the harbour will be closed from March until the end of May.",
            "Such beauty, he thought, ought to be put where the public may enjoy it.",
            "The fire began in a bakery and spread to the houses along the river.",
            "Why would a wise woman wander away from such a warm and welcoming home?",
            "Good evening, and thank you for joining us; here is the news.",
            "You can pay by card at the desk or by telephone before noon.",
        ]
    ),
    "es": tuple(
        [
            "El ayuntamiento informa que la piscina municipal abrirá sus puertas el próximo viernes.",
            "Los niños jugaban en la plaza mientras sus abuelos hablaban del tiempo y de la cosecha.",
            "Muchas gracias por su paciencia; el tren llegará dentro de veinte minutos.",
            "Compramos queso, jamón, pan y una botella de vino para la cena.",
            "Nunca había llovido tanto en aquel pequeño pueblo de la montaña.",
            "La señora García guarda las llaves en un cajón de la cocina.",
            "Por favor, no dejen sus maletas sin vigilancia en ningún momento.",
            "El jefe dijo que el trabajo era urgente y que debía hacerse rápido.",
            "¿Dónde puedo encontrar una farmacia abierta a esta hora?",
            "Ayer vimos una película francesa muy divertida en el cine del barrio.",
            "El perro del vecino ladra cada vez que pasa el cartero.",
            "Hay que caminar hasta el río y cruzar el puente viejo.",
        ]
    ),
    "fr": tuple(
        [
            "La mairie sera fermée lundi prochain en raison d'un jour férié.",
            "Les enfants jouent dans le jardin pendant que leur grand-mère prépare un gâteau.",
            "Il a plu toute la nuit et la rivière est montée jusqu'au vieux pont.",
            "Nous avons acheté du pain, du beurre, des œufs et un peu de confiture.",
            "Veuillez garder vos bagages avec vous et rester derrière la ligne jaune.",
            "Le directeur du musée cherche un jeune homme sérieux pour l'accueil.",
            "Je voudrais deux billets pour le train de huit heures, s'il vous plaît.",
            "Une lune ronde et rousse brillait au-dessus des toits de la ville.",
            "Le peuple voulut une justice plus sûre et des juges plus humains.",
            "Où se trouve la pharmacie la plus proche de l'hôtel ?",
            "Chaque année, des oiseaux venus du nord passent l'hiver sur cette plage.",
            "Elle a perdu ses gants bleus dans le bus, puis elle a couru jusqu'au bureau.",
        ]
    ),
    "pt-br": tuple(
        [
            "A prefeitura informa que o parque ficará fechado até o fim da semana.",
            "As crianças brincavam na praia enquanto os pais conversavam à sombra.",
            "Por favor, não deixe sua bagagem sozinha em nenhum lugar da estação.",
            "Ontem choveu muito e o rio quase chegou à ponte velha.",
            "Compramos pão, queijo, feijão e um bolo de chocolate para a festa.",
            "O médico disse que ela precisa descansar e beber bastante água.",
            "Onde fica a farmácia mais próxima, por favor?",
            "Os ônibus para o aeroporto saem a cada vinte minutos.",
            "Meu irmão trabalha numa loja de livros no centro da cidade.",
            "Ninguém sabia que o velho jornal guardava uma carta tão antiga.",
        ]
    ),
    "hi": tuple(
        [
            "नगर परिषद की बैठक गुरुवार शाम को होगी।",
            "कृपया अपना सामान अपने साथ रखें और पीली रेखा के पीछे खड़े रहें।",
            "कल रात बहुत तेज़ बारिश हुई और नदी का पानी बढ़ गया।",
            "बच्चे बगीचे में खेल रहे थे और दादी कहानी सुना रही थीं।",
            "हमने बाज़ार से रोटी, दूध, चावल और मीठे आम ख़रीदे।",
            "क्या आप बता सकते हैं कि अस्पताल कहाँ है?",
            "यह गाड़ी बीस मिनट की देरी से चल रही है।",
            "मेरे भाई ने पुराने घड़ी को ठीक करने में एक सप्ताह लगाया।",
            "डॉक्टर ने कहा कि उसे आराम करना चाहिए।",
            "सूरज डूबते ही पहाड़ों पर ठंड बढ़ जाती है।",
        ]
    ),
    "it": tuple(
        [
            "Il comune informa che la biblioteca resterà chiusa fino a lunedì mattina.",
            "I bambini giocavano in piazza mentre i nonni parlavano del tempo.",
            "Vorrei due biglietti per il treno delle otto, per favore.",
            "Abbiamo comprato pane, formaggio, pesce fresco e una bottiglia di vino.",
            "La ragazza con gli occhiali lavora in una vecchia libreria del centro.",
            "Questa notte ha piovuto molto e il fiume è quasi uscito dagli argini.",
            "Lo zio di Giovanna coltiva aglio, zucchine e cipolle dietro la chiesa.",
            "Vi preghiamo di non lasciare i bagagli incustoditi.",
            "Che cosa possiamo fare se l'acqua entra di nuovo in cucina?",
            "Il medico le disse di riposare e di bere un bicchiere d'acqua ogni ora.",
        ]
    ),
    "de": tuple(
        [
            "Die Stadtverwaltung bleibt am kommenden Montag wegen eines Feiertags geschlossen.",
            "Bitte lassen Sie Ihr Gepäck nicht unbeaufsichtigt und treten Sie hinter die gelbe Linie.",
            "In der Nacht hat es stark geregnet, und der Fluss stieg bis zur alten Brücke.",
            "Wir kauften frisches Brot, Käse, süße Kirschen und eine Flasche Wein.",
            "Die Kinder spielten im Garten, während die Großmutter einen Kuchen backte.",
            "Können Sie mir sagen, wo ich eine geöffnete Apotheke finde?",
            "Der Zug nach München fährt heute von Gleis zwölf ab.",
            "Jedes Jahr ziehen Tausende Vögel über dieses Moor nach Süden.",
            "Meine Schwester übt jeden Abend eine Stunde Geige.",
            "Der Richter schwieg lange und schüttelte schließlich den Kopf.",
        ]
    ),
}
"""By eSpeak's name of the language. Italian and German are never trained on: they are the test."""

_SYLLABLES: dict[str, tuple[str, str, str]] = {
    "en": (
        "p b m f v θ ð t d n l s z ʃ ʒ ʧ ʤ k ɡ h ɹ w j pl bɹ tɹ kl st sp sk fl ɡɹ θɹ",
        "A I O W Y Q i u ɑ æ ɛ ɪ ɔ ə ʊ ʌ ɜɹ ɒ i ɪ ɛ æ ʊ ʌ",
        "p b m f v θ ð t d n l s z ʃ ʒ ʧ ʤ k ɡ ŋ - - - - - - nt ld st ɹ",
    ),
    "fr": (
        "p b m f v t d n l s z ʃ ʒ k ɡ ʁ w ɥ j ɲ pʁ tʁ kl",
        "a e i o u y ø œ ɛ ɔ ə y ø œ y ɑ\u0303 ɔ\u0303 ɛ\u0303",
        "- - - - - ʁ l t s k ʒ m n",
    ),
    "ja": (
        "k s t n h m j ɾ w ɡ z d b p ɕ ʨ ʥ ʦ ɸ - - kj ɾj ç",
        "a i ɯ e o a i ɯ e o aː iː ɯː eː oː",
        "- - - - ɴ",
    ),
    "zh": (
        "p pʰ m f t tʰ n l k kʰ x ʨ ʨʰ ɕ ꭧ ꭧʰ ʂ ɻ ʦ ʦʰ s w j ɥ - tw kw ʂw lj ɕj",
        "a o ɤ i u y e aɪ eɪ aʊ oʊ ɛ ɨ ə",
        "→ ↗ ↘ ↓ n→ n↗ ŋ→ ŋ↘ n↘ ŋ↓",
    ),
    "es": (
        "p b β m f t d ð n l s k ɡ ɣ x r ɾ ʧ ʎ ɲ j w pɾ tɾ kl",
        "a e i o u a e i o u je we",
        "- - - - n s ɾ l ð",
    ),
    "pt-br": (
        "p b m t d n f v s z ʃ ʒ k ɡ x ɾ l ʎ ɲ ʧ ʤ w j pɾ bɾ tɾ kl",
        "a ɐ e ɛ i o ɔ u y æ ɐ\u0303 i\u0303 o\u0303 u\u0303 eɪ oʊ aɪ",
        "- - - - - ɾ s l ŋ",
    ),
    "hi": (
        "p pʰ b m t tʰ d n ʈ ɖ ɳ l s ʃ k kʰ ɡ h ɾ ɽ ʋ j ʧ ʤ",
        "a aː i iː u uː e eː o oː ə ɛ ɔ",
        "- - - k t n m ɾ s l ŋ",
    ),
}
"""Onsets, nuclei and codas of nonsense syllables in Kokoro's letters; "-" is none."""


FOREIGN = (
    *("nl", "sv", "da", "nb", "pl", "cs", "sk", "hr", "sl", "ro"),
    *("el", "tr", "hu", "fi", "et", "ca", "eu", "sw", "id"),
)
"""Languages in Latin and Greek letters that only eSpeak NG has voices for."""

TONGUES = (
    *("en", "es", "fr", "pt-br", "hi"),
    *FOREIGN,
    *("lv", "lt", "vi", "is", "sq", "ru", "uk", "bg", "mr", "bn", "ta"),
)
"""Languages that `sentence` has words of. Italian and German stay out: they are the test's."""


def sentence(language: str, rng: np.random.Generator) -> str:
    """Return a sentence of the language, or a row of its words that is none.

    Args:
        language: one that Unicode's locale data know; without SENTENCES it is always a row of words.
        rng: decides everything.
    """
    words: list[str] = []
    if language in SENTENCES:
        text = str(rng.choice(SENTENCES[language]))
        if rng.random() < 0.25:
            return text
        words = text.rstrip(".?।").split()
    others = vocabulary(language)
    n_words = int(rng.integers(5, 13))
    mixed = [str(word) for word in rng.permutation(words)][: n_words // 3]
    mixed += [others[int(rng.integers(len(others)))] for _ in range(n_words - len(mixed))]
    return " ".join(str(word) for word in rng.permutation(mixed)) + "."


def nonsense(language: str, rng: np.random.Generator) -> str:
    """Return some nonsense words of the language's sounds, in Kokoro's letters."""
    return " ".join(_word(language, rng) for _ in range(rng.integers(4, 10))) + str(rng.choice(list(".,?!")))


def has_nonsense(language: str) -> bool:
    """Whether `nonsense` knows the language's sounds."""
    return language in _SYLLABLES


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """Return a thousand and more words of a language, in order of the alphabet.

    They are the words in which Unicode's locale data name countries, languages and currencies; English has
    those of misaki's dictionary too.
    """
    from babel import Locale

    locale = Locale.parse(language, sep="-")
    names = [*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()]
    words = {word.strip(".,;()[]").lower() for name in names for word in name.split()}
    if language == "en":
        words.update(_dictionary())
    return tuple(sorted(word for word in words if len(word) > 2 and not set(word) & set("0123456789&/–-")))


@cache
def _dictionary() -> tuple[str, ...]:
    """Return misaki's English words of three to nine small letters."""
    source = importlib.resources.files("misaki").joinpath("data/us_gold.json").read_text(encoding="utf-8")
    return tuple(
        word
        for word in json.loads(source)
        if 3 <= len(word) <= 9 and word.isascii() and word.isalpha() and word.islower()
    )


def _word(language: str, rng: np.random.Generator) -> str:
    parts = [[part.replace("-", "") for part in row.split()] for row in _SYLLABLES[language]]
    n_syllables = int(rng.integers(1, 4))
    stressed = int(rng.integers(n_syllables))
    word = ""
    for i in range(n_syllables):
        onset, nucleus, coda = (str(rng.choice(part)) for part in parts)
        word += onset + ("ˈ" if i == stressed else "") + nucleus + coda
    comma = "," if rng.random() < 0.15 else ""
    return word + comma

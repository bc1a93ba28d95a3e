"""Tables of Brazilian Portuguese."""

from __future__ import annotations

from tts.aloud.units import UNITS
from tts.aloud.vocabulary import FEMININE, MASCULINE, Currency, Multiple, word_set

BEFORE_NAMES: dict[str, str] = {
    **{"sr(.)": "senhor", "sra(.)": "senhora", "srta(.)": "senhorita", "srs.": "senhores", "dr(.)": "doutor"},
    **{"dra(.)": "doutora", "prof(.)": "professor", "profa(.)": "professora", "prof.ª": "professora"},
    **{
        "D.": "dom",
        "Dna.": "dona",
        "Eng.": "engenheiro",
        "Gen.": "general",
        "Sto.": "santo",
        "Sta.": "santa",
    },
    **{"S.": "são", "Pe.": "padre", "Dep.": "deputado", "Sen.": "senador", "Gov.": "governador"},
    **{
        "R.": "rua",
        "av.": "avenida",
        "pça.": "praça",
        "Al.": "alameda",
        "Rod.": "rodovia",
        "Cel.": "coronel",
    },
    **{"Exmo.": "excelentíssimo", "Pres.": "presidente", "Min.": "ministro"},
}

BEFORE_NUMBERS: dict[str, str] = {
    **{"nº": "número", "n.º": "número", "n°": "número", "Nº": "número", "N°": "número", "n.": "número"},
    **{"pág.": "página", "págs.": "páginas", "p.": "página", "pp.": "páginas", "art.": "artigo"},
    **{"arts.": "artigos", "cap.": "capítulo", "vol.": "volume", "fig.": "figura", "tel(.)": "telefone"},
    **{"tel.:": "telefone", "ramal": "ramal", "apto.": "apartamento", "ap.": "apartamento", "bl.": "bloco"},
    **{"inc.": "inciso", "aprox.": "aproximadamente"},
}

ABBREVIATIONS: dict[str, str] = {
    **{"etc.": "et cétera", "p. ex.": "por exemplo", "p.ex.": "por exemplo", "ex.": "exemplo"},
    **{
        "aprox.": "aproximadamente",
        "tel.": "telefone",
        "máx.": "máximo",
        "mín.": "mínimo",
        "EUA": "Estados Unidos",
    },
    **{"a.C.": "antes de Cristo", "d.C.": "depois de Cristo", "a. C.": "antes de Cristo"},
    **{
        "d. C.": "depois de Cristo",
        "S.A.": "S A",
        "Ltda.": "limitada",
        "Ltda": "limitada",
        "Cia.": "companhia",
    },
    **{
        "hab.": "habitantes",
        "vs.": "versus",
        "e/ou": "e ou",
        "c/": "com",
        "s/": "sem",
        "P.S.": "pós-escrito",
    },
    **{
        "V. Exa.": "vossa excelência",
        "V.Exa.": "vossa excelência",
        "obs.": "observação",
        "qtd.": "quantidade",
    },
    **{"depto.": "departamento", "km/h": "quilômetros por hora", "i.e.": "isto é", "seg.": "segunda"},
    **{
        "ter.": "terça",
        "qua.": "quarta",
        "qui.": "quinta",
        "sex.": "sexta",
        "sáb.": "sábado",
        "dom.": "domingo",
    },
    **{"jan.": "janeiro", "fev.": "fevereiro", "abr.": "abril", "ago.": "agosto", "set.": "setembro"},
    **{"out.": "outubro", "nov.": "novembro", "dez.": "dezembro", "s/n": "sem número", "s/nº": "sem número"},
}

ENDERS = frozenset({"etc.", "a.c.", "d.c.", "a. c.", "d. c.", "s.a.", "ltda.", "cia.", "hab."})

AS_WORDS = word_set(
    "ONU OTAN SUS PIB PIS CEP ONG ONGS AIDS COVID UNESCO UNICEF FIFA UEFA OPEP PIN SIM USP FUNAI "
    "IBAMA ANVISA DETRAN INEP ENEM MEC COPOM SELIC PIX CADE PROCON SENAI SESC SENAC PETROBRAS UPA "
    "MASP BOPE"
)

SPELT = word_set(
    "UE UTI EUA IOF UBS AVC STF STJ TSE PF PM CPF CNPJ RG IPTU IPVA ICMS INSS FGTS IBGE IPCA TV DVD "
    "CD PDF USB SMS GPS OMS FMI BBC FBI CIA HIV DNA IBM PC CEO SP RJ MG RS BR CLT CPI PT PSDB OAB ISS"
)

SMALL_WORDS = word_set(
    "OS AS DE DO DA DOS DAS EM NO NA NOS NAS OU UM UMA SIM MAIS POR COM SEM QUE SE AO FIM HOJE SER "
    "VER SEU SUA"
)

FEMININE_NOUNS = word_set(
    "mão mãos noite noites parte partes classe classes tarde tardes mulher mulheres flor flores vez "
    "vezes voz vozes luz luzes rede redes parede paredes lei leis base bases frase frases fase fases "
    "série séries espécie espécies foto fotos moto motos torre torres fonte fontes morte mortes sede "
    "sedes cruz cruzes pele peles raiz raízes ordem ordens imagem imagens viagem viagens vantagem "
    "vantagens página opção crise crises tese teses dose doses chave chaves nuvem nuvens gente manhã "
    "manhãs maçã maçãs irmã irmãs avó tribo árvore árvores cidade"
)

MASCULINE_NOUNS = word_set(
    "dia dias problema problemas programa programas sistema sistemas tema temas idioma idiomas mapa "
    "mapas clima climas planeta planetas poema poemas drama dramas diagrama diagramas grama gramas "
    "quilograma cinema cinemas atleta atletas poeta poetas turista turistas telefonema telefonemas "
    "sofá sofás crachá crachás"
)

NO_NOUNS = word_set(
    "de e a o ao aos as os à às do da dos das em no na nos nas por para com sem é são foi foram era "
    "está estão será serão que se não ou mas como mais menos até desde entre sob sobre quando onde há "
    "tem têm pode podem vai um uma"
)

NUMBERED = word_set(
    "capítulo tomo volume parte ato cena título artigo anexo fase nível tipo grau livro classe série "
    "seção canto categoria inciso"
)

CENTURY: dict[str, str] = {"séc.": "século"}

REGNAL = word_set(
    "Pedro João Carlos Fernando Afonso Luís Henrique Jorge Jaime Paulo Pio Bento Gregório Leão Urbano "
    "Clemente Inocêncio Napoleão Frederico Guilherme Ricardo Eduardo Nicolau Alexandre Sancho Manuel "
    "Sebastião Filipe Felipe Francisco Ivan Ramsés Leopoldo José Miguel Dinis Alberto"
)

REGNAL_FEMININE = word_set(
    "Isabel Elizabeth Catarina Maria Cristina Joana Vitória Margarida Leonor Cleópatra"
)

EVENTS = word_set(
    "guerra congresso edição jornada encontro semana feira concurso festival simpósio maratona "
    "corrida república prêmio fórum ciclo torneio bienal assembleia mostra olimpíada conferência "
    "seminário"
)

CURRENCIES: dict[str, Currency] = {
    **{
        sign: Currency("real", "reais", "centavo", "centavos", MASCULINE, MASCULINE) for sign in ("R$", "BRL")
    },
    **{sign: Currency("euro", "euros", "centavo", "centavos", MASCULINE, MASCULINE) for sign in ("€", "EUR")},
    **{
        sign: Currency("dólar", "dólares", "centavo", "centavos", MASCULINE, MASCULINE)
        for sign in ("$", "US$", "USD")
    },
    "£": Currency("libra", "libras", "pêni", "pence", FEMININE, MASCULINE),
    "¥": Currency("iene", "ienes", form=MASCULINE),
    "₹": Currency("rupia", "rupias", form=FEMININE),
    "CHF": Currency("franco suíço", "francos suíços", "centavo", "centavos", MASCULINE, MASCULINE),
}

MULTIPLES: dict[str, Multiple] = {
    **{word: Multiple("mil", "mil") for word in ("mil", "K", "k")},
    **{
        word: Multiple("milhão", "milhões", MASCULINE, of=True)
        for word in ("milhão", "milhões", "mi", "M", "mln")
    },
    **{word: Multiple("bilhão", "bilhões", MASCULINE, of=True) for word in ("bilhão", "bilhões", "bi", "B")},
    **{word: Multiple("trilhão", "trilhões", MASCULINE, of=True) for word in ("trilhão", "trilhões", "tri")},
}

UNIT_NAMES: dict[str, tuple[str, str]] = {
    "mass-kilogram": ("quilo", "quilos"),
    "mass-tonne": ("tonelada", "toneladas"),
}

PORTUGUESE_UNITS: dict[str, str] = {
    **{sign: name for sign, name in UNITS.items() if sign not in ("bar", "mi")},
    **{"min.": "duration-minute", "seg": "duration-second", "Kg": "mass-kilogram", "Km": "length-kilometer"},
    **{"hs": "duration-hour", "hrs": "duration-hour"},
}

FEMININE_UNITS = frozenset(
    {
        "duration-hour",
        "mass-tonne",
        "mass-pound",
        "mass-ounce",
        "length-mile",
        "length-yard",
        "speed-mile-per-hour",
    }
    | {"energy-kilocalorie"}
)

SHORT_DAYS: dict[str, int] = {
    **{"seg": 0, "ter": 1, "qua": 2, "qui": 3, "sex": 4, "sáb": 5, "sab": 5, "dom": 6},
    **{"segunda": 0, "terça": 1, "quarta": 2, "quinta": 3, "sexta": 4},
}

LETTER_NAMES: dict[str, str] = {"A": "á", "E": "é", "O": "ó"}
"""Letters that would be read as words."""

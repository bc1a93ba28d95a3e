"""Tables of Japanese: counters, units, letters."""

from __future__ import annotations

from tts.aloud.japanese_numbers import Counter

_FOUR = {4: "ヨ"}
_HOUR = {4: "ヨ", 7: "シチ", 9: "ク"}
_MONTH = {4: "シ", 7: "シチ", 9: "ク"}
_DAYS = {
    **{
        1: "ツイタチ",
        2: "フツカ",
        3: "ミッカ",
        4: "ヨッカ",
        5: "イツカ",
        6: "ムイカ",
        7: "ナノカ",
        8: "ヨウカ",
    },
    **{9: "ココノカ", 10: "トオカ", 14: "ジュウヨッカ", 20: "ハツカ", 24: "ニジュウヨッカ"},
}
_THINGS = {
    **{
        1: "ヒトツ",
        2: "フタツ",
        3: "ミッツ",
        4: "ヨッツ",
        5: "イツツ",
        6: "ムッツ",
        7: "ナナツ",
        8: "ヤッツ",
    },
    9: "ココノツ",
}
_DAY_DIGITS = {7: "シチ", 9: "ク"}

DAY = Counter("ニチ", digits=_DAY_DIGITS, whole=_DAYS)
"""Of the month."""

DAYS_LONG = Counter("ニチ", digits=_DAY_DIGITS, whole={**_DAYS, 1: "イチニチ"})
"""Of time."""

COUNTERS: dict[str, Counter] = {
    "人": Counter("ニン", digits={4: "ヨ"}, whole={1: "ヒトリ", 2: "フタリ"}),
    **{"名": Counter("メイ"), "名様": Counter("メイサマ"), "人目": Counter("ニンメ", digits=_FOUR)},
    **{
        "つ": Counter("ツ", whole=_THINGS),
        "つ目": Counter("ツメ", whole={n: w + "メ" for n, w in _THINGS.items()}),
    },
    **{
        "年": Counter("ネン", digits=_FOUR),
        "年間": Counter("ネンカン", digits=_FOUR),
        "年度": Counter("ネンド", digits=_FOUR),
    },
    **{
        "年代": Counter("ネンダイ", digits=_FOUR),
        "年生": Counter("ネンセイ", digits=_FOUR),
        "月": Counter("ガツ", digits=_MONTH),
    },
    **{
        "か月": Counter("カゲツ", "k"),
        "ヶ月": Counter("カゲツ", "k"),
        "カ月": Counter("カゲツ", "k"),
        "ヵ月": Counter("カゲツ", "k"),
    },
    **{
        "ヶ所": Counter("カショ", "k"),
        "か所": Counter("カショ", "k"),
        "カ国": Counter("カコク", "k"),
        "か国": Counter("カコク", "k"),
    },
    **{
        "日": DAY,
        "日間": Counter(
            "ニチカン", digits=_DAY_DIGITS, whole={n: w + "カン" for n, w in {**_DAYS, 1: "イチニチ"}.items()}
        ),
    },
    **{
        "時": Counter("ジ", digits=_HOUR, whole={0: "レイジ"}),
        "時間": Counter("ジカン", digits=_HOUR),
        "時半": Counter("ジハン", digits=_HOUR),
    },
    **{
        "分": Counter("フン", "f"),
        "分間": Counter("フンカン", "f"),
        "秒": Counter("ビョウ"),
        "週": Counter("シュウ", "s"),
    },
    **{
        "週間": Counter("シュウカン", "s"),
        "回": Counter("カイ", "k"),
        "回目": Counter("カイメ", "k"),
        "個": Counter("コ", "k"),
    },
    **{
        "階": Counter("カイ", "k", whole={3: "サンガイ"}),
        "件": Counter("ケン", "k"),
        "軒": Counter("ケン", "k", whole={3: "サンゲン"}),
    },
    **{
        "機": Counter("キ", "k"),
        "基": Counter("キ", "k"),
        "曲": Counter("キョク", "k"),
        "巻": Counter("カン", "k"),
        "課": Counter("カ", "k"),
    },
    **{
        "歳": Counter("サイ", "s", whole={20: "ハタチ"}),
        "才": Counter("サイ", "s", whole={20: "ハタチ"}),
        "冊": Counter("サツ", "s"),
    },
    **{
        "社": Counter("シャ", "s"),
        "種類": Counter("シュルイ", "s"),
        "席": Counter("セキ", "s"),
        "隻": Counter("セキ", "s"),
    },
    **{
        "世紀": Counter("セイキ", "s"),
        "足": Counter("ソク", "s", whole={3: "サンゾク"}),
        "世帯": Counter("セタイ", "s"),
    },
    **{
        "点": Counter("テン", "t"),
        "頭": Counter("トウ", "t"),
        "通": Counter("ツウ", "t"),
        "着": Counter("チャク", "t"),
    },
    **{
        "丁目": Counter("チョウメ", "t"),
        "都市": Counter("トシ", "t"),
        "等": Counter("トウ", "t"),
        "店舗": Counter("テンポ", "t"),
    },
    **{
        "本": Counter("ホン", "h"),
        "杯": Counter("ハイ", "h"),
        "匹": Counter("ヒキ", "h"),
        "票": Counter("ヒョウ", "h"),
    },
    **{
        "泊": Counter("ハク", "f", digits={}),
        "発": Counter("ハツ", "f"),
        "円": Counter("エン"),
        "万円": Counter("マンエン"),
    },
    **{
        "番": Counter("バン"),
        "番線": Counter("バンセン"),
        "番目": Counter("バンメ"),
        "枚": Counter("マイ"),
        "台": Counter("ダイ"),
    },
    **{
        "度": Counter("ド"),
        "倍": Counter("バイ"),
        "号": Counter("ゴウ"),
        "号線": Counter("ゴウセン"),
        "号車": Counter("ゴウシャ"),
        "号室": Counter("ゴウシツ"),
    },
    **{
        "位": Counter("イ"),
        "問": Counter("モン"),
        "部": Counter("ブ"),
        "組": Counter("クミ"),
        "羽": Counter("ワ", whole={3: "サンバ"}),
    },
    **{
        "代": Counter("ダイ"),
        "章": Counter("ショウ", "s"),
        "条": Counter("ジョウ"),
        "項": Counter("コウ", "k"),
        "節": Counter("セツ", "s"),
    },
    **{
        "巡目": Counter("ジュンメ"),
        "割": Counter("ワリ"),
        "ドル": Counter("ドル"),
        "ユーロ": Counter("ユーロ"),
        "ポンド": Counter("ポンド", "p"),
    },
    **{
        "元": Counter("ゲン"),
        "ウォン": Counter("ウォン"),
        "パーセント": Counter("パーセント", "p"),
        "ポイント": Counter("ポイント", "p"),
    },
    **{
        "ページ": Counter("ページ", "p"),
        "キロ": Counter("キロ", "km"),
        "キロメートル": Counter("キロメートル", "km"),
    },
    **{
        "メートル": Counter("メートル"),
        "センチ": Counter("センチ", "s"),
        "トン": Counter("トン", "t"),
        "グラム": Counter("グラム"),
    },
    **{
        "リットル": Counter("リットル"),
        "ヘクタール": Counter("ヘクタール"),
        "カロリー": Counter("カロリー", "km"),
        "人前": Counter("ニンマエ", digits=_FOUR),
    },
    **{
        "周年": Counter("シュウネン", "s"),
        "学年": Counter("ガクネン"),
        "校": Counter("コウ", "k"),
        "件目": Counter("ケンメ", "k"),
    },
    **{
        "チーム": Counter("チーム", "t"),
        "連勝": Counter("レンショウ"),
        "連敗": Counter("レンパイ"),
        "勝": Counter("ショウ"),
        "敗": Counter("ハイ"),
    },
    **{
        "丁": Counter("チョウ", "t"),
        "杯目": Counter("ハイメ", "h"),
        "本目": Counter("ホンメ", "h"),
        "人組": Counter("ニングミ", digits=_FOUR),
    },
}

UNITS: dict[str, Counter] = {
    **{
        "km": Counter("キロメートル", "km"),
        "m": Counter("メートル"),
        "cm": Counter("センチメートル", "s"),
        "mm": Counter("ミリメートル"),
    },
    **{
        "kg": Counter("キログラム", "km"),
        "g": Counter("グラム"),
        "mg": Counter("ミリグラム"),
        "t": Counter("トン", "t"),
    },
    **{
        "l": Counter("リットル"),
        "L": Counter("リットル"),
        "ml": Counter("ミリリットル"),
        "mL": Counter("ミリリットル"),
    },
    **{
        "m²": Counter("ヘイホウメートル"),
        "m2": Counter("ヘイホウメートル"),
        "㎡": Counter("ヘイホウメートル"),
        "km²": Counter("ヘイホウキロメートル"),
    },
    **{
        "m³": Counter("リッポウメートル"),
        "ha": Counter("ヘクタール"),
        "℃": Counter("ド"),
        "°C": Counter("ド"),
        "°": Counter("ド"),
    },
    **{
        "%": Counter("パーセント", "p"),
        "GB": Counter("ギガバイト"),
        "MB": Counter("メガバイト"),
        "TB": Counter("テラバイト", "t"),
    },
    **{
        "kW": Counter("キロワット", "km"),
        "kWh": Counter("キロワットジ", "km"),
        "W": Counter("ワット"),
        "V": Counter("ボルト"),
    },
    **{
        "Hz": Counter("ヘルツ"),
        "kHz": Counter("キロヘルツ", "km"),
        "MHz": Counter("メガヘルツ"),
        "GHz": Counter("ギガヘルツ"),
    },
    **{
        "hPa": Counter("ヘクトパスカル"),
        "kcal": Counter("キロカロリー", "km"),
        "h": Counter("ジカン", digits=_HOUR),
        "‰": Counter("パーミル", "p"),
    },
    **{"min": Counter("フン", "f"), "s": Counter("ビョウ"), "°F": Counter("カシド")},
}

SPEEDS: dict[str, tuple[str, Counter]] = {
    "km/h": ("時速", Counter("キロメートル", "km")),
    "m/s": ("秒速", Counter("メートル")),
    "mph": ("時速", Counter("マイル")),
    "Mbps": ("毎秒", Counter("メガビット")),
}

CURRENCIES: dict[str, Counter] = {
    **{sign: Counter("エン") for sign in ("¥", "JPY")},
    **{sign: Counter("ドル") for sign in ("$", "US$", "USD")},
    **{sign: Counter("ユーロ") for sign in ("€", "EUR")},
    **{
        "£": Counter("ポンド", "p"),
        "₹": Counter("ルピー"),
        "₩": Counter("ウォン"),
        "CHF": Counter("スイスフラン", "s"),
    },
    "R$": Counter("レアル"),
}

POWERS: dict[str, str] = {"万": "マン", "億": "オク", "兆": "チョウ", "千": "セン"}

LETTER_NAMES: dict[str, str] = {
    **{
        "A": "エー",
        "B": "ビー",
        "C": "シー",
        "D": "ディー",
        "E": "イー",
        "F": "エフ",
        "G": "ジー",
        "H": "エイチ",
        "I": "アイ",
    },
    **{
        "J": "ジェー",
        "K": "ケー",
        "L": "エル",
        "M": "エム",
        "N": "エヌ",
        "O": "オー",
        "P": "ピー",
        "Q": "キュー",
        "R": "アール",
    },
    **{
        "S": "エス",
        "T": "ティー",
        "U": "ユー",
        "V": "ブイ",
        "W": "ダブリュー",
        "X": "エックス",
        "Y": "ワイ",
        "Z": "ゼット",
    },
}

WORDS: dict[str, str] = {
    **{
        "NATO": "ナトー",
        "NASA": "ナサ",
        "UNESCO": "ユネスコ",
        "UNICEF": "ユニセフ",
        "OPEC": "オペック",
        "FIFA": "フィファ",
    },
    **{
        "COVID": "コビッド",
        "JAXA": "ジャクサ",
        "TOEIC": "トーイック",
        "ASEAN": "アセアン",
        "APEC": "エイペック",
        "WiFi": "ワイファイ",
    },
    **{
        "Wi-Fi": "ワイファイ",
        "AIDS": "エイズ",
        "JICA": "ジャイカ",
        "PASMO": "パスモ",
        "IC": "アイシー",
        "OK": "オーケー",
    },
}
"""Abbreviations that are words."""

TOP_DOMAINS: dict[str, str] = {
    "com": "コム",
    "org": "オーグ",
    "net": "ネット",
    "jp": "ジェーピー",
    "co": "シーオー",
    "go": "ジーオー",
}

SHORT_TELEPHONES: dict[str, str] = {"110": "ヒャクトオ", "119": "ヒャクジュウキュウ"}

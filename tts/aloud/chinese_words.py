"""Tables of Chinese."""

from __future__ import annotations

from tts.aloud.vocabulary import word_set

COUNTERS = frozenset(
    "个個位名人只条張张本把件台辆架艘座栋间家所次回遍场节课门种类项份杯瓶碗盘包箱袋盒双对套组批层天年周岁倍"
    "米斤克吨升元块万亿点成步口头匹株棵朵颗粒滴片段行句首篇部集幅幢支枝根届期季代国党院校省市州县区岸者端侧"
    "边面种顿趟轮枚秒小分公千毫厘平立摄美欧英日港星礼时股磅英海"
)
"""First characters of what is counted: before these two is 两."""

NOT_COUNTED = (
    "月",
    "日",
    "号",
    "楼",
    "路",
    "室",
    "年级",
    "班",
    "线",
    "号线",
    "分之",
    "点钟半",
    "人间",
    "日元半",
)
"""Before these two stays 二."""

UNITS: dict[str, str] = {
    **{"km": "公里", "m": "米", "cm": "厘米", "mm": "毫米", "kg": "公斤", "g": "克", "mg": "毫克", "t": "吨"},
    **{"l": "升", "L": "升", "ml": "毫升", "mL": "毫升", "m²": "平方米", "m2": "平方米", "km²": "平方公里"},
    **{"㎡": "平方米", "m³": "立方米", "m3": "立方米", "cm²": "平方厘米", "ha": "公顷", "kW": "千瓦"},
    **{"kWh": "千瓦时", "MW": "兆瓦", "Hz": "赫兹", "kHz": "千赫", "MHz": "兆赫", "GHz": "吉赫", "W": "瓦"},
    **{
        "V": "伏",
        "h": "小时",
        "min": "分钟",
        "s": "秒",
        "hPa": "百帕",
        "mi": "英里",
        "lb": "磅",
        "ft": "英尺",
    },
    **{
        "GB": "G B",
        "MB": "M B",
        "KB": "K B",
        "TB": "T B",
        "kcal": "千卡",
        "dB": "分贝",
        "°": "度",
        "㎏": "公斤",
    },
    **{"㎝": "厘米", "㎞": "公里"},
}

DEGREES: dict[str, str] = {"°C": "摄氏度", "℃": "摄氏度", "ºC": "摄氏度", "°F": "华氏度", "℉": "华氏度"}

SPEEDS: dict[str, str] = {"km/h": "公里", "mph": "英里", "m/s": "米", "Mbps": "兆", "Mbit/s": "兆"}

CURRENCIES: dict[str, str] = {
    **{
        "¥": "元",
        "RMB": "元",
        "CNY": "元",
        "$": "美元",
        "US$": "美元",
        "USD": "美元",
        "€": "欧元",
        "EUR": "欧元",
    },
    **{"£": "英镑", "GBP": "英镑", "HK$": "港元", "HKD": "港元", "NT$": "新台币", "₹": "卢比", "JPY": "日元"},
    **{"CHF": "瑞士法郎", "R$": "雷亚尔", "₩": "韩元", "₽": "卢布", "A$": "澳元", "C$": "加元"},
}

DAYS = "一二三四五六日天末"

AS_WORDS = word_set("NATO NASA UNESCO UNICEF COVID FIFA OPEC WIFI APEC")

SHORT_TELEPHONES = r"(?:110|119|120|122|112|911|999|114|1[02]\d{3}|9[56]\d{3})"
"""Numbers that are told digit by digit wherever they are dialled."""

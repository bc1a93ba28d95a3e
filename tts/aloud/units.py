"""Signs of units, and what CLDR calls them."""

from __future__ import annotations

UNITS: dict[str, str] = {
    **{"km": "length-kilometer", "m": "length-meter", "cm": "length-centimeter", "mm": "length-millimeter"},
    **{"mi": "length-mile", "ft": "length-foot", "yd": "length-yard", "µm": "length-micrometer"},
    **{"kg": "mass-kilogram", "g": "mass-gram", "mg": "mass-milligram", "t": "mass-tonne"},
    **{"lb": "mass-pound", "lbs": "mass-pound", "oz": "mass-ounce", "µg": "mass-microgram"},
    **{"l": "volume-liter", "L": "volume-liter", "ml": "volume-milliliter", "mL": "volume-milliliter"},
    **{"cl": "volume-centiliter", "dl": "volume-deciliter", "hl": "volume-hectoliter"},
    **{"m²": "area-square-meter", "m2": "area-square-meter", "km²": "area-square-kilometer"},
    **{"km2": "area-square-kilometer", "cm²": "area-square-centimeter", "ha": "area-hectare"},
    **{"m³": "volume-cubic-meter", "m3": "volume-cubic-meter", "cm³": "volume-cubic-centimeter"},
    **{"°C": "temperature-celsius", "ºC": "temperature-celsius", "℃": "temperature-celsius"},
    **{"°F": "temperature-fahrenheit", "ºF": "temperature-fahrenheit", "℉": "temperature-fahrenheit"},
    **{"km/h": "speed-kilometer-per-hour", "kmh": "speed-kilometer-per-hour", "mph": "speed-mile-per-hour"},
    **{"m/s": "speed-meter-per-second", "kW": "power-kilowatt", "MW": "power-megawatt", "W": "power-watt"},
    **{"GW": "power-gigawatt", "kWh": "energy-kilowatt-hour", "kcal": "energy-kilocalorie"},
    **{"kJ": "energy-kilojoule", "V": "electric-volt"},
    **{"Hz": "frequency-hertz", "kHz": "frequency-kilohertz", "MHz": "frequency-megahertz"},
    **{"GHz": "frequency-gigahertz", "kB": "digital-kilobyte", "KB": "digital-kilobyte"},
    **{"MB": "digital-megabyte", "GB": "digital-gigabyte", "TB": "digital-terabyte"},
    **{"Mbit": "digital-megabit", "Gbit": "digital-gigabit"},
    **{"h": "duration-hour", "min": "duration-minute"},
    **{"s": "duration-second", "ms": "duration-millisecond", "hPa": "pressure-hectopascal"},
    "bar": "pressure-bar",
}
"""CLDR's name of each sign. Signs that are words of a language are left out there."""

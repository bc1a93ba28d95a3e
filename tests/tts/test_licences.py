import pytest

from tts.licences import is_commercial


@pytest.mark.parametrize(
    "licence",
    [
        "Apache-2.0",
        "MIT",
        "apache 2.0",
        "CC0-1.0",
        "CC-BY-4.0",
        "CC BY-SA 4.0",
        "GPL-3.0-or-later",
        "LGPL-2.1+",
    ]
    + ["MIT AND CC0-1.0", "CC-BY-NC-4.0 OR MIT", "MIT AND (CPML OR Apache-2.0)", "cc by-nd 3.0"]
    + ["GPL-3.0-only WITH Classpath-exception-2.0"],
)
def test_commercial_use_is_allowed(licence: str):
    assert is_commercial(licence) is True


@pytest.mark.parametrize(
    "licence",
    ["CPML", "cpml", "CC-BY-NC-4.0", "CC BY-NC-ND 4.0", "cc-by-nc-sa-3.0", "CC BY-NC", "Apache-2.0 AND CPML"]
    + [
        "Coqui Public Model License",
        "SomeVendor-NonCommercial",
        "OpenRAIL-NC",
        "MIT AND (CPML OR CC-BY-NC-4.0)",
    ],
)
def test_commercial_use_is_not_allowed(licence: str):
    assert is_commercial(licence) is False


@pytest.mark.parametrize(
    "licence",
    [
        "",
        "unknown",
        "LicenseRef-Acme",
        "CC0-1.0 AND LicenseRef-Lessac",
        "other",
        "CPML OR LicenseRef-Acme",
        "ENCORE-1",
    ],
)
def test_it_is_not_known(licence: str):
    assert is_commercial(licence) is None

"""Names, bytes, ids and errors: the script as a file."""

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from herald.errors import Fault, ScriptErrors
from herald.media import Script
from herald.script import read_script, read_scripts
from herald.workspace import CHECKOUT

Read = Callable[..., Script]
Faults = Callable[..., list[Fault]]

# Names


@pytest.mark.parametrize(
    ("name", "slug", "language"),
    [
        ("welcome.en.md", "welcome", "en"),
        ("opening-hours_2.en-GB.txt", "opening-hours_2", "en-gb"),
        ("a.pt-br.MD", "a", "pt-br"),
        ("a.zh-hant-tw.md", "a", "zh-hant-tw"),
        ("a.yue.md", "a", "yue"),
        ("a.es-419.md", "a", "es-419"),
        ("2026-10-14.de.md", "2026-10-14", "de"),
    ],
)
def test_names(read: Read, name: str, slug: str, language: str) -> None:
    script = read("Hello.", name)
    assert (script.slug, script.language) == (slug, language)


@pytest.mark.parametrize(
    ("name", "message", "suggestion"),
    [
        ("welcome.md", "does not say which language", "welcome.en.md"),
        ("welcome.jp.md", "'jp' is not a language", "Did you mean 'ja'?"),
        ("welcome.en_GB.md", "'en_GB' is not a language", "Did you mean 'en-gb'?"),
        ("welcome.en-uk.md", "'en-uk' is not a language", "Did you mean 'en-gb'?"),
        ("welcome.final.md", "'final' is not a language", "welcome.en.md"),
        ("welcome.qq.md", "'qq' is not a language", "<name>.<language>.md"),
        ("my notice.en.md", "'my notice' cannot name", "'my-notice'"),
        ("öffnung.de.md", "'öffnung' cannot name", "'offnung'"),
        ("通知.zh.md", "'通知' cannot name", "'notice'"),
        ("-x.en.md", "'-x' cannot name", "'x'"),
        ("a.b.en.md", "'a.b' cannot name", "'a-b'"),
        (f"{'x' * 81}.en.md", "at most 80", "'xxx"),
        ("welcome.en.docx", "ends in .md or .txt", ""),
        ("welcome.en.markdown", "ends in .md or .txt", ".md"),
        ("welcome", "ends in .md or .txt", ""),
    ],
)
def test_wrong_names(faults: Faults, name: str, message: str, suggestion: str) -> None:
    (fault,) = faults("Hello.", name)
    assert message in fault.message
    assert suggestion in fault.suggestion
    assert fault.place.line == 0


def test_both_halves_of_a_name(faults: Faults) -> None:
    assert ["my notice" in fault.message for fault in faults("Hello.", "my notice.jp.md")] == [True, False]


def test_a_given_language(read: Read) -> None:
    assert read("Hola.", "aviso.md", language="es").language == "es"
    assert read("Hola.", "aviso.en.md", language="ES-mx").language == "es-mx"
    with pytest.raises(ScriptErrors, match="not a language"):
        read("Hola.", "aviso.md", language="spanish")
    with pytest.raises(ScriptErrors, match=r"'aviso\.final' cannot name"):
        read("Hola.", "aviso.final.md", language="es")


# Bytes


def test_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "welcome.en.md").write_text("Hello.")
    with pytest.raises(ScriptErrors, match=r"no such file\n    Did you mean 'welcome\.en\.md'\?"):
        read_script(tmp_path / "welcom.en.md")
    with pytest.raises(ScriptErrors, match=r"In .* there is: welcome\.en\.md"):
        read_script(tmp_path / "zzzzzz.en.md")
    with pytest.raises(ScriptErrors, match="There is no folder"):
        read_script(tmp_path / "none" / "welcome.en.md")


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "notices.en.md"
    folder.mkdir()
    with pytest.raises(ScriptErrors, match=r"this is a folder.*\n    There is no script in it"):
        read_script(folder)
    (folder / "a.en.md").write_text("Hello.")
    with pytest.raises(ScriptErrors, match=r"Name a script in it, such as .*a\.en\.md"):
        read_script(folder)


@pytest.mark.parametrize(
    ("raw", "line", "column", "offset"),
    [
        (b"caf\xe9", 1, 4, 3),
        (b"One.\r\n\r\ntwo caf\xe9 x", 3, 8, 15),
        (b"\xef\xbb\xbfcaf\xe9", 1, 4, 6),
        ("naïve ".encode() + b"caf\xe9", 1, 10, 10),
    ],
)
def test_not_utf8(tmp_path: Path, raw: bytes, line: int, column: int, offset: int) -> None:
    path = tmp_path / "a.en.md"
    path.write_bytes(raw)
    with pytest.raises(ScriptErrors) as caught:
        read_script(path)
    (fault,) = caught.value.faults
    assert (fault.place.line, fault.place.column) == (line, column)
    assert f"byte 0xE9 at offset {offset} (“é” in Windows-1252)" in fault.message
    assert "^" in str(caught.value)


def test_utf16(tmp_path: Path) -> None:
    path = tmp_path / "a.en.md"
    path.write_text("Hello.", encoding="utf-16")
    with pytest.raises(ScriptErrors, match="UTF-16"):
        read_script(path)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [("On\0e", 3, "U+0000"), ("\x1b[31mOne", 1, "U+001B"), ("One\ufffd", 4, "a letter was lost")],
)
def test_not_text(faults: Faults, text: str, column: int, message: str) -> None:
    (fault,) = faults(text)
    assert (fault.place.line, fault.place.column) == (1, column)
    assert message in fault.message


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.en.md"
    path.write_bytes(b"x" * 1_000_001)
    with pytest.raises(ScriptErrors, match="too large"):
        read_script(path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.en.md"
    path.write_text("Hello.")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ScriptErrors, match="cannot be read: Permission denied"):
        read_script(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the script is empty"),
        ("\ufeff \n\t\n", "the script is empty"),
        ("---\ntitle: x\n---\n\n", "settings but no words"),
        ("…\n\n— !", "not a letter"),
        ("👋", "not a letter"),
        ("[pause 1]", "not a letter"),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_nothing_to_say(faults: Faults, text: str, message: str, suffix: str) -> None:
    (fault,) = faults(text, f"a.en.{suffix}")
    assert message in fault.message


def test_only_a_note(faults: Faults) -> None:
    (fault,) = faults("<!-- only a note -->")
    assert "not a letter" in fault.message


# Plain text


def test_plain_text(read: Read) -> None:
    script = read("# One *two*.\nThree\n\n  \n    Four.\n- Five.", "notice.en.txt")
    assert [s.text for s in script.sentences] == ["# One *two*.", "Three", "Four.", "- Five."]
    assert [s.pause_after_ms for s in script.sentences] == [350, 650, 350, 650]
    assert [(s.place.line, s.place.column) for s in script.sentences] == [(1, 1), (2, 1), (5, 5), (6, 1)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_of_plain_text(read: Read, ending: str) -> None:
    text = "---\ntitle: T\n---\nOne two\nthree.\n\n\n\u2028Four\x0cfive. Six.".replace("\n", ending)
    script = read(text, "notice.en.txt")
    assert [s.text for s in script.sentences] == ["One two three.", "Four five.", "Six."]
    assert [(s.place.line, s.place.column) for s in script.sentences] == [(4, 1), (8, 2), (8, 13)]


# Ids


def ids(read: Read, sentences: list[str]) -> list[str]:
    return [sentence.id for sentence in read("\n\n".join(sentences)).sentences]


def test_ids_survive_edits_elsewhere(read: Read) -> None:
    """Whatever is done to other sentences, a sentence that stays keeps its id."""
    chance = random.Random(11)
    for _ in range(60):
        before = [f"Sentence number {chance.randrange(500)}." for _ in range(chance.randint(2, 12))]
        after = list(before)
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(after) + 1)
            action = chance.choice(["insert", "delete", "edit", "move"])
            if action == "insert":
                after.insert(at, f"New {chance.randrange(500)}.")
            elif at < len(after) and len(after) > 1:
                old = after.pop(at)
                if action == "edit":
                    after.insert(at, f"Edited {old}")
                if action == "move":
                    after.insert(chance.randrange(len(after) + 1), old)
        id_of = dict(zip(before, ids(read, before), strict=True))
        for text, found in zip(after, ids(read, after), strict=True):
            if before.count(text) == 1 and after.count(text) == 1:
                assert found == id_of[text]


def test_equal_sentences_have_ids_of_their_own(read: Read) -> None:
    three = ids(read, ["Yes.", "No.", "Yes.", "Yes."])
    assert len(set(three)) == 4
    assert ids(read, ["Yes.", "Yes."]) == [three[0], three[2]]
    assert ids(read, ["No.", "Yes."]) == [three[1], three[0]]


def test_ids_do_not_depend_on_how_it_is_written(read: Read) -> None:
    (plain,) = ids(read, ["The café is open."])
    assert len(plain) == 12
    assert set(plain) <= set("0123456789abcdef")
    for written in (
        "**The** café\nis   open.",
        "# The café is open.",
        unicodedata.normalize("NFD", "The café is open."),
    ):
        assert ids(read, [written]) == [plain]
    assert ids(read, ["The café is closed."]) != [plain]


def test_an_id_is_for_ever(read: Read) -> None:
    """A change here makes every user's sentences again."""
    assert ids(read, ["Hello."]) == ["68eae334e749"]


# Errors


def test_every_fault_of_a_file_at_once(read: Read, tmp_path: Path) -> None:
    with pytest.raises(ScriptErrors) as caught:
        read("---\nspeed: 9\nvoise: x\n---\nOne [puase 1] two.\n\n<b>x</b>\n\n日本[pause]。", "a b.en.md")
    path = tmp_path / "a b.en.md"
    assert str(caught.value) == "\n".join(
        [
            f"{path}: 'a b' cannot name a broadcast: only letters a to z, digits, - and _, at most 80",
            "    Rename it, for example to 'a-b'.",
            f"{path}:2:8: speed must be between 0.5 and 2, not 9",
            "    speed: 9",
            "           ^",
            "    For example: speed: 0.9",
            f"{path}:3:1: there is no setting 'voise'",
            "    voise: x",
            "    ^^^^^",
            "    Did you mean 'voice'?",
            f"{path}:5:5: there is no tag [puase]",
            "    One [puase 1] two.",
            "        ^^^^^^^^^",
            "    Did you mean '[pause 1]'?",
            f"{path}:7:1: HTML is not read: <b>",
            "    <b>x</b>",
            "    ^^^",
            "    Delete the tag, or write the words in Markdown; a less-than sign is written \\<.",
            f"{path}:9:3: this pause has no length",
            "    日本[pause]。",
            "    \u3000\u3000^^^^^^^",
            "    For example: [pause 0.8] for eight tenths of a second, or [pause 800ms].",
        ]
    )


def test_a_long_line_is_shown_around_the_fault(read: Read) -> None:
    with pytest.raises(ScriptErrors) as caught:
        read("word " * 100 + "[pause] " + "word " * 100)
    shown, carets = str(caught.value).splitlines()[1:3]
    assert len(shown) < 130
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "[pause]"


def test_several_files(tmp_path: Path) -> None:
    good, bad, worse = (tmp_path / f"{name}.en.md" for name in ("good", "bad", "worse"))
    good.write_text("Hello.")
    bad.write_text("[pause]")
    with pytest.raises(ScriptErrors) as caught:
        read_scripts([good, bad, worse])
    assert [fault.place.path for fault in caught.value.faults] == [bad, worse]
    assert "    [pause]\n    ^^^^^^^" in str(caught.value)
    bad.write_text("Bye.")
    assert [script.slug for script in read_scripts([good, bad])] == ["good", "bad"]


def test_nothing_of_a_hostile_file_breaks_the_reader(tmp_path: Path) -> None:
    """Random bytes and markup end in a script or in faults, never in another error."""
    chance = random.Random(3)
    tokens = [
        *"#*_`[]()<>!|-\\&~^:{}\"' \n\t\r",
        "---\n",
        "[pause ",
        "1]",
        "```",
        "<!--",
        "-->",
        "\n\n",
        "    ",
    ]
    words = [
        "a",
        "B.",
        "é",
        "日。",
        "|-|\n",
        "1. ",
        "> ",
        "\0",
        "\ufeff",
        "\u2028",
        "👋",
        "x: y\n",
        "[^1]",
        "]: ",
    ]
    pieces = [*tokens, "&#", *words]
    path = tmp_path / "a.en.md"
    for _ in range(600):
        if chance.random() < 0.1:
            path.write_bytes(chance.randbytes(chance.randint(0, 60)))
        else:
            text = "".join(chance.choices(pieces, k=chance.randint(0, 80)))
            path.write_bytes(text.encode())
        try:
            script = read_script(path)
        except ScriptErrors:
            continue
        places = [phrase.place for sentence in script.sentences for phrase in sentence.phrases]
        assert places == sorted(places)
        assert all(sentence.text.strip() == sentence.text for sentence in script.sentences)


@pytest.mark.parametrize("path", sorted((CHECKOUT / "scripts_in").glob("*.*.md")), ids=lambda path: path.name)
def test_the_scripts_that_come_with_the_product(path: Path) -> None:
    script = read_script(path)
    assert script.title != script.slug
    assert script.presenter == "ada"
    assert len(script.sentences) >= 8

"""Captions as an editor would cut them: whole phrases, time to read, nothing lost."""

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

import pysubs2
import pytest

from herald.captions import Cue, SpokenText, make_cues, transcript, write_captions
from herald.captions.breaks import break_cost, leaning_words
from herald.captions.cues import LEAST_S, MOST_COLUMNS, MOST_WIDE_COLUMNS
from herald.captions.tokens import Token, n_columns, tokens_of
from herald.media import Mark, Phrase, Place, Script, Sentence, SentenceKind
from herald.timing import MASTER_RATE_HZ

WORDS = r"[^\W_]+(?:[-'’.,][^\W_]+)*"
COUNCIL = (
    "The city council approved a new budget on Tuesday, after months of debate about funding for public "
    "schools and the repair of roads in the northern districts."
)
ENGLISH = (
    "Good evening.",
    COUNCIL,
    "Mr. Smith said that the temperature would reach 38 degrees in Los Angeles, and that residents should "
    "drink plenty of water, stay indoors during the hottest hours, and check on their elderly neighbours.",
    '"We did not expect this," she said; "but we are ready."',
    "The library will be closed on Friday the 27th of November because of maintenance work on the heating.",
)
GERMAN = (
    "Die Sitzung der Gemeindevertretung beginnt am Dienstag um 19 Uhr im großen Saal des Rathauses, und alle "
    "Bürgerinnen und Bürger sind herzlich eingeladen, ihre Fragen zu stellen.",
)
SPANISH = (
    "La reunión de mañana se celebrará en la sala principal del ayuntamiento, y todos los vecinos están "
    "invitados a participar con sus preguntas y propuestas.",
)
CHINESE = (
    "大家好。",
    "市议会周二通过了新的预算案，此前就公立学校的资金和北部地区道路维修问题进行了数月的辩论。",
    "明天气温将达到38度，请大家多喝水，避免在最热的时段外出。",
)
JAPANESE = (
    "市議会は火曜日に新しい予算案を可決し、学校の資金と「北部地区」の道路の補修について、議論が続いていました。",
)
HAN_WORDS = r"市议会|通过|预算案|公立学校|地区|道路|维修|问题|辩论|38|市議会|火曜日|予算案|[\u3041-\u9fff]"


def spoken(
    sentences: Sequence[str], columns_per_second: float = 15, pause_s: float = 0.55, words: str = WORDS
) -> list[SpokenText]:
    """Say sentences at an even pace, with short pauses at commas."""
    result = []
    t = 0.5
    for sentence in sentences:
        marks: list[Mark] = []
        position = 0
        for word in re.finditer(words, sentence):
            if marks and re.search("[,;:、，]", sentence[position : word.start()]):
                t += 0.2
            length = (n_columns(word[0]) + 1) / columns_per_second
            start, stop = round(t * MASTER_RATE_HZ), round((t + length) * MASTER_RATE_HZ)
            marks.append(Mark("word", word[0], start, stop))
            t += length
            position = word.end()
        result.append(SpokenText(sentence, tuple(marks)))
        t += pause_s
    return result


def seconds(cue: Cue) -> float:
    return (cue.stop - cue.start) / MASTER_RATE_HZ


@pytest.mark.parametrize(
    ("sentences", "language", "words", "pace", "most_columns"),
    [
        (ENGLISH, "en-us", WORDS, 15, MOST_COLUMNS),
        (ENGLISH, "en", WORDS, 22, MOST_COLUMNS),
        (GERMAN, "de", WORDS, 15, MOST_COLUMNS),
        (SPANISH, "es", WORDS, 16, MOST_COLUMNS),
        (CHINESE, "zh", HAN_WORDS, 10, MOST_WIDE_COLUMNS),
        (JAPANESE, "ja", HAN_WORDS, 12, MOST_WIDE_COLUMNS),
    ],
    ids=["en", "en-fast", "de", "es", "zh", "ja"],
)
def test_the_rules(
    sentences: Sequence[str], language: str, words: str, pace: float, most_columns: int
) -> None:
    said = spoken(sentences, pace, words=words)
    cues = make_cues(said, language)
    # Nothing is lost and nothing is added.
    shown = "".join("".join(cue.lines) for cue in cues)
    assert shown.replace(" ", "") == "".join(sentences).replace(" ", "")
    for cue in cues:
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < n_columns(line) <= most_columns for line in cue.lines)
        assert seconds(cue) >= LEAST_S
        if pace <= 15:
            assert cue.n_columns / seconds(cue) <= 17
    assert all(a.stop <= b.start for a, b in itertools.pairwise(cues))
    gaps = [b.start - a.stop for a, b in itertools.pairwise(cues)]
    assert all(gap == 0 or gap >= MASTER_RATE_HZ // 2 for gap in gaps)
    # Every cue begins with its first word, and is there while its words are said.
    starts = {mark.start for text in said for mark in text.words}
    assert all(cue.start in starts for cue in cues)
    for text in said:
        for mark in text.words:
            assert any(cue.start <= mark.start and mark.stop <= cue.stop for cue in cues)


HINDI = (
    "नगर परिषद ने मंगलवार को नए बजट को मंज़ूरी दी, जिसमें उत्तरी ज़िलों की सड़कों की मरम्मत और "
    "सरकारी स्कूलों के लिए धन शामिल है।",
    "बैठक सोमवार, 5 अक्टूबर को सुबह 9:30 बजे है, प्रवेश शुल्क ₹150 है, और हमारा फ़ोन नंबर +91 11 5550 0199 है।",
)
JAPANESE_PHRASES = (
    "私は、あなたがいま起動したプログラムが描いた人物なので、実在のだれにも似ていません。",
    "説明会は10月5日月曜日の午前9時30分から、参加費は500円、お問い合わせは電話番号03-5555-0199までお願いします。",
    "次はあなたの番です。",
)
UNIDIC = (
    r"私|は|あなた|が|いま|起動|し|た|プログラム|描い|人物|な|ので|実在|の|だれ|に|も|似|て|い|ませ|ん|説明|会|10|月|5|日|"
    r"曜日|午前|9|時|30|分|から|参加|費|500|円|お|問い合わせ|電話|番号|03-5555-0199|まで|願い|し|ます|次|番|です"
)


def lines_of(sentences: Sequence[str], language: str, words: str, pace: float = 12) -> list[str]:
    cues = make_cues(spoken(sentences, pace, words=words), language)
    return [line for cue in cues for line in cue.lines]


def test_japanese_lines_end_where_phrases_do() -> None:
    lines = lines_of(JAPANESE_PHRASES, "ja", UNIDIC)
    assert max(map(n_columns, lines)) <= 32
    # No line begins with a particle or an ending, and figures stay together with what they count.
    for line in lines:
        assert not re.match("[はがをにでともへの]|から|まで|です|ます|ませ|ので|[月日時分円]", line), line
        assert not re.search(r"[\d-]$|お$", line), line


def test_chinese_lines_keep_words_and_figures_whole() -> None:
    words = (
        r"我|是|由|您|刚刚|启动|的|程序|画|出来|所以|不像|认识|任何人|咨询|电话|"
        r"说明会|会|在|10|月|5|日|星期一|上午|举行|门票"
    )
    text = "我是由您刚刚启动的程序画出来的，所以不像您认识的任何人。"
    dates = "说明会会在10月5日星期一上午9:30举行，门票12.50元，咨询电话是010-5555-0199。"
    lines = lines_of([text, dates, text.replace("，", "")], "zh", words)
    assert max(map(n_columns, lines)) <= 32
    for line in lines:
        assert line[0] not in "的了吗，。月日元", line
    for figures in ("10月5日", "9:30", "12.50元", "010-5555-0199"):
        assert any(figures in line for line in lines), (figures, lines)


def test_hindi_lines_do_not_begin_with_a_postposition() -> None:
    leaning = leaning_words("hi")
    lines = lines_of(HINDI, "hi", r"[^\s,।]+", pace=15)
    assert len(lines) > 4
    for line in lines:
        assert n_columns(line) <= MOST_COLUMNS
        assert line.split()[0].rstrip("।,") not in leaning.on_last, line
        assert line.split()[-1] not in leaning.on_next, line


def test_lines_end_where_phrases_end() -> None:
    leaning = leaning_words("en")
    for cue in make_cues(spoken(ENGLISH), "en"):
        for line in cue.lines:
            assert line.split()[-1].lower() not in leaning.on_next, line
            assert len(line.split()) > 1
    cues = make_cues(spoken([COUNCIL]), "en")
    assert cues[0].lines == ("The city council approved", "a new budget on Tuesday,")


def test_names_and_numbers_stay_together() -> None:
    text = " / ".join(line for cue in make_cues(spoken(ENGLISH), "en") for line in cue.lines)
    for together in ("Mr. Smith", "Los Angeles", "38 degrees", "27th of November"):
        assert together in text


def test_sentences_stay_apart_unless_too_short_to_be_seen() -> None:
    cues = make_cues(spoken(["Yes.", "No.", "We shall see about that tomorrow morning."]), "en")
    assert [cue.lines for cue in cues] == [("Yes.", "No."), ("We shall see about that tomorrow morning.",)]
    slow = make_cues(spoken(["Yes.", "No.", "We shall see about that."], pause_s=1.5), "en")
    assert [cue.lines for cue in slow] == [("Yes.",), ("No.",), ("We shall see about that.",)]


def test_a_short_sentence_comes_a_little_early_rather_than_flicker() -> None:
    said = spoken(["We shall see about that tomorrow morning.", "Yes.", COUNCIL], pause_s=0.5)
    cue = make_cues(said, "en")[1]
    assert cue.lines == ("Yes.",)
    assert seconds(cue) >= LEAST_S
    assert said[0].words[-1].stop <= cue.start < said[1].words[0].start


def test_words_after_a_long_pause_are_not_shown_before_it() -> None:
    before, after = "And the winner of this year's prize is", "the town of Springfield."
    first, second = spoken([before, after], pause_s=2)
    cues = make_cues([SpokenText(f"{before} {after}", first.words + second.words)], "en")
    assert [cue.lines for cue in cues] == [(before,), (after,)]
    assert cues[0].stop < cues[1].start, "and the first does not stay through the silence"


def test_the_last_cue_stays_a_moment() -> None:
    said = spoken(["Goodbye."])
    cue = make_cues(said, "en")[0]
    assert said[0].words[-1].stop < cue.stop <= said[0].words[-1].stop + 1.5 * MASTER_RATE_HZ


def test_a_word_wider_than_a_line_is_cut() -> None:
    url = "https://www.example.org/announcements/2026/november/community-meeting-schedule-for-everyone"
    cues = make_cues(spoken([f"Visit {url} to learn more."]), "en")
    lines = [line for cue in cues for line in cue.lines]
    assert all(len(line) <= MOST_COLUMNS for line in lines)
    assert url in "".join(lines)


@pytest.mark.parametrize(("sentences", "language"), [(CHINESE, "zh"), (JAPANESE, "ja")])
def test_lines_of_chinese_and_japanese_start_and_end_rightly(sentences: Sequence[str], language: str) -> None:
    for cue in make_cues(spoken(sentences, 10, words=HAN_WORDS), language):
        for line in cue.lines:
            assert line[0] not in "、。，」ーっゃゅょ"
            assert line[-1] not in "「（"


def test_korean_breaks_at_spaces() -> None:
    sentence = (
        "시의회는 화요일에 공립학교 예산과 북부 지역 도로 보수를 둘러싼 논쟁 끝에 새 예산안을 통과시켰습니다."
    )
    lines = [line for cue in make_cues(spoken([sentence], 12), "ko") for line in cue.lines]
    assert " ".join(lines) == sentence
    assert len(lines) > 1


def test_text_without_a_mark_shares_the_time_of_its_neighbours() -> None:
    marks = (Mark("word", "one", 1000, 2000), Mark("word", "four", 8000, 9000))
    tokens = tokens_of(SpokenText("one — two three four!", marks), 42)
    assert [token.text for token in tokens] == ["one", "—", "two", "three", "four!"]
    assert (tokens[0].start, tokens[0].stop) == (1000, 2000)
    assert (tokens[-1].start, tokens[-1].stop) == (8000, 9000)
    times = [time for token in tokens for time in (token.start, token.stop)]
    assert times == sorted(times)


def test_a_sentence_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        SpokenText("Hello.", ())


def test_pauses_make_breaks_cheaper_in_any_language() -> None:
    def cost(pause_ms: int) -> float:
        start = 1000 + pause_ms * MASTER_RATE_HZ // 1000
        return break_cost(
            Token("talo", True, 0, 1000), Token("kissa", True, start, start + 1000), leaning_words("fi")
        )

    assert cost(0) > cost(100) > cost(250)


def test_files_give_back_what_was_written(tmp_path: Path) -> None:
    vtt, srt = tmp_path / "c.vtt", tmp_path / "c.srt"
    cues = [
        Cue(24_000, 96_000, ("5 < 6 & 7 > 2 {x}", "<i>so</i> --> on")),
        Cue(96_000, 3600 * MASTER_RATE_HZ + 48, ("ünïcode 日本", "C:\\New {\\b1}")),
    ]
    write_captions(cues, vtt, srt)
    text = vtt.read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\n1\n00:00:00.500 --> 00:00:02.000\n")
    assert "5 &lt; 6 &amp; 7 &gt; 2 {x}\n&lt;i&gt;so&lt;/i&gt; --&gt; on\n" in text
    assert "00:00:02.000 --> 01:00:00.001" in text
    assert text.count("-->") == 2
    plain = srt.read_text(encoding="utf-8").replace("\u2060", "")
    assert "1\n00:00:00,500 --> 00:00:02,000\n5 < 6 & 7 > 2 {x}\n<i>so</i> --> on\n" in plain
    assert "ünïcode 日本\nC:\\New {\\b1}\n" in plain
    for path in (vtt, srt):
        assert [(e.start, e.end) for e in pysubs2.load(str(path))] == [(500, 2000), (2000, 3_600_001)]


def sentence(text: str, kind: SentenceKind, pause_ms: int) -> Sentence:
    return Sentence("0" * 12, (Phrase(text, Place(Path("s.md"), 1, 1)),), kind, pause_ms)


def test_the_transcript_has_paragraphs_and_lists() -> None:
    sentences = (
        sentence("News", "heading", 800),
        sentence("One.", "sentence", 350),
        sentence("Two.", "sentence", 650),
        sentence("Three.", "sentence", 650),
        sentence("milk,", "item", 450),
        sentence("bread.", "item", 650),
        sentence("Four.", "sentence", 900),
    )
    script = Script("s", "en", "News", None, None, 1.0, None, None, sentences, Path("s.md"), "0" * 64)
    assert transcript(script) == "News\n\nOne. Two.\n\nThree.\n\n- milk,\n- bread.\n\nFour.\n"

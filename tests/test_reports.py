"""What diagnostics look like: to people, where every column counts, and to other tools."""

import json
import os
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from wcwidth import wcswidth

from renderer.diagnostics import Code, Diagnostic, Mending, Severity, Span, codes, problem
from renderer.language.source import Source
from renderer.reports import REPORTS, report_named
from renderer.reports.account import Account, judged
from renderer.reports.human import WIDTH, marked, shown_source, visible, write_human
from renderer.reports.sarif import LIMIT


@problem("example-error")
def unknown(word: str, nearest: str) -> tuple[str, str]:
    """Only for these tests."""
    return f"'{word}' is not an audience; did you mean '{nearest}'?", f"write `.{nearest}`"


@problem("example-other")
def other() -> tuple[str, str]:
    """Only for these tests, too."""
    return "something else", ""


PATIANT = Diagnostic(
    "unknown-class", Severity.ERROR, "'patiant' is not an audience; did you mean 'patient'?",
    "content/telemedicine.md", 12, 7, 12, 14, "write `patient`", (), "[x]{. patiant}",
)  # fmt: skip

COUNTERPART = replace(
    PATIANT, help="", message="this says '1', its counterpart at content/telemedicine.md:11:10 '2'"
)
"""It names another place of its own file."""


def shown(line: str, start: int, end: int) -> str:
    """What stands above the carets."""
    words, carets = marked(line, start, end)
    column = len(carets) - len(carets.lstrip())
    above, at = "", 0
    for character in words:
        if column <= at < len(carets) and wcswidth(character):
            above += character
        at += wcswidth(character)
    return above


class TestHuman:
    def test_one_diagnostic_is_written_as_the_contract_says(self) -> None:
        assert write_human(Account((PATIANT,), 1)) == (
            "content/telemedicine.md:12:7: error[unknown-class]: 'patiant' is not an audience; "
            "did you mean 'patient'?\n"
            "    [x]{. patiant}\n"
            "          ^^^^^^^\n"
            "  help: write `patient`\n"
            "\n"
            "1 error in 1 file\n"
        )

    def test_a_finding_in_a_source_gets_its_place_and_its_line(self) -> None:
        source = Source("content/a.md", "# One\r\n\r\n::: patiant\r\nWords.\r\n:::\r\n")
        text = write_human(Account(source.diagnoses([unknown(Span(11, 18), "patiant", "patient")])))
        assert text.startswith("content/a.md:3:5: error[example-error]: 'patiant'")
        assert "    ::: patiant\n        ^^^^^^^\n  help: write `.patient`\n" in text

    def test_the_audiences_concerned_are_named(self) -> None:
        text = write_human(Account((replace(PATIANT, audiences=("patient", "student")),)))
        assert "\n  for: patient, student\n" in text

    def test_help_of_several_lines_stays_under_itself(self) -> None:
        text = write_human(Account((replace(PATIANT, help="write\n\n::: patient"),)))
        assert "  help: write\n\n        ::: patient\n" in text

    @pytest.mark.parametrize("excerpt", ["", "   ", "\t"])
    def test_nothing_is_pointed_at_where_the_line_is_empty(self, excerpt: str) -> None:
        assert "^" not in write_human(Account((replace(PATIANT, excerpt=excerpt, column=1),)))

    def test_the_summary_counts_each_kind_and_the_files(self) -> None:
        warning = replace(PATIANT, severity=Severity.WARNING, path="content/b.md")
        many = (PATIANT, replace(PATIANT, line=13), replace(PATIANT, line=14), warning)
        assert write_human(Account(many)).endswith("\n3 errors, 1 warning in 2 files\n")
        assert write_human(Account((warning,))).endswith("\n1 warning in 1 file\n")

    @pytest.mark.parametrize(
        ("articles", "words"), [(0, "0 articles"), (1, "1 article"), (12, "12 articles")]
    )
    def test_nothing_found_says_what_was_looked_at(self, articles: int, words: str) -> None:
        assert write_human(Account((), articles)) == f"No problems found in {words}.\n"

    def test_a_mark_over_several_lines_goes_to_the_end_of_the_first(self) -> None:
        text = write_human(Account((replace(PATIANT, column=5, end_line=14, end_column=2),)))
        assert "    [x]{. patiant}\n        ^^^^^^^^^^\n" in text

    def test_colours_change_nothing_but_the_colours(self) -> None:
        warning = replace(PATIANT, severity=Severity.WARNING)
        plain = write_human(Account((PATIANT, warning)))
        coloured = write_human(Account((PATIANT, warning), colour=True))
        assert "\x1b" not in plain
        assert coloured != plain
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain

    def test_no_word_of_an_author_acts_on_the_terminal(self) -> None:
        nasty = "\x1b[2J\x07\x00\x85\u202e\u2028\ud800\xad\u200b\u2060"
        one = replace(
            PATIANT,
            path=f"content/{nasty}.md",
            message=nasty,
            help=nasty,
            excerpt=nasty,
            column=1,
            end_column=9,
        )
        text = write_human(Account((one,)))
        assert all(character.isprintable() or character == "\n" for character in text)
        assert text.encode("utf-8")


class TestCarets:
    @pytest.mark.parametrize(
        ("line", "mark"),
        [
            ("plain words here", "words"),
            ("\tafter\ta tab", "a tab"),
            ("\t\t{.patiant}", ".patiant"),
            ("心臓発作 [x]{.patiant}", ".patiant"),
            ("a 心臓発作 b", "心臓発作"),
            ("cafe\u0301 creme\u0300 bru\u0302le\u0301e", "bru\u0302le\u0301e"),
            ("👩‍⚕️ says [x]{.patiant}", "patiant"),
            ("\x1b[31mred\x1b[0m patiant", "patiant"),
            ("ends with the mark", "mark"),
        ],
    )
    def test_they_stand_under_the_words(self, line: str, mark: str) -> None:
        start = line.index(mark)
        words, carets = marked(line, start, start + len(mark))
        assert words == visible(line)
        assert len(carets) == wcswidth(visible(line[: start + len(mark)]))
        assert carets.count("^") == wcswidth(visible(mark))

    @pytest.mark.parametrize(
        ("start", "end", "column"), [(0, 0, 0), (3, 3, 3), (4, 4, 4), (9, 12, 4), (3, 1, 3)]
    )
    def test_an_empty_stretch_and_one_past_the_end_get_one(self, start: int, end: int, column: int) -> None:
        assert marked("four", start, end) == ("four", " " * column + "^")

    @pytest.mark.parametrize("before", [0, 1, 30, 99, 100, 101, 5000])
    @pytest.mark.parametrize("after", [0, 1, 30, 99, 100, 101, 5000])
    @pytest.mark.parametrize("filler", ["a", "心", "\t", "e\u0301", "…"])
    def test_a_long_line_is_cut_round_the_place(self, before: int, after: int, filler: str) -> None:
        line = "<" + filler * before + "patiant" + filler * after + ">"
        start = line.index("patiant")
        words, carets = marked(line, start, start + len("patiant"))
        assert wcswidth(words) <= WIDTH
        assert shown(line, start, start + len("patiant")) == "patiant"
        assert len(carets) <= WIDTH
        if max(wcswidth(visible(line)), len(line)) <= WIDTH:
            assert words == visible(line)
        if words != visible(line):
            assert words.startswith("…") or words.endswith("…")

    def test_a_long_mark_is_cut_itself(self) -> None:
        words, carets = marked("go " + "x" * 4000 + " on", 3, 4003)
        assert words == "go " + "x" * 59 + "…"
        assert carets == "   " + "^" * 60

    def test_a_mark_that_ends_in_dots_of_its_own_is_whole(self) -> None:
        assert marked("and so on… then", 0, 10) == ("and so on… then", "^" * 10)

    @pytest.mark.parametrize("at", [0, 1, 450, 499, 500, 501, 2000, 4400, 4500, 4900, 4992, 5000])
    @pytest.mark.parametrize("length", [0, 7, 90, 700, 6000])
    def test_what_is_kept_of_a_very_long_line_is_shown_as_the_whole_would_be(
        self, at: int, length: int
    ) -> None:
        line = "".join(map(str, range(1, 2000)))[:5000]
        source = Source("a.md", f"{line}\n{line}\n")
        (one,) = source.diagnoses([unknown(Span(5001 + at, 5001 + at + length), "a", "b")])
        assert len(one.excerpt) <= 1000
        assert line[one.skipped :].startswith(one.excerpt)
        assert shown_source(one) == shown_source(replace(one, excerpt=line, skipped=0))

    def test_a_file_on_one_line_costs_no_more_than_a_short_one(self) -> None:
        line = "心" * 1_000_000
        words, _ = marked(line, 500_000, 1_000_000)
        assert len(words) < WIDTH


class TestJson:
    KEYS = (
        "code",
        "severity",
        "message",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "help",
        "audiences",
    )

    def test_it_has_exactly_the_keys_of_the_contract(self) -> None:
        (found,) = json.loads(report_named("json").write(Account((PATIANT,), 1)))
        assert tuple(found) == self.KEYS
        assert found["severity"] == "error"
        assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (12, 7, 12, 14)
        assert found["audiences"] == []

    def test_nothing_found_is_an_empty_list(self) -> None:
        assert report_named("json").write(Account((), 3)) == "[]\n"

    def test_every_character_comes_back_and_colours_never_come(self) -> None:
        one = replace(PATIANT, message='"\x1b\x00\n心\u2028', audiences=("patient",))
        text = report_named("json").write(Account((one,), 1, colour=True))
        assert "\x1b" not in text
        assert json.loads(text)[0]["message"] == one.message
        assert json.loads(text)[0]["audiences"] == ["patient"]


class TestJudged:
    WARNING = replace(PATIANT, severity=Severity.WARNING, code="reading-grade")

    def test_strict_makes_errors_of_warnings(self) -> None:
        assert [one.severity for one in judged([self.WARNING])] == [Severity.WARNING]
        assert [one.severity for one in judged([self.WARNING], strict=True)] == [Severity.ERROR]

    def test_strict_leaves_drafts_alone(self) -> None:
        draft = replace(self.WARNING, path="content/draft.md")
        kept = judged([self.WARNING, draft], strict=True, keep=frozenset({"content/draft.md"}))
        assert {one.path: one.severity.value for one in kept} == {
            "content/draft.md": "warning",
            "content/telemedicine.md": "error",
        }

    def test_they_come_in_the_order_of_their_places_and_once(self) -> None:
        later = replace(PATIANT, line=100)
        other = replace(PATIANT, path="content/a.md", line=200)
        assert judged([later, PATIANT, other, PATIANT]) == (other, PATIANT, later)

    def test_an_account_fails_by_an_error_alone(self) -> None:
        assert not Account((self.WARNING,)).failed
        assert Account((self.WARNING, PATIANT)).failed


def test_reports_have_names_of_their_own() -> None:
    names = [one.name for one in REPORTS]
    assert len(set(names)) == len(names)
    assert [report_named(name) for name in names] == list(REPORTS)
    with pytest.raises(KeyError):
        report_named("xml")


class TestForOtherTools:
    def test_github_gets_a_line_a_diagnostic_and_a_count(self) -> None:
        assert report_named("github").write(Account((PATIANT,), folder="docs/")) == (
            "::error file=docs/content/telemedicine.md,line=12,col=7,endLine=12,endColumn=14,"
            "title=unknown-class::'patiant' is not an audience; did you mean 'patient'?%0Awrite `patient`\n"
            "1 error in 1 file\n"
        )

    def test_nothing_in_a_path_or_message_ends_githubs_line_or_begins_a_command(self) -> None:
        strange = replace(PATIANT, path="content/a:b,c%.md", message="50%\n::error::no", help="")
        line = report_named("github").write(Account((strange,))).splitlines()[0]
        assert line.startswith("::error file=content/a%3Ab%2Cc%25.md,")
        assert line.endswith("::50%25%0A::error::no")

    def test_a_counterpart_in_the_same_file_has_the_same_base(self) -> None:
        line = report_named("github").write(Account((COUNTERPART,), folder="docs/")).splitlines()[0]
        assert line.endswith("::this says '1', its counterpart at docs/content/telemedicine.md:11:10 '2'")


def run_of(*diagnostics: Diagnostic, folder: str = "", known: tuple[Code, ...] = ()) -> dict[str, Any]:
    """The one run of a SARIF log."""
    log = json.loads(report_named("sarif").write(Account(diagnostics, folder=folder, codes=known)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def result_of(one: Diagnostic, folder: str = "") -> dict[str, Any]:
    (result,) = run_of(one, folder=folder)["results"]
    assert isinstance(result, dict)
    return result


class TestSarif:
    EXAMPLE = replace(PATIANT, code="example-error")

    def test_it_names_the_place_and_the_unit_of_its_columns(self) -> None:
        assert run_of(self.EXAMPLE)["columnKind"] == "unicodeCodePoints"
        result = result_of(replace(self.EXAMPLE, path="content/heart attack.md"), "docs/")
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "docs/content/heart%20attack.md"}
        assert place["region"] == {"startLine": 12, "startColumn": 7, "endLine": 12, "endColumn": 14}
        assert result["message"]["text"].endswith("did you mean 'patient'?\nwrite `patient`")

    def test_the_audiences_concerned_are_named(self) -> None:
        for_two = replace(self.EXAMPLE, audiences=("patient", "student"))
        assert result_of(for_two)["message"]["text"].endswith(
            "did you mean 'patient'? (for: patient, student)\nwrite `patient`"
        )

    def test_its_rules_are_all_codes_whatever_was_found(self) -> None:
        known = (codes()["example-error"], Code("another", Severity.WARNING, "Another one."))
        nothing, something = run_of(known=known), run_of(self.EXAMPLE, known=known)
        rules = something["tool"]["driver"]["rules"]
        assert [one["id"] for one in rules] == ["another", "example-error"]
        assert nothing["tool"] == something["tool"]
        assert something["results"][0]["ruleIndex"] == 1
        assert something["results"][0]["ruleId"] == "example-error"

    def test_a_rule_says_what_its_manual_says(self) -> None:
        fenced = "```yaml\na: [b]\n\nc: d\n```"
        manual = (
            f"What is\nwrong.\n\n{fenced}\n\nWhy it matters.\n\n    [x]{{.patiant}}  is none\n\nWrite this."
        )
        (rule,) = run_of(known=(Code("another", Severity.WARNING, manual),))["tool"]["driver"]["rules"]
        assert rule == {
            "id": "another",
            "shortDescription": {"text": "What is wrong."},
            "fullDescription": {"text": "What is wrong. Why it matters. Write this."},
            "help": {"text": manual, "markdown": manual},
            "defaultConfiguration": {"level": "warning"},
        }

    def test_a_long_manual_is_described_in_what_code_scanning_takes(self) -> None:
        manual = "What is wrong.\n\n" + "Why it matters so much. " * 100
        (rule,) = run_of(known=(Code("another", Severity.WARNING, manual),))["tool"]["driver"]["rules"]
        full = rule["fullDescription"]["text"]
        assert 900 < len(full) <= 1024
        assert full.startswith("What is wrong. Why it matters so much. ")
        assert full.endswith(" …")

    def test_a_code_without_a_manual_is_described_by_its_name(self) -> None:
        (rule,) = run_of(known=(Code("another", Severity.WARNING, ""),))["tool"]["driver"]["rules"]
        words = [rule[key]["text"] for key in ("shortDescription", "fullDescription", "help")]
        assert words == ["another"] * 3

    def test_a_place_of_several_lines_is_that_of_its_first(self) -> None:
        """Code hosts show in a change what lies in its lines, all of it."""
        long = replace(self.EXAMPLE, end_line=15, end_column=3, mending=Mending(12, 7, 15, 3, "x"))
        result = result_of(long)
        first = {"startLine": 12, "startColumn": 7, "endLine": 12, "endColumn": len(long.excerpt) + 1}
        assert result["locations"][0]["physicalLocation"]["region"] == first
        (change,) = result["fixes"][0]["artifactChanges"]
        assert change["replacements"][0]["deletedRegion"]["endLine"] == 15, "a mending is its whole place"

    @pytest.mark.parametrize("said", ["content/telemedicine.md:0:0", "[words](content/telemedicine.md:1:1)"])
    def test_words_of_an_article_are_no_place_and_no_link(self, said: str) -> None:
        one = replace(self.EXAMPLE, message=f"this says '{said}'", help=f"write `{said}`")
        result = result_of(one)
        assert "relatedLocations" not in result
        plain = said.replace("[", "\\[")
        assert result["message"]["text"] == f"this says '{plain}'\nwrite `{plain}`"

    def test_a_counterpart_in_the_same_file_is_a_place_with_a_link_to_it(self) -> None:
        result = result_of(replace(COUNTERPART, code="example-error"), "docs/")
        words = "its counterpart at [docs/content/telemedicine.md:11:10](1) '2'"
        assert words in result["message"]["text"]
        assert result["relatedLocations"] == [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "docs/content/telemedicine.md"},
                    "region": {"startLine": 11, "startColumn": 10},
                },
                "message": {"text": "the other place"},
            }
        ]
        assert "relatedLocations" not in result_of(self.EXAMPLE)

    def test_a_path_with_brackets_ends_no_link(self) -> None:
        strange = replace(COUNTERPART, code="example-error", path="content/a[1]\\.md")
        strange = replace(strange, message="its counterpart at content/a[1]\\.md:11:10")
        words = result_of(strange)["message"]["text"]
        assert words == "its counterpart at [content/a\\[1\\]\\\\.md:11:10](1)"

    @pytest.mark.parametrize("name", ["heart attack", "heart:1?#%", "Größe", chr(0xDCFF), chr(0xD800)])
    def test_any_path_is_an_address(self, name: str) -> None:
        one = replace(self.EXAMPLE, path=f"content/{name}.md")
        uri = result_of(one)["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w./%-]+", uri, re.ASCII)
        if name != chr(0xD800):  # which stands for no byte
            assert unquote_to_bytes(uri) == os.fsencode(one.path)

    def test_it_gives_no_more_than_code_hosts_take_and_errors_first(self) -> None:
        warning = replace(self.EXAMPLE, severity=Severity.WARNING, path="content/a.md")
        many = (*(replace(warning, line=line) for line in range(1, LIMIT + 1)), self.EXAMPLE)
        results = run_of(*many)["results"]
        assert len(results) == LIMIT
        assert [one["level"] for one in results[:2]] == ["error", "warning"]
        assert results[-1]["locations"][0]["physicalLocation"]["region"]["startLine"] == LIMIT - 1


def marks_of(*diagnostics: Diagnostic) -> list[str]:
    """The fingerprints of ours."""
    return [one["partialFingerprints"]["renderer/v1"] for one in run_of(*diagnostics)["results"]]


class TestSarifsFingerprints:
    TEXT = "::: patiant\nTake one a day.\n:::\n\n::: patiant\nTake two a day.\n:::\n"

    def found(self, text: str) -> tuple[Diagnostic, ...]:
        source = Source("content/a.md", text)
        places = [one.start() for one in re.finditer("patiant", text)]
        return source.diagnoses(unknown(Span(at, at + 7), "patiant", "patient") for at in places)

    def test_they_leave_to_code_scanning_what_it_counts_itself(self) -> None:
        """It works `primaryLocationLineHash` out of the file, and warns of each that is another."""
        (result,) = run_of(replace(PATIANT, code="example-error"))["results"]
        assert result["partialFingerprints"].keys() == {"renderer/v1"}

    def test_they_stay_when_other_lines_change(self) -> None:
        before = marks_of(*self.found(self.TEXT))
        assert marks_of(*self.found("# A heading\n\n" + self.TEXT)) == before
        assert marks_of(*self.found(self.TEXT.replace("::: p", ":::  p"))) == before

    def test_a_neighbours_never_passes_to_another_when_it_goes(self) -> None:
        first, second = marks_of(*self.found(self.TEXT))
        assert first != second
        assert marks_of(*self.found(self.TEXT.replace("patiant", "patient", 1))) == [second]

    def test_they_tell_apart_what_says_the_same_of_the_same_words(self) -> None:
        (one,) = self.found("::: patiant\n")
        first, second = marks_of(one, replace(one, line=90, end_line=90))
        assert (first[-2:], second[-2:]) == (":1", ":2")
        assert first[:-2] == second[:-2]

    def test_they_tell_codes_paths_and_readers_apart(self) -> None:
        (one,) = self.found("::: patiant\n")
        others = (
            replace(one, code="example-other"),
            replace(one, path="content/b.md"),
            replace(one, audiences=("patient",)),
        )
        assert len(set(marks_of(one, *others))) == 4

"""What can be wrong with a reference's entry: the words of each problem and its manual.

Invariant: one function a code; it words the problem and does not look for it.
"""

from collections.abc import Iterable

from renderer.diagnostics import problem
from renderer.language.nearest import meant


@problem("missing-field")
def missing_field(key: str, entry: str) -> tuple[str, str]:
    """A reference lacks its `id`, by which articles cite it, or its `title`, by which readers know it.

    ```yaml
    references:
      - id: smith2020
        kind: research
    ```

    Every entry has both.

    ```yaml
    references:
      - id: smith2020
        kind: research
        title: Inhalers in daily life
    ```
    """
    return f"{entry} has no '{key}'", f"write `{key}: `"


@problem("missing-kind")
def missing_kind(entry: str, entry_type: str) -> tuple[str, str]:
    """A reference does not say what kind of source it is, which is shown to readers beside it.

    ```yaml
    references:
      - id: fda2016
        title: Metformin in reduced kidney function
    ```

    Write `kind`: guideline, research, review, book, report, label, law or web. It is left out only where
    CSL's `type` or the BibTeX entry type says it (an article is research, a webpage is web).

    ```yaml
    references:
      - id: fda2016
        kind: guideline
        title: Metformin in reduced kidney function
    ```
    """
    why = f": '{entry_type}' does not say it" if entry_type else ""
    return f"{entry} does not say what kind of source it is{why}", (
        "write `kind: ` and one of guideline, research, review, book, report, label, law, web"
    )


@problem("unknown-kind")
def unknown_kind(key: str, written: str, known: Iterable[str]) -> tuple[str, str]:
    """The `kind` or `type` of a reference is no word that we or CSL know.

    ```yaml
    kind: guidline
    ```

    `kind` is guideline, research, review, book, report, label, law or web; `type` is one of CSL's.

    ```yaml
    kind: guideline
    ```
    """
    known = tuple(known)
    return f"'{written}' is no {key} of source{meant(written, known)}", (
        "`kind` is guideline, research, review, book, report, label, law or web"
    )


@problem("unknown-field")
def unknown_field(written: str, known: Iterable[str], better: str = "") -> tuple[str, str]:
    """A reference has a field that is not one of CSL's, so that what it says would be lost in silence.

    ```yaml
    jurnal: Lancet
    ```

    Write CSL's name for it.

    ```yaml
    container-title: Lancet
    ```
    """
    hint = f"; did you mean '{better}'?" if better else meant(written, known)
    return f"'{written}' is no field of a reference{hint}", "write CSL's name for the field, or leave it out"


@problem("unread-field")
def unread_field(written: str) -> tuple[str, str]:
    """A BibTeX entry takes fields from another one, by `crossref` or `xdata`, which are not followed.

    ```bibtex
    @incollection{lee2019, title = {Asthma}, crossref = {handbook}}
    ```

    Write the fields into the entry itself.

    ```bibtex
    @incollection{lee2019, title = {Asthma}, booktitle = {Handbook of Medicine}, year = 2019}
    ```
    """
    return f"'{written}' is not followed", "write the fields of the other entry into this one"


@problem("bad-id")
def bad_id(written: str) -> tuple[str, str]:
    """An entry's id is none that a citation can name, so that nothing could cite it.

    ```yaml
    id: smith 2020
    ```

    An id begins with a letter, a digit or `_`; marks (`: . # $ % & - + ? < > ~ /`) stand one by one between
    letters and digits.

    ```yaml
    id: smith2020
    ```
    """
    return (
        f"'{written}' is no id that a citation can name",
        "use letters, digits, `_` and single `-` between them",
    )


@problem("duplicate-reference")
def duplicate_reference(written: str) -> tuple[str, str]:
    """Two entries of one list have the same id, so that a citation of it could mean either.

    ```yaml
    references:
      - {id: smith2020, kind: research, title: Inhalers}
      - {id: smith2020, kind: research, title: Spacers}
    ```

    Give each its own id.

    ```yaml
    references:
      - {id: smith2020a, kind: research, title: Inhalers}
      - {id: smith2020b, kind: research, title: Spacers}
    ```
    """
    return f"the id '{written}' stands twice in this list", "give one of the two another id, or delete it"


@problem("bad-name")
def bad_name(written: str, advice: str) -> tuple[str, str]:
    """An author or editor is not written as one name.

    ```yaml
    author: [{given: Jane}]
    author: Smith J, Lee K
    ```

    List the names; a person has a family name, and an organisation stands as it is.

    ```yaml
    author:
      - {family: Smith, given: Jane}
      - Lee, Kim
      - SPRINT Research Group
      - et al.
    ```
    """
    return f"{written} is not one name", advice


@problem("bad-doi")
def bad_doi(written: str) -> tuple[str, str]:
    """What stands as a DOI is none, so that its link would lead nowhere.

    ```yaml
    DOI: S0140-6736(98)07037-8
    ```

    A DOI begins with `10.`; its address, `https://doi.org/10.…`, will do too.

    ```yaml
    DOI: 10.1016/S0140-6736(98)07037-8
    ```
    """
    return f"'{written}' is no DOI", "a DOI begins with `10.`, as in `10.1056/NEJMoa1511939`"


@problem("bad-pmid")
def bad_pmid(written: str) -> tuple[str, str]:
    """What stands as a PMID, PubMed's number of an article, is none.

    ```yaml
    PMID: PMC4689591
    ```

    A PMID is one to eight digits.

    ```yaml
    PMID: 26551272
    ```
    """
    return f"'{written}' is no PMID", "a PMID is one to eight digits"


@problem("bad-url")
def bad_url(written: str) -> tuple[str, str]:
    """The address of a source is none that a browser can open.

    ```yaml
    URL: www.fda.gov/drugs
    ```

    Write the whole address.

    ```yaml
    URL: https://www.fda.gov/drugs
    ```
    """
    return f"'{written}' is no web address", "write the whole address: `https://…`"


@problem("broken-bibtex")
def broken_bibtex(reason: str, advice: str) -> tuple[str, str]:
    """An entry of the .bib file cannot be read, most often for a brace or comma that is missing above it.

    ```bibtex
    @article{smith2020,
      title = {Inhalers
    ```

    Give every `{` its `}`, and a comma between fields.

    ```bibtex
    @article{smith2020,
      title = {Inhalers},
    }
    ```
    """
    return f"this BibTeX cannot be read: {reason}", advice

"""From a view to a page: the templates of a site, compiled once.

A site's own template takes the place of the shipped one of the same name, one by one. Every template sees
one name, `page` (renderer/pages/views.py). A site's template may build on the shipped one instead of
replacing it, because every shipped template also answers to its name with `shipped:` before it:

    {% extends "shipped:article.html" %}
    {% block styles %}{{ super() }}<link rel="stylesheet" href="{{ page.root }}own.css">{% endblock %}

In `.html` templates everything is escaped that no writer has marked as finished; in `.txt` templates nothing
is, and three filters set words: `fill` wraps them, `item("- ")` wraps them behind a marker with the later
lines indented under the first, `underline("=")` wraps them and draws a line under them.

Invariant: a fault in a template is a diagnostic at the template's line, never an exception; and no filter,
test or global that a template is given depends on a clock, on chance or on the disk.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from types import TracebackType
from typing import NamedTuple

from jinja2 import (
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.utils import missing

from renderer.diagnostics import Diagnostic, problem
from renderer.language.nearest import meant, nearest
from renderer.language.source import Source
from renderer.pages.views import Page

_SHIPPED = "shipped:"
_ALMOST = 0.85
"""How much alike two names of templates are of which one is a slip, from 0 to 1."""
_FOLDER = "templates/"
_FAULTS = (
    TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip


class Setting(NamedTuple):
    """How a text page sets words: its width in display columns, what wraps, and what counts columns.

    `wrap(words, width)` returns the lines; `columns(line)` how many columns a line takes.
    """

    width: int
    wrap: Callable[[str, int], Sequence[str]]
    columns: Callable[[str], int]

    def fill(self, words: str) -> str:
        """Return the words in lines no wider than the page."""
        return "\n".join(self._lines(words, self.width))

    def item(self, words: str, marker: str) -> str:
        """Return the words behind a marker, the later lines indented under the first."""
        indent = self.columns(marker)
        return marker + f"\n{' ' * indent}".join(self._lines(words, self.width - indent))

    def underline(self, words: str, line: str) -> str:
        """Return the words with a line of that character under them, as long as the longest line."""
        lines = self._lines(words, self.width)
        return "\n".join((*lines, line * max(map(self.columns, lines), default=0)))

    def _lines(self, words: str, width: int) -> Sequence[str]:
        """Return the words' lines; a line end in them is a space, as it is in HTML."""
        return self.wrap(words.replace("\n", " "), width)


@problem("bad-template")
def bad_template(name: str, fault: str) -> tuple[str, str]:
    """A page template cannot be read, or asks for something that the page does not have.

    No page is made from it, and so nothing is built: half a site is worse than the old one.

    ```text
    {{ page.titel }}      wrong
    {{ page.title }}      right
    ```

    A template sees one name, `page`; docs/templates.md lists what each page has. Correct the line, or delete
    the template: the shipped one then takes its place.
    """
    return f"the template '{name}' cannot be used: {fault}", "correct it, or delete it to use the shipped one"


class _Missing(StrictUndefined):
    """What a template asks for and does not get: any use of it is a fault, said in the template's words."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Raise, as any other use: a list with it inside is shown by its items' `repr`."""
        return str(self)

    @property
    def _undefined_message(self) -> str:
        name, owner = str(self._undefined_name), self._undefined_obj
        if owner is missing:
            return f"'{name}' is not defined; a template sees 'page'"
        known = (one for one in dir(owner) if not one.startswith("_"))
        return f"{type(owner).__name__} has no '{name}'{meant(name, known)}"


class _Environment(Environment):
    """Jinja's environment, which notes in `asks` which templates each one has asked for, there or not."""

    asks: dict[str, set[str]]

    def join_path(self, template: str, parent: str) -> str:
        """Return the name of a template that another one names; Jinja asks before it looks."""
        self.asks.setdefault(parent, set()).add(template)
        return super().join_path(template, parent)


class Pages:
    """The templates of one site. Making one is dear (it compiles): make one a build, in each process.

    `shipped` and `own` map names (`article.html`) to texts; `setting` is for text pages.
    """

    def __init__(self, shipped: Mapping[str, str], own: Mapping[str, str], setting: Setting) -> None:
        self._shipped, self._own = shipped, own
        self._rendered: set[str] = set()
        self._environment = _environment(shipped, own, setting)
        self._environment.asks = {}

    @property
    def asked(self) -> frozenset[str]:
        """The templates that the pages need which were made since `forget_asked`, there or not.

        An imported template is run once and kept by Jinja, so whatever it has ever asked for counts.
        """
        found, waiting = set(self._rendered), list(self._rendered)
        while waiting:
            more = self._environment.asks.get(waiting.pop(), set()) - found
            found |= more
            waiting.extend(more)
        return frozenset(found)

    def forget_asked(self) -> None:
        """Begin anew to note which templates pages need."""
        self._rendered.clear()

    def compile(self) -> None:
        """Compile all templates now, so that copies of this process have them; faults are said later."""
        for name in {*self._shipped, *self._own}:
            if name.endswith((".html", ".txt")):
                self._compiled(name)

    def render(self, name: str, page: Page) -> str | Diagnostic:
        """Return the page that a template makes of a view, or what is wrong with the template."""
        self._rendered.add(name)
        try:
            text = self._environment.get_template(name).render(page=page)
            if self._own:  # A site's template can spell what no file can hold: `{{ "\ud800" }}`.
                text.encode()
        except _FAULTS as fault:
            return self._diagnose(name, fault)
        return text

    def problems(self) -> tuple[Diagnostic, ...]:
        """Return what can be seen to be wrong with the site's own templates before any page is made."""
        templates = [name for name in sorted(self._own) if name.endswith((".html", ".txt"))]
        return tuple(found for name in templates if (found := self._misnamed(name) or self._compiled(name)))

    def _misnamed(self, name: str) -> Diagnostic | None:
        """Return a fault for a template that nothing uses and whose name is almost that of a shipped one."""
        near = nearest(name, self._shipped, _ALMOST)
        quoted = (f'"{name}"', f"'{name}'")
        if near in {"", name} or any(one in text for text in self._own.values() for one in quoted):
            return None
        source = Source(_FOLDER + name, self._own[name])
        fault = f"no page and no other template uses it; did you mean '{near}'?"
        return source.diagnose(bad_template(source.line_span(1), name, fault))

    def _compiled(self, name: str) -> Diagnostic | None:
        try:
            self._environment.get_template(name)
        except _FAULTS as fault:
            return self._diagnose(name, fault)
        return None

    def _diagnose(self, name: str, fault: BaseException) -> Diagnostic:
        """Place a fault at the last line of the site's own templates that was being worked on."""
        place, line = _place(fault) or (_FOLDER + name, 1)
        shipped = place.startswith(_SHIPPED)
        file = place.removeprefix(_SHIPPED).removeprefix(_FOLDER)
        text = (self._shipped if shipped else self._own).get(file, self._shipped.get(file, ""))
        source = Source(_FOLDER + file, text)
        span = source.line_span(min(max(line, 1), len(source.lines)))
        return source.diagnose(bad_template(span, file, _words(fault)))


def _environment(shipped: Mapping[str, str], own: Mapping[str, str], setting: Setting) -> _Environment:
    built_in = FunctionLoader(partial(_load, shipped, _SHIPPED))
    loaders = [
        FunctionLoader(partial(_load, own, _FOLDER)), PrefixLoader({_SHIPPED[:-1]: built_in}, ":"), built_in,
    ]  # fmt: skip
    environment = _Environment(
        loader=ChoiceLoader(loaders), undefined=_Missing, auto_reload=False,
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True), finalize=_shown,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    # The chrome's words are the same on every page of a site: most of them need wrapping once.
    fill, underline = lru_cache(256)(setting.fill), lru_cache(256)(setting.underline)
    environment.filters |= {"fill": fill, "item": setting.item, "underline": underline}
    # Chance has no place in a page: the same inputs give the same bytes.
    del environment.filters["random"], environment.globals["lipsum"]
    return environment


def _shown(value: object) -> object:
    """Return what a template shows; a function has no words, only an address that differs from run to run."""
    if callable(value) and not isinstance(value, _Missing):
        name = getattr(value, "__name__", "it")
        raise TypeError(f"'{name}' is a function: write `{name}()` for what it returns")
    return value


def _load(
    texts: Mapping[str, str], where: str, name: str
) -> tuple[str, str | None, Callable[[], bool] | None] | None:
    """Return a template as Jinja wants it: text, file name (which tracebacks show), whether it is fresh."""
    return (texts[name], where + name, None) if name in texts else None


def _place(fault: BaseException) -> tuple[str, int] | None:
    """Return the template and line that a fault belongs to, the site's own before the shipped ones."""
    if isinstance(fault, TemplateSyntaxError) and fault.filename:
        return fault.filename, fault.lineno
    places = _template_lines(fault.__traceback__)
    return next((one for one in places if one[0].startswith(_FOLDER)), places[0] if places else None)


def _template_lines(trace: TracebackType | None) -> list[tuple[str, int]]:
    """Return the template lines in a traceback, the innermost first: Jinja names frames after templates."""
    found = []
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith((_FOLDER, _SHIPPED)):
            found.append((file, trace.tb_lineno))
        trace = trace.tb_next
    return found[::-1]


def _words(fault: BaseException) -> str:
    """Say a fault in one sentence without the names of our classes' modules."""
    if isinstance(fault, RecursionError):
        return "it extends or includes itself without end, or nests too deep"
    if isinstance(fault, TemplateNotFound):
        return f"there is no template '{fault.name}'"
    if isinstance(fault, SyntaxError):
        return fault.msg
    return str(fault) or type(fault).__name__

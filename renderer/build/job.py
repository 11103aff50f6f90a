"""One article's whole work: from its id to a value that holds all that a build needs of it.

Invariant: a result holds words and bytes alone, so that it may come from another process or machine.
"""

from renderer.build.chrome import Chrome
from renderer.build.judge import Looked, look, round_articles
from renderer.build.outputs import Part, has_own_templates, part_of
from renderer.build.scope import Scope
from renderer.value import value


@value
class Result:
    """What came of one article: what was found wrong, and its parts of the outputs.

    `part` is None for an article with an error, for a draft, and for one that this build leaves out. `whole`
    is its part of a build of everything, where that is made too to find what is wrong with own templates.
    """

    looked: Looked
    part: Part | None = None
    whole: Part | None = None


class Worker:
    """Does the work on the articles of one site, for a build of some scope.

    `round_articles` is what is wrong with what stands round them; `makes_pages` is false while that holds an
    error, so that no page could be made.
    """

    def __init__(self, whole: Chrome, scope: Scope) -> None:
        same = scope == whole.scope
        self.whole = whole
        self.chrome = whole if same else Chrome(whole.workspace, scope)
        self.tries_all = not same and has_own_templates(whole)
        self.round_articles = round_articles(whole)
        self.makes_pages = not any(one.is_error for one in self.round_articles)

    def run(self, article: str) -> Result:
        """Return what comes of an article, by its id or the path of a file that may not be one."""
        workspace = self.whole.workspace
        looked = look(workspace, article)
        readable = self.makes_pages and workspace.read(article).source is not None
        finished = workspace.finish(article) if readable else None
        if finished is None or not finished.sound or finished.prepared.draft:
            return Result(looked)
        whole = part_of(self.whole, finished) if self.tries_all else None
        return Result(looked, part_of(self.chrome, finished), whole)

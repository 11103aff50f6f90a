"""How the value of a `{{ … }}` is said in a page: by one call, where Jinja's compiled templates make three.

A page has a hundred such places. Should a later Jinja give its compiler other methods, its own calls are made
again, and they say the same.

Invariant: nothing but finished HTML stands in an HTML page unescaped.
"""

import re
from typing import Final

from jinja2 import Undefined
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape

_MARK: Final = re.compile("[&<>\"']")


def shown(value: object) -> object:
    """Return what a template shows; a function has no words, only an address that differs from run to run."""
    if callable(value) and not isinstance(value, Undefined):
        name = getattr(value, "__name__", "it")
        raise TypeError(f"'{name}' is a function: write `{name}()` for what it returns")
    return value


def said(value: object) -> str:
    """Return what a value says in an HTML page."""
    if type(value) is Markup:
        return value
    if type(value) is str and _MARK.search(value) is None:
        return value
    return escape(shown(value))


class Generator(CodeGenerator):
    """Jinja's compiler of templates, but for the calls round a value that is escaped."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.said(")

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")

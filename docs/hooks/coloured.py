"""Python code as HTML in Material's colours: a module of its own, which both languages share."""

import functools

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

LEXER, FORMATTER = PythonLexer(), HtmlFormatter(nowrap=True)


@functools.cache
def python(source: str) -> str:
    """The code, highlighted as in the blocks that Markdown makes."""
    body = highlight(source.strip(), LEXER, FORMATTER).strip("\n")
    return f'<div class="highlight"><pre><code>{body}</code></pre></div>'

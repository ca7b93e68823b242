"""A click that fails leaves one sentence, and never a traceback; what people type is shown as they typed it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from consensus.domain.errors import ConflictError, NotFoundError, SignedOutError
from consensus.ui import failures
from consensus.ui.widgets.literal import escape, to_html

NASTY = [
    "**bold** _it_ ~~gone~~ `code`",
    "<script>alert(1)</script> <b>x</b> &amp;",
    "costs $5 and $x^2$ $$y$$",
    ":red[alarm] :blue-badge[x] :material/home: :smile: :100: :streamlit: :help[x]",
    "a -> b <- c <-> d -- e >= 65 <= 70 ~= 3",
    "# title",
    "- item",
    "1. first",
    "3) third",
    "---",
    "> quote",
    "[link](javascript:alert(1)) ![i](http://x/y.png)",
    "https://example.org www.example.org me@example.org",
    "| a | b |",
    "line one\n\n    code\n",
    "::leaf[x] :::container",
    "back\\slash \\* {#id}",
]
# What Streamlit replaces in text that Markdown has already been read from.
REPLACED_LATER = re.compile(
    r":material/\w+:|:\+1:|:-1:|:[\w-]+:|(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)|https?://|www\.|\w@\w|:[a-z][\w-]*\["
)


def rendered(markdown: str) -> str:
    """The text a reader of CommonMark sees; fails on anything that is not plain text in one paragraph."""
    tokens = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(markdown)
    kinds = [token.type for token in tokens]
    assert kinds in ([], ["paragraph_open", "inline", "paragraph_close"]), kinds
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@pytest.mark.parametrize("text", NASTY)
def test_typed_text_is_shown_as_typed(text):
    shown = rendered(escape(text))

    assert shown.replace("\N{WORD JOINER}", "") == " ".join(text.split())
    assert not REPLACED_LATER.search(shown)


@given(
    st.text(alphabet=st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(list(" :*_[]<>$-=~`#1.)&|\\@/")))
)
def test_no_text_becomes_markup(text):
    assert rendered(escape(text)).replace("\N{WORD JOINER}", "") == " ".join(text.split())


@pytest.mark.parametrize("text", NASTY)
def test_html_holds_no_tag_but_line_breaks(text):
    assert not re.search(r"<(?!br>)", to_html(text))


def page(outcome: str) -> AppTest:
    """A page with one button that leads to this outcome."""

    def script(outcome: str) -> None:
        import streamlit as st

        from consensus.domain.errors import ConflictError
        from consensus.ui import notices

        def act() -> None:
            if outcome == "refused":
                raise ConflictError("The vote on *this* is closed.")
            if outcome == "broken":
                raise ZeroDivisionError("secret detail")

        notices.show()
        st.button("Go", key="go", on_click=lambda: notices.attempt(act, done="It is done."))

    return AppTest.from_function(script, args=(outcome,)).run()


def test_success_is_said_once():
    app = page("fine").button(key="go").click().run()
    assert [toast.value for toast in app.toast] == ["It is done."]

    assert not app.run().toast


def test_a_refusal_is_the_sentence_of_the_service():
    app = page("refused").button(key="go").click().run()

    assert [error.value for error in app.error] == [r"The vote on \*this\* is closed."]
    assert not app.exception


def test_an_unforeseen_error_shows_only_a_reference(caplog):
    app = page("broken").button(key="go").click().run()

    shown = app.error[0].value
    reference = shown.removesuffix(".").rsplit(" ", 1)[1]
    assert "secret detail" not in str(app)
    assert not app.exception
    assert any(reference in record.getMessage() and record.exc_info for record in caplog.records)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConflictError("The survey is closed."), "The survey is closed."),
        (NotFoundError(), "This does not exist, or it is not open to you."),
        (SignedOutError(), "You are signed out. Open your personal link again to continue."),
    ],
    ids=["conflict", "not found", "signed out"],
)
def test_refusals_are_explained_in_their_own_words(error, expected):
    assert failures.explain(error) == expected

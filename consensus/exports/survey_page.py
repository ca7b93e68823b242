"""The survey as a page of its own: a chart and its numbers for every question, to be read, printed and passed on."""

import html
from collections.abc import Iterator

from consensus.domain.shares import percent_text
from consensus.exports.bar_chart import bar_chart, printable
from consensus.exports.survey_account import FIRST_PLACES, TOO_FEW, SurveyAccount, numbers_sentence, turnout_sentence
from surveys.collation import Count, QuestionCollation, RowCollation
from surveys.model import QuestionKind

# Nothing is loaded from anywhere, and nothing runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1d2733;"
    "background:#fff}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin:0}"
    "h3{font-size:1rem;margin:1rem 0 0}"
    "section{margin-top:1.6rem;padding-top:1.2rem;border-top:1px solid #d5dbe1;break-inside:avoid}"
    "p{margin:.3rem 0 .8rem}table{border-collapse:collapse;width:100%;font-size:.92rem;margin-top:.6rem}"
    "th,td{padding:.25rem .5rem;border-bottom:1px solid #d5dbe1;text-align:left;vertical-align:top}"
    "td.n,th.n{text-align:right;white-space:nowrap}svg{display:block;max-width:40rem;height:auto}"
    "h1,h2,h3,p,td,th{overflow-wrap:anywhere}"
    "@page{margin:18mm}@media print{body{margin:0;max-width:none;font-size:10.5pt}tr,svg{break-inside:avoid}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"
)


def to_survey_page(account: SurveyAccount) -> bytes:
    """One HTML file that loads nothing and runs nothing; whatever people typed appears literally. Texts are counted."""
    title = _text(account.title)
    body = "".join(part for question in account.questions for part in _question(question, account.smallest))
    simulated = "<p><strong>Simulated example: the people and their answers are invented.</strong></p>"
    document = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Survey: {title}</title><style>{_STYLE}</style></head><body><main><h1>Survey: {title}</h1>"
        f"{simulated if account.is_simulated else ''}<p>{html.escape(turnout_sentence(account))}</p>{body}"
        "</main></body></html>\n"
    )
    return document.encode()


def _question(collation: QuestionCollation, smallest: int) -> Iterator[str]:
    yield f"<section><h2>{_text(collation.question.text)}</h2><p>{_text(numbers_sentence(collation))}</p>"
    for row in collation.rows:
        yield f"<h3>{_text(row.row.label)}</h3><p>{_text(numbers_sentence(row))}</p>{_distribution(row, smallest)}"
    if collation.question.kind is QuestionKind.RANKING:
        yield f"<p>{FIRST_PLACES}</p>"
    if not collation.rows and collation.question.kind is not QuestionKind.TEXT:
        yield _distribution(collation, smallest)
    yield "</section>"


def _distribution(counted: QuestionCollation | RowCollation, smallest: int) -> str:
    if not counted.n_valid:
        return "<p>Nobody answered.</p>"
    if counted.n_valid < smallest:
        return f"<p>{TOO_FEW}</p>"
    lines = "".join(_line(count, counted.n_valid) for count in counted.counts)
    head = (
        '<tr><th scope="col">Answer</th><th class="n" scope="col">People</th><th class="n" scope="col">Share</th></tr>'
    )
    return f"{bar_chart(counted.counts, counted.n_valid)}<table><thead>{head}</thead><tbody>{lines}</tbody></table>"


def _line(count: Count, n_valid: int) -> str:
    label, _, n = count
    return f'<tr><td>{_text(label)}</td><td class="n">{n}</td><td class="n">{percent_text(n, n_valid)}</td></tr>'


def _text(text: str) -> str:
    return html.escape(printable(text))

"""CITATION.cff keeps to the rules of its format, whatever people called their process."""

from datetime import UTC, datetime

import jsonschema
import pytest

from consensus.exports.citation import Citation, to_cff
from tests.services.reports.citation_format import CFF_SCHEMA, read

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PUBLISHED = {"version": 2, "url": "https://assent.example/p/word/2", "fingerprint": "ab" * 32}
TITLES = ["Hand surgery", 'Say "no": #1', "---\n- a: b", "שלום 🙂 العلاج", "null", "x\x00\x85\u2028y", "a: [1, 2] & *b"]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("more", [{}, PUBLISHED], ids=["as it stands", "published"])
@pytest.mark.parametrize("abstract", ["", "Which\nanaesthesia?"], ids=["no question", "a question"])
def test_the_file_keeps_to_the_rules_of_its_format(title, more, abstract):
    found = read(to_cff(Citation(title, abstract, NOON, **more)))

    jsonschema.validate(found, CFF_SCHEMA, cls=jsonschema.Draft202012Validator)
    assert found["date-released"] == "2026-03-01"
    assert ("version" in found, "url" in found, "identifiers" in found) == (bool(more),) * 3
    assert ("abstract" in found) is bool(abstract)


def test_what_it_says_is_what_was_published():
    found = read(to_cff(Citation("Hand surgery", "Which?", NOON, **PUBLISHED)))

    assert (found["version"], found["url"]) == ("2", PUBLISHED["url"])
    assert found["authors"] == [{"name": "The panel of “Hand surgery”"}]
    assert found["identifiers"][0]["value"] == f"sha256:{'ab' * 32}"


@pytest.mark.parametrize(
    "broken",
    [{"title": ""}, {"authors": []}, {"type": "article"}, {"url": "assent.example"}, {"note": "x"}],
    ids=["no title", "no author", "another type", "an address of no kind", "a key that is not of it"],
)
def test_the_rules_refuse_what_the_format_refuses(broken):
    found = read(to_cff(Citation("Hand surgery", "Which?", NOON, **PUBLISHED)))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found | broken, CFF_SCHEMA, cls=jsonschema.Draft202012Validator)

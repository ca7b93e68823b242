"""Rationales of 10,000 words and 500 statements go into every kind of file, whole."""

import dataclasses

import pytest

from consensus.exports.document.formats import FORMATS
from consensus.exports.document.progress import unwatched
from consensus.exports.final_statements import final_statements
from tests.exports.document.reading import READABLE, read


@pytest.mark.parametrize("ending", READABLE)
def test_a_rationale_of_ten_thousand_words_stands_in_full(results, ending):
    words = [f"word{place}" for place in range(10_000)]
    long = dataclasses.replace(results.statements[0], rationale=" ".join(words))

    text = read(
        FORMATS[ending].write(final_statements(dataclasses.replace(results, statements=(long,))), unwatched), ending
    )

    assert set(words) <= set(text.split())


@pytest.mark.parametrize("ending", READABLE)
def test_five_hundred_statements_are_all_there(results, ending):
    many = tuple(
        dataclasses.replace(results.statements[0], label=f"9.{place}", text=f"Statement-{place}-stands.")
        for place in range(500)
    )

    text = read(
        FORMATS[ending].write(final_statements(dataclasses.replace(results, statements=many)), unwatched), ending
    )

    assert all(f"Statement-{place}-stands." in text for place in (0, 250, 499))
    assert text.count("-stands.") >= 1000

"""Line numbers of tables and keys."""

from surveys.toml_lines import line_numbers

TEXT = '''\
# [not.a.table]
title = "one # no comment"
long = """
[[topic]]
id = "inside a text"
"""

[process]
slug = 'it''s'
list = [
  "[x]",  # a bracket ] in a remark
  [1, 2],
]
after = 1

[[topic]]
id = "a"
options = [
  { id = "x", label = "[" },

  { id = "y", label = "}" },
]
[[topic.statement]]
id = "s1"
[[topic.statement]]
id = "s2"

[[topic]]
  [[topic.statement]]
  "text" = "quoted key"
'''.replace("'it''s'", "'it is'")


def test_keys_and_tables_are_found_where_they_stand():
    lines = line_numbers(TEXT)

    assert {path: lines[path] for path in [("title",), ("long",), ("process",), ("process", "after")]} == {
        ("title",): 2,
        ("long",): 3,
        ("process",): 8,
        ("process", "after"): 14,
    }


def test_elements_of_arrays_of_tables_are_counted_within_their_parent():
    lines = line_numbers(TEXT)

    assert lines["topic", 0, "statement", 1, "id"] == 26
    assert lines["topic", 1, "statement", 0] == 29
    assert lines["topic", 1, "statement", 0, "text"] == 30
    assert ("topic", 1, "id") not in lines


def test_inline_tables_of_an_array_have_lines_of_their_own():
    lines = line_numbers(TEXT)

    assert lines["topic", 0, "options", 0] == 19
    assert lines["topic", 0, "options", 1] == 21


def test_what_stands_inside_texts_and_remarks_is_no_table():
    assert set(line_numbers(TEXT)).isdisjoint({("not", "a", "table"), ("id",), ("topic", 2)})

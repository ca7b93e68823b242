"""Numbers as dots over a box: each value where it lies, the middle half as it was computed."""

from consensus.charts.number_spread import NumberSpread, number_alt, number_spread

MONTHS = NumberSpread({3.0: 2, 6.0: 8, 12.5: 1}, 6, 4.5, 7, "months <b>")


def test_each_value_is_a_dot_as_large_as_it_is_frequent():
    (dots,) = number_spread(MONTHS).data

    assert list(dots.x) == [3, 6, 12.5]
    assert dots.marker.size[1] > dots.marker.size[0] >= dots.marker.size[2]
    assert dots.text[0] == "3 months &lt;b&gt;: 2 people"


def test_the_box_reaches_from_quartile_to_quartile_and_the_line_stands_at_the_median():
    shapes = number_spread(MONTHS).layout.shapes

    (box,) = [shape for shape in shapes if shape.type == "rect"]
    assert (box.x0, box.x1) == (4.5, 7)
    assert (shapes[-1].x0, shapes[-1].x1) == (6, 6)


def test_one_value_alone_can_be_drawn():
    figure = number_spread(NumberSpread({0.0: 1}, 0, 0, 0))

    assert list(figure.layout.xaxis.range) == [-1, 1]


def test_the_chart_is_said_in_words_too():
    assert number_alt(MONTHS) == (
        "Numbers of 11 people, from 3 to 12.5 months <b>: median 6, middle half 4.5 to 7 (quartiles of type 7)."
    )

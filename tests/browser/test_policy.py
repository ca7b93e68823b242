"""Every page of every role at both widths: quiet console, nothing from outside, names for inputs, readable text."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from consensus.services.examples.replay import Stage
from tests.browser.people import THREE, People, cast_people
from tests.browser.visitor import Visitor, visit

ENOUGH_CONTRAST = 4.5
# Streamlit's decoder asks for WebAssembly, is refused, and goes on in plain JavaScript.
TOLERATED = re.compile(r"^script-src(-elem)? wasm-eval ")
BROKEN = ("Traceback", "ConsensusError", "Something went wrong", "StreamlitAPIException")

_UNNAMED = """
main => Array.from(main.querySelectorAll("input, textarea, select, button, [role=radiogroup], [role=combobox]"))
  .filter(element => element.type !== "hidden" && element.checkVisibility())
  // What neither a screen reader nor the keyboard reaches, such as the browser's own twin of a date, has no name.
  .filter(element => !(element.tabIndex < 0 && element.closest("[aria-hidden=true]")))
  .filter(element => !(
    element.getAttribute("aria-label")
    || (element.getAttribute("aria-labelledby") && document.getElementById(element.getAttribute("aria-labelledby")))
    || Array.from(element.labels ?? []).some(label => label.textContent.trim())
    || element.textContent.trim() || element.title || element.closest("[role=radiogroup][aria-label]")))
  .map(element => element.outerHTML.slice(0, 200))
"""

# Contrast of what is written against the nearest background that is not see-through (WCAG 2.2, 1.4.3).
_PALE = """
([main, enough]) => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, bottom) => [0, 1, 2].map(i => top[i] * top[3] + bottom[i] * (1 - top[3]));
  const light = (colour) => {
    const [r, g, b] = colour.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) => {
    const layers = [];
    let opaque = false;
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    for (let at = element; at && !opaque; at = at.parentElement) {
      // A slider's value is a child of its handle and stands above it: the handle is not what lies behind.
      const around = at.getBoundingClientRect();
      const isAround = x >= around.left && x <= around.right && y >= around.top && y <= around.bottom;
      if (!isAround && at !== document.body) continue;
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.unshift(colour);
      opaque = colour[3] === 1;
    }
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const opacity = (element) => {
    let product = 1;
    for (let at = element; at; at = at.parentElement) product *= Number(getComputedStyle(at).opacity);
    return product;
  };
  const pale = [];
  for (const element of main.querySelectorAll("p, li, h1, h2, h3, h4, th, td, label, a, legend")) {
    const writes = Array.from(element.childNodes).some(node => node.nodeType === 3 && node.data.trim());
    if (!writes || !element.checkVisibility() || element.closest("[disabled], [aria-disabled=true]")) continue;
    // Streamlit keeps the ends of a slider in the page and draws them only under the pointer.
    if (opacity(element) === 0) continue;
    const below = background(element);
    const colour = rgba(getComputedStyle(element).color);
    colour[3] *= opacity(element);
    const [a, b] = [light(over(colour, below)), light(below)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < enough) pale.push(`${contrast.toFixed(2)} ${element.textContent.trim().slice(0, 80)}`);
  }
  return pale;
}
"""


@pytest.fixture(scope="module")
def people(app) -> People:
    """The process in its middle, where every page has something to show; three have not answered."""
    return cast_people(app, Stage.SURVEY, holding_back=THREE)


@pytest.fixture(params=["facilitator", "panelist"])
def link(request, people) -> str:
    """A personal link for one of the roles."""
    return people.facilitator_link() if request.param == "facilitator" else people.link(THREE[0])


@pytest.fixture(params=["desk", "phone"])
def visitor(request, app, browser: Browser, link) -> Iterator[Visitor]:
    """A person of that role, come in at one of the two widths."""
    made = visit(browser, app.url, phone=request.param == "phone")
    made.join(link)
    yield made
    made.context.close()


def find_faults(visitor: Visitor) -> dict[str, Any]:
    """What is wrong with the page that is shown; empty where nothing is."""
    main = visitor.main.element_handle()
    levels = visitor.main.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(h => Number(h.tagName[1]))")
    text = visitor.page.locator("body").inner_text()
    faults = {
        "broken": [word for word in BROKEN if word in text],
        "violations": [line for line in visitor.list_violations() if not TOLERATED.match(line)],
        "unnamed": visitor.main.evaluate(_UNNAMED),
        "pale": visitor.page.evaluate(_PALE, [main, ENOUGH_CONTRAST]),
        "headings": [] if levels[:1] == [1] and levels.count(1) == 1 else levels,
        "sideways": [] if visitor.main.evaluate("main => main.scrollWidth <= main.clientWidth") else ["scrolls"],
    }
    return {name: found for name, found in faults.items() if found}


def test_no_page_breaks_the_policy_or_hides_from_anyone(visitor):
    faults = {}

    for title in visitor.list_pages():
        visitor.go_to(title)
        expect(visitor.main.get_by_role("heading", level=1)).to_be_visible()
        if found := find_faults(visitor):
            faults[title] = found
        for part in visitor.parts.all_inner_texts()[1:]:
            visitor.turn_to(part)
            if found := find_faults(visitor):
                faults[f"{title}, {part}"] = found

    assert faults == {}
    assert visitor.problems == []
    assert visitor.foreign == []


def test_every_answer_forbids_scripts_from_elsewhere(open_browser, people):
    panelist = open_browser()
    panelist.join(people.link(THREE[1]))

    for path in ("/", "/sign-in", "/survey", "/meeting", "/join", "/no-such-page"):
        answer = panelist.context.request.get(f"{panelist.url}{path}")
        directives = answer.headers["content-security-policy"].split("; ")
        assert {"default-src 'self'", "script-src 'self'"} <= set(directives), path

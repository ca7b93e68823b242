// While the server is away the page says so and holds presses back: it would lose them, and nobody would know.

const SHOWN_AFTER = 1_500;
// A channel that never comes back, as behind some proxies, must not hold a page that works without it.
const HELD_FOR = 60_000;
const PRESSED = 'button, label, [role="button"], [role="option"], [role="menuitem"]';
const LOST = "No connection. This page comes back by itself.";
const HELD = "Not sent: there is no connection. Press again as soon as this line is gone.";

// Several elements of a page share a channel; one of them speaks and holds.
let speaker = null;

export class Line {
  // Presses inside `own` go their own way: ballots are kept in the browser until they are answered.
  constructor(own) {
    this.own = own;
    this.root = document.createElement("p");
    this.root.className = "line";
    this.root.setAttribute("role", "status");
    this.root.hidden = true;
  }

  away() {
    if (speaker) return;
    speaker = this;
    document.documentElement.dataset.line = "away";
    this.ended = new AbortController();
    addEventListener("click", (event) => this.#hold(event), { capture: true, signal: this.ended.signal });
    this.shown = setTimeout(() => this.#say(LOST), SHOWN_AFTER);
    this.given = setTimeout(() => this.back(), HELD_FOR);
  }

  back() {
    if (speaker !== this) return;
    speaker = null;
    delete document.documentElement.dataset.line;
    this.ended.abort();
    clearTimeout(this.shown);
    clearTimeout(this.given);
    this.root.hidden = true;
  }

  dispose() {
    this.back();
    this.root.remove();
  }

  #hold(event) {
    const path = event.composedPath();
    if (path.includes(this.own) || !path.some((node) => node.matches?.(PRESSED))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#say(HELD);
  }

  #say(text) {
    clearTimeout(this.shown);
    this.root.textContent = text;
    this.root.hidden = false;
  }
}

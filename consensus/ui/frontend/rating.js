// A Delphi round to rate: every item with native inputs, the panel's ratings beside those that may see them, what is
// stored and what is not yet. A rating goes from here to the server by itself (answer_box.js), which answers with the
// item as it is to be shown from then on. What may be chosen and shown is decided there.

import { AnswerBox } from "./answer_box.js";
import { make } from "./answer_fields.js";
import { showTime } from "./clock.js";

const REASONS = "#reasons";
const TYPING_PAUSE = 700;
// Arrow keys pass through points on the way to the one that is meant.
const CHOICE_PAUSE = 250;
const MINUTE = 60_000;

const forms = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let form = forms.get(parentElement);
  if (form && form.address !== data.address) {
    form.dispose();
    form = null;
  }
  if (!form) {
    form = new RatingForm(data, parentElement);
    forms.set(parentElement, form);
  }
  form.update(data, setTriggerValue);
  return () => {
    form.dispose();
    forms.delete(parentElement);
  };
}

class RatingForm {
  constructor(data, parentElement) {
    this.address = data.address;
    this.box = new AnswerBox(data.address, data.outbox, (name, key, answer) => this.#on(name, key, answer));
    this.root = make("div", "rating");
    this.list = make("div", "list", this.root);
    this.bar = new Bar(this.root, this);
    this.cards = new Map();
    this.clock = setInterval(() => this.bar.draw(), MINUTE / 2);
    parentElement.append(this.root);
  }

  update(data, setTriggerValue) {
    this.data = data;
    this.setTriggerValue = setTriggerValue;
    const known = JSON.stringify(data.items.map(({ id, version }) => [id, version]));
    if (known === this.known) return this.#draw();
    this.known = known;
    this.cards = new Map(data.items.map((item) => [item.id, new Card(item, this)]));
    const parts = [];
    let section = null;
    for (const card of this.cards.values()) {
      if (card.item.section !== section) {
        section = card.item.section;
        const heading = make("h3", "section");
        heading.textContent = section;
        parts.push(heading);
      }
      parts.push(card.root);
    }
    this.list.replaceChildren(...parts);
    this.#draw();
  }

  give(key, value, wording, seen, pause = 0) {
    this.box.put(key, { value, seen, wording }, pause);
    this.#draw();
  }

  // The first card after `from` that waits for a rating, or the first of all.
  nextOpen(from = null) {
    const cards = [...this.cards.values()];
    const start = from ? cards.indexOf(from) + 1 : 0;
    const isOpen = (card) => !card.item.is_recused && !card.isRated();
    return cards.slice(start).find(isOpen) ?? cards.find(isOpen) ?? null;
  }

  dispose() {
    clearInterval(this.clock);
    this.box.dispose();
    this.root.remove();
  }

  #on(name, key, answer) {
    if (!this.data) return;
    const card = key && this.cards.get(key.split("#")[0]);
    if (name === "stored" && card) card.take(answer.item);
    this.#draw();
  }

  #draw() {
    for (const card of this.cards.values()) card.draw();
    this.bar.draw();
  }
}

// One question about one statement.
class Card {
  constructor(item, form) {
    this.item = item;
    this.form = form;
    this.root = make("section", "item");
    this.root.tabIndex = -1;
    this.root.addEventListener("keydown", (event) => this.#onKey(event));
    const head = make("p", "number-line", this.root);
    head.textContent = `${item.label} · ${item.title}`;
    make("p", "text", this.root).textContent = item.text;
    if (item.plain) make("p", "plain", this.root).textContent = item.plain;
    this.#drawChange();
    this.panel = make("div", "panel", this.root);
    this.#drawFeedback();
    if (item.is_recused) {
      make("p", "muted", this.root).textContent = "You are recused from this item.";
      return;
    }
    this.#drawOptions();
    this.why = make("div", "why", this.root);
    if (form.data.takes_comments) this.#drawComment();
    this.status = make("p", "status", this.root);
    this.status.setAttribute("role", "status");
  }

  // The item as the server shows it after something was stored.
  take(item) {
    this.item = item;
    this.#drawFeedback();
  }

  isRated() {
    return Boolean(this.item.saved_at) || Boolean(this.form.box.pending(this.item.id));
  }

  draw() {
    if (this.item.is_recused) return;
    const pending = this.form.box.pending(this.item.id);
    const choice = pending ? pending.value.choice : this.item.choice;
    for (const input of this.inputs) input.checked = input.value === choice;
    this.root.classList.toggle("is-rated", this.isRated());
    const [state, words] = this.#state(pending);
    this.status.dataset.state = state;
    this.status.textContent = words;
    this.#drawReasons();
  }

  focus() {
    this.root.scrollIntoView({ block: "center", behavior: "smooth" });
    (this.inputs.find((input) => input.checked) ?? this.inputs[0])?.focus({ preventScroll: true });
  }

  #state(pending) {
    if (pending?.refusal) return ["refused", pending.refusal];
    if (pending) return ["waiting", this.form.box.state === "waiting" ? "Kept here; sent when the network is back" : "Sending"];
    if (!this.item.saved_at) return ["", ""];
    const at = showTime(this.item.saved_at) + this.#first();
    return ["saved", this.item.choice === null ? `Recorded ${at}, before your link was issued` : `Recorded ${at}`];
  }

  // The answer that was given before the panel was shown, once another has taken its place.
  #first() {
    const { first, choice } = this.item;
    if (!first || first === choice) return "";
    const option = this.item.options.find(({ value }) => value === first);
    return ` · your first answer: ${option?.label ?? first}`;
  }

  #when() {
    return this.item.drawn_at ? `The panel, ${showTime(this.item.drawn_at)}` : "Last round";
  }

  #drawOptions() {
    const set = make("fieldset", "options", this.root);
    make("legend", "question", set).textContent = this.item.question;
    const row = make("div", "points", set);
    const points = this.item.options.filter(({ value }) => /^\d+$/.test(value)).length;
    row.style.setProperty("--in-a-row", points > 11 ? Math.ceil(points / 2) : points);
    this.inputs = this.item.options.map((option) => {
      const isPoint = /^\d+$/.test(option.value);
      const label = make("label", isPoint ? "point" : "point other", isPoint ? row : set);
      const input = make("input", "", label);
      input.type = "radio";
      input.name = this.item.id;
      input.value = option.value;
      input.addEventListener("change", () => this.#choose(option.value));
      make("span", "", label).textContent = option.label;
      if (option.hint && !isPoint) make("span", "hint", label).textContent = option.hint;
      return input;
    });
    const ends = this.item.options.filter((option) => /^\d+$/.test(option.value) && option.hint);
    if (ends.length) {
      const line = make("p", "ends");
      for (const end of ends) make("span", "", line).textContent = `${end.label}: ${end.hint}`;
      row.after(line);
    }
    if (!row.childElementCount) row.remove();
  }

  #drawComment() {
    const fold = make("details", "comment", this.root);
    make("summary", "", fold).textContent = "Comment";
    this.comment = make("textarea", "", fold);
    this.comment.setAttribute("aria-label", `Comment on ${this.item.label}`);
    this.comment.placeholder = "Shown to the panel without your name";
    this.comment.maxLength = 2000;
    this.comment.value = this.form.box.pending(this.item.id)?.value.comment ?? this.item.comment;
    fold.open = Boolean(this.comment.value);
    this.hint = make("p", "muted", fold);
    this.comment.addEventListener("input", () => {
      const choice = this.#choice();
      this.hint.textContent = choice ? "" : "It is sent with your rating.";
      if (choice) this.#send(choice, TYPING_PAUSE);
    });
  }

  #drawReasons() {
    const { reasons } = this.form.data;
    const show = this.item.asks && reasons.length > 0;
    const key = this.item.id + REASONS;
    const tapped = this.form.box.pending(key)?.value ?? this.item.reasons;
    const drawn = JSON.stringify([show, tapped]);
    if (drawn === this.drawnReasons) return;
    this.drawnReasons = drawn;
    this.why.replaceChildren();
    if (!show) return;
    make("p", "muted", this.why).textContent = this.form.data.is_real_time
      ? "This is away from most of the panel, or from your first answer. Would you say why? One tap is enough."
      : "You moved away from the panel. Would you say why? One tap is enough.";
    const chips = make("div", "chips", this.why);
    for (const reason of reasons) {
      const chip = make("button", "chip", chips);
      chip.type = "button";
      chip.textContent = reason;
      chip.setAttribute("aria-pressed", String(tapped.includes(reason)));
      chip.addEventListener("click", () => {
        const next = tapped.includes(reason) ? tapped.filter((one) => one !== reason) : [...tapped, reason];
        this.form.give(key, next, this.item.version, this.item.saved_at);
      });
    }
  }

  #drawChange() {
    if (!this.item.change.length) return;
    const change = make("p", "change", this.root);
    make("span", "change-label", change).textContent = "Reworded since the last round: ";
    const tags = { kept: "span", removed: "del", added: "ins" };
    for (const piece of this.item.change) make(tags[piece.change], "", change).textContent = piece.text;
  }

  #drawFeedback() {
    const { feedback, comments } = this.item;
    this.panel.replaceChildren();
    this.panel.hidden = !feedback;
    if (!feedback) return;
    if (feedback.sentence) make("p", "sentence", this.panel).textContent = feedback.sentence;
    if (feedback.bars.length) this.#drawBars(feedback);
    const facts = [
      feedback.n ? `${feedback.n} rated` : "",
      feedback.median ? `median ${feedback.median}` : "",
      feedback.quartiles ? `middle half ${feedback.quartiles.join(" to ")}` : "",
    ].filter(Boolean);
    if (facts.length) make("p", "muted", this.panel).textContent = `${this.#when()}: ${facts.join(" · ")}`;
    for (const group of feedback.groups) {
      const median = group.median ? `, median ${group.median}` : "";
      make("p", "muted", this.panel).textContent = `${group.name}: ${group.n} rated${median}`;
    }
    if (comments.length) {
      const fold = make("details", "comments", this.panel);
      make("summary", "", fold).textContent = comments.length === 1 ? "1 comment" : `${comments.length} comments`;
      for (const text of comments) make("p", "said", fold).textContent = text;
    }
  }

  #drawBars({ bars, own }) {
    const most = Math.max(1, ...bars.map(({ n }) => n));
    const chart = make("div", "bars", this.panel);
    chart.setAttribute("role", "img");
    const counts = bars.filter(({ n }) => n).map(({ value, n }) => `${n} on ${value}`);
    chart.setAttribute("aria-label", `${this.#when()}, ratings: ${counts.join(", ")}${own ? `; yours ${own}` : ""}`);
    for (const { value, n } of bars) {
      const column = make("div", value === own ? "column is-own" : "column", chart);
      make("span", "count", column).textContent = n || "";
      make("span", "bar-fill", column).style.height = `${(n / most) * 2.6}rem`;
      make("span", "value", column).textContent = value.replace("_", " ");
    }
    if (own) make("p", "muted", this.panel).textContent = this.item.drawn_at
      ? `Yours is marked: ${own}.`
      : `Yours is the coloured bar: ${own}.`;
  }

  #choice() {
    return this.form.box.pending(this.item.id)?.value.choice ?? this.item.choice;
  }

  #choose(choice) {
    this.#send(choice, CHOICE_PAUSE);
  }

  #send(choice, pause) {
    const comment = this.comment?.value ?? "";
    this.form.give(this.item.id, { choice, comment }, this.item.version, this.item.saved_at, pause);
  }

  // 1 to 9 choose, 0 stands for the tenth point; Enter goes on to the next item that waits.
  #onKey(event) {
    if (event.target.tagName === "TEXTAREA" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault();
      this.form.nextOpen(this)?.focus();
      return;
    }
    if (!/^\d$/.test(event.key) || this.item.is_recused) return;
    const option = this.item.options.find(({ value }) => value === event.key || (event.key === "0" && value === "10"));
    if (!option) return;
    event.preventDefault();
    this.#choose(option.value);
    this.inputs.find((input) => input.value === option.value)?.focus();
  }
}

// How far one has come, how long there is, and the way to the next item that waits.
class Bar {
  constructor(parent, form) {
    this.form = form;
    this.root = make("div", "bar", parent);
    this.words = make("p", "words", this.root);
    this.words.setAttribute("role", "status");
    this.line = make("div", "line", this.root);
    this.done = make("div", "done", this.line);
    this.next = make("button", "next", this.root);
    this.next.type = "button";
    this.next.addEventListener("click", () => this.form.nextOpen()?.focus());
  }

  draw() {
    const cards = [...this.form.cards.values()].filter((card) => !card.item.is_recused);
    const rated = cards.filter((card) => card.isRated()).length;
    const { waiting, refused } = this.form.box.count();
    const signedOut = this.form.box.state === "signed out";
    const parts = [`${rated} of ${cards.length} rated`, left(this.form.data?.closes_at)];
    if (refused) parts.push(`${refused} refused`);
    else if (waiting) parts.push(`${waiting} not sent yet`);
    if (signedOut) parts.splice(1, 2, "you are signed out; open your personal link again");
    this.words.textContent = parts.join(" · ");
    this.words.dataset.state = refused || signedOut ? "refused" : waiting ? "waiting" : "";
    this.done.style.width = `${cards.length ? (100 * rated) / cards.length : 0}%`;
    this.next.textContent = rated === cards.length ? "All rated" : "Next to rate";
    this.next.disabled = rated === cards.length;
  }
}

// "3 days left", "2 h 05 min left".
function left(closesAt) {
  const minutes = Math.floor((Date.parse(closesAt) - Date.now()) / MINUTE);
  if (!(minutes > 0)) return "time is up";
  if (minutes >= 2880) return `${Math.floor(minutes / 1440)} days left`;
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min left`;
  return `${minutes} min left`;
}

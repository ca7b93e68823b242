// A ballot paper that is cast as a whole: approvals by ticking, a ranking by putting candidates in order.

import { showTime } from "./clock.js";
import { makeDock } from "./thumb.js";

const UNRANKED = "unranked";

const WORDS = {
  approval: {
    lead: "Tick every statement you approve. One you leave out counts as not approved.",
    send: (n) => (n ? `Send: I approve ${n}` : "Send: I approve none"),
  },
  ranking: {
    lead: "Tap the most important first, then the next. You can move them afterwards.",
    send: (n) => (n ? `Send my order of ${n}` : "Tap a statement first"),
  },
};

let nPapers = 0;

export class BallotPaper {
  constructor(channel, id) {
    this.channel = channel;
    this.id = id;
    this.uid = `paper-${++nPapers}`;
    this.refusal = "";
    this.isTouched = false;
    this.order = [];
    this.root = make("section", "item whole");
    this.lead = make("p", "lead", this.root);
    this.needs = make("p", "needs", this.root);
    this.rows = make("div", "rows", this.root);
    this.root.toggleAttribute("data-current", true);
    const dock = makeDock(this.root);
    this.send = make("button", "send", dock);
    this.send.type = "button";
    this.send.addEventListener("click", () => this.#cast());
    this.status = make("p", "status", dock);
    this.status.setAttribute("role", "status");
    this.status.setAttribute("aria-live", "polite");
  }

  // What was chosen here and not yet sent stays; everything else is what the server says.
  update(items) {
    // A refusal stands over the close, which is what it speaks of; a vote that is opened again begins without it.
    if (items[0].open && this.isOpen === false) this.refusal = "";
    this.items = items;
    this.kind = items[0].whole;
    this.isOpen = items[0].open;
    this.lead.textContent = WORDS[this.kind].lead;
    this.needs.textContent = items[0].needs;
    this.refresh();
  }

  refresh() {
    if (!this.isTouched) this.order = this.#recorded();
    this.#draw();
    this.#sayStatus();
  }

  acknowledged(message) {
    if (message.item !== this.items[0].id) return;
    this.refusal = "";
    this.isTouched = false;
    this.answered = message;
    this.refresh();
  }

  refused(ballot) {
    if (ballot.item !== this.items[0].id) return;
    this.refusal = ballot.message;
    this.isTouched = true;
    this.refresh();
  }

  dispose() {
    this.root.remove();
  }

  // The ids that are ticked, or in their places, by what waits to be sent, was answered, or the page was drawn with.
  #recorded() {
    const pending = this.channel.pending(this.items[0].id);
    const said = this.#said(pending ?? this.#answer());
    const chosen = Object.entries(said).filter(([, choice]) => (this.kind === "ranking" ? /^\d+$/.test(choice) : choice === "agree"));
    return chosen.sort(([, a], [, b]) => (this.kind === "ranking" ? a - b : 0)).map(([id]) => id);
  }

  #answer() {
    const at = this.items[0].at;
    return this.answered && (!at || Date.parse(this.answered.at) > Date.parse(at)) ? this.answered : null;
  }

  #said(ballot) {
    if (!ballot) return Object.fromEntries(this.items.map((item) => [item.id, item.choice]));
    return Object.fromEntries([[ballot.item, ballot.choice], ...ballot.rest.map((one) => [one.item, one.choice])]);
  }

  #draw() {
    const focus = this.root.getRootNode().activeElement?.dataset?.act;
    this.rows.replaceChildren();
    if (this.kind === "approval") this.items.forEach((item) => this.#drawTick(item));
    else this.#drawOrder();
    this.send.textContent = WORDS[this.kind].send(this.order.length);
    // To approve none of them is an answer as well; nobody has to tick and untick for it.
    const isFirst = this.kind === "approval" && !this.items[0].at && !this.answered && !this.channel.pending(this.items[0].id);
    this.send.disabled = !this.isOpen || !(this.isTouched || isFirst) || (this.kind === "ranking" && !this.order.length);
    if (focus) this.rows.querySelector(`[data-act="${focus}"]:not(:disabled)`)?.focus();
  }

  #drawTick(item) {
    const row = make("label", "option", this.rows);
    const input = make("input", "", row);
    input.type = "checkbox";
    input.checked = this.order.includes(item.id);
    input.disabled = !this.isOpen;
    input.dataset.act = `tick ${item.id}`;
    input.addEventListener("change", () => this.#change(input.checked ? [...this.order, item.id] : this.order.filter((id) => id !== item.id)));
    words(row, item);
  }

  #drawOrder() {
    const ranked = make("ol", "ranked", this.rows);
    ranked.setAttribute("aria-label", "Your order");
    this.order.forEach((id, place) => {
      const item = this.items.find((one) => one.id === id);
      const row = make("li", "option", ranked);
      make("span", "place", row).textContent = String(place + 1);
      words(row, item);
      const acts = make("span", "acts", row);
      this.#button(acts, "↑", `Move ${item.number} up`, `up ${id}`, place > 0, () => this.#move(place, place - 1));
      this.#button(acts, "↓", `Move ${item.number} down`, `down ${id}`, place < this.order.length - 1, () => this.#move(place, place + 1));
      this.#button(acts, "✕", `Take ${item.number} out`, `out ${id}`, true, () => this.#change(this.order.filter((one) => one !== id)));
    });
    const isFull = this.order.length >= this.#picks();
    for (const item of this.items.filter((one) => !this.order.includes(one.id))) {
      const row = make("button", "option candidate", this.rows);
      row.type = "button";
      row.dataset.act = `in ${item.id}`;
      row.disabled = !this.isOpen || isFull;
      make("span", "place", row).textContent = isFull ? "–" : "+";
      words(row, item);
      row.setAttribute("aria-label", `Put ${item.number} in place ${this.order.length + 1}: ${item.text}`);
      row.addEventListener("click", () => this.#change([...this.order, item.id]));
    }
  }

  #button(parent, sign, label, act, isOn, onClick) {
    const button = make("button", "act", parent);
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.dataset.act = act;
    button.disabled = !this.isOpen || !isOn;
    button.addEventListener("click", onClick);
  }

  #picks() {
    return this.items[0].options.filter((option) => /^\d+$/.test(option.value)).length;
  }

  #move(from, to) {
    const order = [...this.order];
    [order[from], order[to]] = [order[to], order[from]];
    this.#change(order);
  }

  #change(order) {
    this.order = order;
    this.isTouched = true;
    this.refusal = "";
    this.#draw();
    this.#sayStatus();
  }

  #choice(id) {
    const place = this.order.indexOf(id);
    if (this.kind === "ranking") return place < 0 ? UNRANKED : String(place + 1);
    return place < 0 ? "disagree" : "agree";
  }

  #cast() {
    const [first, ...rest] = this.items.map((item) => ({ item: item.id, version: item.version, choice: this.#choice(item.id) }));
    this.isTouched = false;
    this.channel.cast({ ...first, comment: "", rest });
    this.refresh();
  }

  #sayStatus() {
    const pending = this.channel.pending(this.items[0].id);
    const at = this.#answer()?.at ?? this.items[0].at;
    let state = "none";
    let text = this.isOpen ? "Nothing sent yet" : "Closed without a vote from you";
    if (this.refusal) [state, text] = ["refused", this.refusal];
    else if (pending) [state, text] = this.channel.state === "open" ? ["sending", "Sending"] : ["waiting", "Saved on this device, waiting for the network"];
    else if (this.isTouched && at) [state, text] = ["waiting", `Changed, and not sent. Recorded is what you sent at ${showTime(at)}`];
    else if (at) [state, text] = ["recorded", `Recorded ${showTime(at)}`];
    this.status.dataset.state = state;
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

function words(row, item) {
  const box = make("span", "words", row);
  make("span", "number", box).textContent = `${item.number} `;
  const statement = make("span", "statement", box);
  statement.dir = "auto";
  statement.textContent = item.text;
}

// Text is always set as text: what people type never becomes markup.
function make(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent?.append(element);
  return element;
}

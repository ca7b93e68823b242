// The ballot paper of a secret vote: every statement with its choices, a step to make sure, then the receipt.
// Nothing leaves the browser before the last step, and nothing of the choices stays in it afterwards.

import { receiptText } from "./sealed_box.js";
import { Pager, beginAt, makeDock, phone } from "./thumb.js";

const WAITING = {
  open: "Sending. Keep this page open",
  connecting: "Not cast yet: waiting for the network. Keep this page open",
  offline: "Not cast yet: waiting for the network. Keep this page open",
  "signed out": "Not cast: you are signed out. Open your personal link again in this tab",
  closed: "Not cast: this page is no longer open to you",
};

let nPapers = 0;

export class SecretPaper {
  constructor(channel) {
    this.channel = channel;
    this.uid = `paper-${++nPapers}`;
    this.root = make("div", "paper");
    this.root.hidden = true;
    this.chosen = new Map();
    this.step = "choose"; // choose | confirm
    this.place = 0;
    this.refusal = "";
    this.onTurn = () => this.draw();
    phone.addEventListener("change", this.onTurn);
  }

  // What is asked, or null where no secret vote is.
  update(asked) {
    if (asked?.round !== this.asked?.round) {
      this.chosen.clear();
      this.step = "choose";
      this.place = 0;
      this.refusal = "";
    }
    const drawn = JSON.stringify([asked?.round, asked?.voted, asked?.items]);
    this.asked = asked;
    if (drawn === this.drawn) return this.#sayStatus();
    this.drawn = drawn;
    this.draw();
  }

  // Somebody has begun to fill it in and it was never cast.
  get isBegun() {
    return Boolean(this.asked && !this.asked.voted && this.chosen.size && !this.channel.paper(this.asked.round));
  }

  draw() {
    const { asked } = this;
    this.root.replaceChildren();
    this.root.hidden = !asked;
    this.status = null;
    if (!asked) return;
    if (this.channel.paper(asked.round)) this.#drawWaiting();
    else if (asked.voted) this.#drawVoted();
    else if (this.step === "confirm") this.#drawConfirm();
    else this.#drawChoices();
    this.#sayStatus();
  }

  // What was chosen is shown again, so that it can be mended; it is in this page alone.
  refused(message, choices) {
    for (const { item, choice } of choices) this.chosen.set(item, choice);
    this.refusal = message;
    this.step = "choose";
    this.draw();
  }

  dispose() {
    phone.removeEventListener("change", this.onTurn);
    this.root.remove();
  }

  // All of them one under the other, or on a phone one at a time with the last step after the last.
  #drawChoices() {
    const { items } = this.asked;
    const isTurned = phone.matches;
    let last = this.root;
    for (const [place, item] of items.entries()) {
      if (!isTurned || place === this.place) last = this.#drawItem(item, place);
    }
    const foot = make("div", "foot", isTurned ? last : this.root);
    this.status = status(foot);
    this.go = button("Cast my vote", "primary", foot, () => this.#toConfirm());
    this.go.hidden = isTurned && this.place < items.length - 1;
    if (isTurned) new Pager(foot, (step) => this.#turn(step)).update(this.place, items.length);
    this.#count();
  }

  #turn(step) {
    this.place += step;
    this.draw();
    beginAt(this.root.querySelector("legend"));
  }

  #drawItem(item, place) {
    const section = make("section", "item", this.root);
    section.dataset.item = item.id;
    const fieldset = make("fieldset", "", section);
    const legend = make("legend", "", fieldset);
    legend.id = `${this.uid}-${place}-legend`;
    fieldset.setAttribute("aria-labelledby", legend.id);
    make("span", "number", legend).textContent = item.number;
    literal(make("span", "statement", legend), item.text);
    if (item.plain) literal(make("p", "plain", fieldset), item.plain);
    if (item.needs) make("p", "needs", fieldset).textContent = item.needs;
    const dock = makeDock(fieldset);
    const options = make("div", "options", dock);
    options.classList.toggle("scale", item.options.length > 5);
    item.options.forEach(({ value, label }) => {
      const row = make("label", "option", options);
      const input = make("input", "", row);
      input.type = "radio";
      input.name = `${this.uid}-${place}`;
      input.value = value;
      input.checked = this.chosen.get(item.id) === value;
      make("span", "label", row).textContent = named(item, value, label);
    });
    options.addEventListener("keydown", (event) => onDigit(event, options));
    options.addEventListener("change", (event) => {
      this.#choose(item, event.target.value);
      this.refusal = "";
      this.#count();
    });
    return dock;
  }

  // Nobody stands in a place twice: of a ranking the newer choice takes the place from the statement that had it.
  #choose(item, value) {
    const isPlace = item.whole === "ranking" && isNumber(value);
    const before = isPlace && this.asked.items.find(({ id }) => id !== item.id && this.chosen.get(id) === value);
    if (before) this.chosen.delete(before.id);
    this.chosen.set(item.id, value);
    if (!before) return;
    for (const input of this.root.querySelectorAll("input:checked")) {
      input.checked = input.closest("section")?.dataset.item !== before.id;
    }
  }

  #count() {
    const left = this.asked.items.length - this.chosen.size;
    this.go.disabled = left > 0;
    this.#sayStatus();
  }

  #toConfirm() {
    this.step = "confirm";
    this.draw();
    this.root.querySelector("h3")?.focus();
  }

  #drawConfirm() {
    const section = make("section", "item", this.root);
    const heading = make("h3", "", section);
    heading.textContent = "This cannot be changed";
    heading.tabIndex = -1;
    make("p", "", section).textContent = "Once it is cast nobody can find your ballot again, so nobody can change it: not you either.";
    const list = make("dl", "choices", section);
    for (const item of this.asked.items) {
      const name = make("dt", "", list);
      make("span", "number", name).textContent = item.number;
      literal(make("span", "statement", name), ` ${item.text}`);
      const chosen = item.options.find(({ value }) => value === this.chosen.get(item.id));
      make("dd", "", list).textContent = chosen ? named(item, chosen.value, chosen.label) : "";
    }
    const dock = makeDock(section);
    const foot = make("div", "buttons", dock);
    button("Cast it", "primary", foot, () => this.#cast());
    button("Back", "", foot, () => {
      this.step = "choose";
      this.draw();
    });
    this.status = status(dock);
  }

  #cast() {
    const choices = this.asked.items.map(({ id, version }) => ({ item: id, version, choice: this.chosen.get(id) }));
    this.chosen.clear();
    this.step = "choose";
    this.channel.castPaper(this.asked.round, choices);
    this.draw();
  }

  #drawWaiting() {
    const section = make("section", "item", this.root);
    make("h3", "", section).textContent = "Your vote is on its way";
    make("p", "", section).textContent = "Your receipt appears here as soon as your ballot is in the box.";
    this.status = status(section);
  }

  #drawVoted() {
    // The receipt above says it already.
    if (this.channel.receipts().some(({ round }) => round === this.asked.round)) return;
    const section = make("section", "item", this.root);
    make("h3", "", section).textContent = "You have voted";
    make("p", "", section).textContent =
      "Your ballot is in the box and cannot be changed. Once the vote is closed, look for your receipt code in the list.";
  }

  #sayStatus() {
    if (!this.status) return;
    const waits = this.asked && this.channel.paper(this.asked.round);
    const left = this.asked ? this.asked.items.length - this.chosen.size : 0;
    let [state, text] = ["none", ""];
    if (waits) [state, text] = [this.channel.state === "open" ? "sending" : "waiting", WAITING[this.channel.state]];
    else if (this.refusal) [state, text] = ["refused", this.refusal];
    else if (this.channel.state === "signed out") [state, text] = ["waiting", "You are signed out: open your personal link again to vote"];
    else if (this.step === "confirm") text = "Nothing has been sent yet";
    else if (left) text = left === 1 ? "1 statement left to answer. Nothing has been sent" : `${left} statements left to answer. Nothing has been sent`;
    else text = "Nothing has been sent yet";
    this.status.dataset.state = state;
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

// The receipts of this tab that are not noted yet; they stay when the vote is closed in the meantime.
export class Receipts {
  constructor(channel, onNoted) {
    this.channel = channel;
    this.onNoted = onNoted;
    this.root = make("div", "receipts");
    this.draw();
  }

  draw() {
    const receipts = this.channel.receipts();
    const drawn = JSON.stringify(receipts);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.root.replaceChildren(...receipts.map((receipt) => this.#card(receipt)));
  }

  dispose() {
    this.root.remove();
  }

  #card({ round, receipt }) {
    const card = make("section", "item receipt");
    const heading = make("h3", "", card);
    heading.textContent = "Your ballot is in the box";
    card.setAttribute("role", "status");
    make("p", "", card).textContent = "This is your receipt code. It is shown this once and kept nowhere with your name:";
    make("p", "code", card).textContent = receiptText(receipt);
    make("p", "", card).textContent =
      "When the vote is closed, the codes of all ballots are listed. Finding yours shows that your ballot was counted. " +
      "The code does not tell how you voted, to nobody.";
    const buttons = make("div", "buttons", card);
    const copy = button("Copy", "", buttons, async () => {
      copy.textContent = (await copyText(receiptText(receipt))) ? "Copied" : "Select it and copy";
    });
    button("Save as a file", "", buttons, () => save(receipt));
    button("Print", "", buttons, () => print(receipt));
    button("I have noted it", "primary", buttons, () => {
      this.channel.forgetReceipt(round);
      this.draw();
      this.onNoted();
    });
    return card;
  }
}

function words(receipt) {
  return `Receipt code of a secret vote\n${receiptText(receipt)}\n`;
}

function save(receipt) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words(receipt)], { type: "text/plain" }));
  link.download = "receipt.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

function print(receipt) {
  const frame = document.createElement("iframe");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  document.body.append(frame);
  const sheet = frame.contentDocument.body.appendChild(frame.contentDocument.createElement("pre"));
  sheet.textContent = words(receipt);
  frame.contentWindow.addEventListener("afterprint", () => frame.remove());
  frame.contentWindow.print();
}

// Over plain http browsers have no clipboard for pages.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function onDigit(event, options) {
  const inputs = Array.from(options.querySelectorAll("input"));
  const index = "123456789".indexOf(event.key);
  if (index < 0 || index >= inputs.length || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  inputs[index].focus();
  if (!inputs[index].checked) inputs[index].click();
}

function status(parent) {
  const line = make("p", "status", parent);
  line.setAttribute("role", "status");
  line.setAttribute("aria-live", "polite");
  return line;
}

function button(text, className, parent, act) {
  const made = make("button", className, parent);
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function literal(element, text) {
  element.dir = "auto";
  element.textContent = text;
}

// Text is always set as text: what people type never becomes markup.
function make(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent?.append(element);
  return element;
}

// A bare number says nothing of which end is the first.
function named({ whole }, value, label) {
  if (whole !== "ranking" || !isNumber(value)) return label;
  return value === "1" ? "First place: the most important" : `Place ${label}`;
}

function isNumber(value) {
  return /^\d+$/.test(value);
}

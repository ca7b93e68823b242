// One item of a ballot: the statement, the choices as native inputs, a comment, and what is known about the vote.

import { showTime } from "./clock.js";
import { Pager, beginAt, makeDock } from "./thumb.js";

const COMMENT_PAUSE = 900;
// Arrow keys pass through choices on the way to the one that is meant.
const ARROW_PAUSE = 700;

const WAITING = {
  open: "Sending",
  connecting: "Saved on this device, waiting for the network",
  offline: "Saved on this device, waiting for the network",
  "signed out": "Saved on this device. You are signed out: open your personal link again to send it",
  closed: "Saved on this device. This page is no longer open to you",
};

let nItems = 0;

export class BallotItem {
  // `turn` is called with -1 or 1 to come to the statement before or after.
  constructor(channel, id, turn) {
    this.channel = channel;
    this.id = id;
    this.turn = turn;
    this.uid = `ballot-${++nItems}`;
    this.refusal = "";
    this.answered = null;
    this.#build();
  }

  // Shows what the server says, except where this person has said something newer.
  update(item) {
    // A refusal stands over the close, which is what it speaks of; a vote that is opened again begins without it.
    if (item.open && this.item && !this.item.open) this.refusal = "";
    this.item = item;
    this.statement.textContent = item.text;
    show(this.plain, item.plain);
    show(this.number, item.number);
    show(this.needs, item.needs);
    this.#drawOptions(item.options);
    this.fieldset.disabled = !item.open;
    this.root.dataset.open = String(item.open);
    this.commentLabel.textContent = item.comment_label;
    this.comment.disabled = !item.open;
    this.refresh();
  }

  // Where it stands among the statements that are asked, and whether it is the one a phone shows.
  stand(place, n, isCurrent) {
    this.pager.update(place, n);
    this.root.toggleAttribute("data-current", isCurrent);
  }

  begin() {
    beginAt(this.legend);
  }

  // Whether this person has said nothing on it yet.
  get isBlank() {
    return !this.channel.pending(this.id) && !this.#known().at;
  }

  refresh() {
    const pending = this.channel.pending(this.id);
    const known = this.#known();
    if (!this.chosenByKey) this.#check(pending ? pending.choice : known.choice);
    if (!this.commentChanged && this.comment !== focused(this.root)) {
      this.comment.value = (pending ?? known).comment ?? "";
    }
    this.#showComment();
    this.#sayStatus(pending, known);
  }

  acknowledged(message) {
    if (message.item !== this.id) return;
    this.refusal = "";
    this.answered = message;
    this.refresh();
  }

  refused(ballot) {
    if (ballot.item !== this.id) return;
    this.refusal = ballot.message;
    this.refresh();
  }

  dispose() {
    clearTimeout(this.commentTimer);
    if (this.commentChanged || this.chosenByKey) this.#cast();
    this.root.remove();
  }

  // The newer of what the page was drawn with and what was answered since.
  #known() {
    const { answered, item } = this;
    return answered && (!item.at || Date.parse(answered.at) > Date.parse(item.at)) ? answered : item;
  }

  #build() {
    this.root = make("section", "item");
    this.fieldset = make("fieldset", "", this.root);
    this.legend = make("legend", "", this.fieldset);
    this.number = make("span", "number", this.legend);
    this.statement = make("span", "statement", this.legend);
    this.statement.dir = "auto";
    this.plain = make("p", "plain", this.fieldset);
    this.plain.dir = "auto";
    this.needs = make("p", "needs", this.fieldset);
    const dock = makeDock(this.fieldset);
    this.options = make("div", "options", dock);
    this.status = make("p", "status", dock);
    this.status.setAttribute("role", "status");
    this.status.setAttribute("aria-live", "polite");
    this.pager = new Pager(dock, this.turn);
    this.commentBox = make("div", "comment", this.fieldset);
    this.commentLabel = make("label", "", this.commentBox);
    this.commentLabel.htmlFor = `${this.uid}-comment`;
    this.comment = make("textarea", "", this.commentBox);
    this.comment.id = this.commentLabel.htmlFor;
    this.comment.rows = 2;
    this.comment.maxLength = 4000;
    this.legend.id = `${this.uid}-legend`;
    this.fieldset.setAttribute("aria-labelledby", this.legend.id);
    this.needs.id = `${this.uid}-needs`;
    this.fieldset.setAttribute("aria-describedby", this.needs.id);

    this.options.addEventListener("keydown", (event) => this.#onKey(event));
    this.options.addEventListener("change", () => this.#onChoice());
    this.comment.addEventListener("input", () => this.#onComment());
    this.comment.addEventListener("blur", () => this.#flushComment());
  }

  #drawOptions(options) {
    const drawn = JSON.stringify(options);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.options.replaceChildren();
    const isPoint = ({ value }) => /^\d+$/.test(value);
    const points = options.some(isPoint) ? make("div", "scale", this.options) : null;
    if (points) {
      const n = options.filter(isPoint).length;
      points.style.setProperty("--points", n);
      points.style.setProperty("--columns", columnsOf(n));
      const said = options.filter(({ hint }) => hint).map(({ label, hint }) => `${label} ${hint}`);
      make("p", "anchors", this.options).textContent = said.join(" · ");
    }
    options.forEach((option) => {
      const { value, label, hint } = option;
      const row = make("label", "option", isPoint(option) ? points : this.options);
      const input = make("input", "", row);
      input.type = "radio";
      input.name = this.uid;
      input.value = value;
      make("span", "label", row).textContent = label;
      if (hint && isPoint(option)) input.setAttribute("aria-label", `${label}, ${hint}`);
      else if (hint) make("span", "hint", row).textContent = hint;
    });
  }

  #onKey(event) {
    this.arrow = event.key.startsWith("Arrow");
    const inputs = this.#inputs();
    const index = "123456789".indexOf(event.key);
    if (index < 0 || index >= inputs.length || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    inputs[index].focus();
    if (!inputs[index].checked) inputs[index].click();
  }

  #onChoice() {
    clearTimeout(this.choiceTimer);
    this.refusal = "";
    this.#showComment();
    if (!this.arrow) return this.#cast();
    this.arrow = false;
    this.chosenByKey = true;
    this.choiceTimer = setTimeout(() => this.#cast(), ARROW_PAUSE);
  }

  #onComment() {
    this.commentChanged = true;
    clearTimeout(this.commentTimer);
    this.commentTimer = setTimeout(() => this.#flushComment(), COMMENT_PAUSE);
    this.#sayStatus(this.channel.pending(this.id), this.#known());
  }

  #flushComment() {
    clearTimeout(this.commentTimer);
    if (this.commentChanged) this.#cast();
  }

  #cast() {
    const choice = this.#choice();
    clearTimeout(this.choiceTimer);
    this.chosenByKey = false;
    if (choice === undefined || !this.item.open) return;
    this.commentChanged = false;
    const comment = this.#takesComment() ? this.comment.value.trim() : "";
    this.channel.cast({ item: this.id, version: this.item.version, choice, comment });
    this.refresh();
  }

  #choice() {
    return this.#inputs().find((input) => input.checked)?.value;
  }

  #takesComment() {
    return this.item.asks_comment && (!this.item.comment_on || this.item.comment_on === this.#choice());
  }

  #showComment() {
    this.commentBox.hidden = !this.#takesComment() || (!this.item.open && !this.item.comment);
  }

  #inputs() {
    return Array.from(this.options.querySelectorAll("input"));
  }

  #check(choice) {
    for (const input of this.#inputs()) input.checked = input.value === choice;
  }

  #sayStatus(pending, known) {
    let state = "none";
    let text = this.item.open ? "No choice yet" : "Closed without a vote from you";
    if (this.refusal) {
      [state, text] = ["refused", this.refusal];
    } else if (pending) {
      [state, text] = [this.channel.state === "open" ? "sending" : "waiting", WAITING[this.channel.state]];
    } else if (known.choice && known.entered_by) {
      [state, text] = ["recorded", `Entered for you by ${known.entered_by} from paper. You can change it here`];
    } else if (known.choice) {
      [state, text] = ["recorded", known.at ? `Recorded ${showTime(known.at)}` : "Recorded"];
    } else if (known.at) {
      // Cast before the present link was issued: that it is recorded may be shown, what it says may not.
      [state, text] = ["recorded", `Recorded ${showTime(known.at)}; not shown, because your link is newer than your vote`];
    } else if (this.channel.state === "signed out") {
      [state, text] = ["waiting", "You are signed out: open your personal link again to vote"];
    } else if (this.commentChanged) {
      text = "Choose an answer to send your comment";
    }
    this.status.dataset.state = state;
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

// Rows of one length where that is possible: nine points stand three by three, as on a keypad.
function columnsOf(n) {
  if (n <= 5) return n;
  return n % 3 ? Math.ceil(n / 2) : 3;
}

// Text is always set as text: what people type never becomes markup.
function make(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent?.append(element);
  return element;
}

function show(element, text) {
  element.textContent = text ?? "";
  element.hidden = !text;
}

function focused(element) {
  return element.getRootNode().activeElement;
}

// A page of a survey: the questions with native inputs, what is stored and what is not yet, how far one has come.
// An answer goes from here to the server by itself (answer_box.js); the page around is drawn again only where the
// server holds something newer than what is shown.

import { AnswerBox, PreviewBox } from "./answer_box.js";
import { make, makeComment, makeField } from "./answer_fields.js";

const COMMENT = "#comment";
const WAITING = "Not saved yet, waiting for the network. Kept on this device.";
const SIGNED_OUT = "Not saved: you are signed out. Kept on this device; open your personal link again to send it.";

const forms = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let form = forms.get(parentElement);
  if (form && form.address !== data.address) {
    form.dispose();
    form = null;
  }
  if (!form) {
    form = new SurveyForm(data, parentElement);
    forms.set(parentElement, form);
  }
  form.update(data, setTriggerValue);
  return () => {
    form.dispose();
    forms.delete(parentElement);
  };
}

class SurveyForm {
  constructor(data, parentElement) {
    this.address = data.address;
    const tell = (name, question, answer) => this.#on(name, question, answer);
    this.box = data.address ? new AnswerBox(data.address, data.outbox, tell) : new PreviewBox();
    this.root = make("div", "survey");
    this.list = make("div", "list", this.root);
    this.bar = new Bar(this.root, this.box);
    this.acknowledged = new Map();
    parentElement.append(this.root);
  }

  update(data, setTriggerValue) {
    this.data = data;
    this.setTriggerValue = setTriggerValue;
    // What was stored after the page was read is newer than the page.
    const isNewer = this.heard && Date.parse(this.heard.saved_at) > Date.parse(data.loaded_at);
    this.shown = isNewer ? this.heard.shown : data.shown;
    this.progress = isNewer ? this.heard.progress : data.progress;
    const asked = JSON.stringify(data.questions.map(({ answer, saved_at, comment, ...words }) => words));
    if (asked !== this.asked) {
      this.asked = asked;
      this.cards = new Map(data.questions.map((question) => [question.id, new Card(question, this)]));
      this.list.replaceChildren(...[...this.cards.values()].map((card) => card.root));
    }
    for (const question of data.questions) this.#known(question);
    this.#draw();
  }

  // Called by a card when the person has said something.
  give(key, value, pause) {
    this.box.put(key, value, this.seen(key), pause);
    this.#draw();
  }

  seen(key) {
    const acknowledged = this.acknowledged.get(key);
    if (acknowledged) return acknowledged.saved_at;
    const [id, isComment] = split(key);
    const question = this.data.questions.find((known) => known.id === id);
    return (isComment ? question?.comment_saved_at : question?.saved_at) ?? null;
  }

  dispose() {
    this.box.dispose();
    this.root.remove();
  }

  // What the page was drawn with, unless something was stored since.
  #known(question) {
    for (const key of [question.id, question.id + COMMENT]) {
      const acknowledged = this.acknowledged.get(key);
      if (acknowledged && Date.parse(acknowledged.at) <= Date.parse(this.data.loaded_at)) this.acknowledged.delete(key);
    }
  }

  #on(name, key, answer) {
    if (!this.data) return;
    if (name === "stored") {
      this.acknowledged.set(key, { saved_at: answer.is_taken_back ? null : answer.saved_at, at: answer.saved_at, value: answer.value });
      this.heard = answer;
      this.shown = answer.shown;
      this.progress = answer.progress;
      if (!this.data.questions.length && !this.box.count().waiting) this.setTriggerValue("refresh", true);
    }
    if (name === "outdated") this.setTriggerValue("refresh", true);
    this.#draw();
  }

  #draw() {
    for (const card of this.cards.values()) {
      const number = this.shown.indexOf(card.question.id) + 1;
      card.draw(number, this.#state(card.question.id), this.#state(card.question.id + COMMENT));
    }
    this.bar.draw(this.progress, this.data.minutes, this.data.is_open && this.data.questions.length > 0);
  }

  #state(key) {
    const pending = this.box.pending(key);
    const acknowledged = this.acknowledged.get(key);
    const [id, isComment] = split(key);
    const question = this.data.questions.find((known) => known.id === id);
    const drawn = isComment
      ? { value: question.comment ?? null, saved_at: question.comment_saved_at ?? null }
      : { value: question.answer ?? null, saved_at: question.saved_at ?? null };
    const known = acknowledged ?? drawn;
    return { pending, value: pending ? pending.value : known.value, saved_at: known.saved_at, box: this.box.state };
  }
}

// One question with its answer.
class Card {
  constructor(question, form) {
    this.question = question;
    this.form = form;
    this.root = make("section", "question");
    this.heading = make("p", "number-line", this.root);
    const words = make("p", "text", this.root);
    words.textContent = question.text;
    paragraph("plain", question.plain && `In plain words: ${question.plain}`, this.root);
    paragraph("help", question.help, this.root);
    if (question.evidence?.length) evidence(question.evidence, this.root);
    this.field = makeField(question, (value, pause) => form.give(question.id, value, pause));
    this.root.append(this.field.root);
    if (question.comment_label) {
      this.comment = makeComment(question.comment_label, question.most_characters, (text, pause) =>
        form.give(question.id + COMMENT, text, pause),
      );
      this.root.append(this.comment.root);
    }
    const foot = make("div", "foot", this.root);
    this.status = make("p", "status", foot);
    this.status.setAttribute("role", "status");
    if (this.field.isClearable) {
      this.clear = make("button", "clear", foot);
      this.clear.type = "button";
      this.clear.textContent = "Clear answer";
      this.clear.addEventListener("click", () => form.give(question.id, null, 0));
    }
    this.root.addEventListener("focusout", () => form.box.flush());
  }

  draw(number, answer, comment) {
    this.root.hidden = !number;
    this.heading.textContent = `Question ${number} · ${this.question.required ? "Required" : "Optional"}`;
    this.field.show(answer.value);
    this.comment?.show(comment.value);
    if (this.clear) this.clear.hidden = answer.value === null || answer.value.length === 0;
    this.#say([answer, comment].find(({ pending }) => pending) ?? (answer.saved_at ? answer : comment));
  }

  #say({ pending, saved_at, box }) {
    const isPreview = !this.form.address;
    let [state, text] = ["none", ""];
    if (pending?.refusal) [state, text] = ["refused", `Not saved: ${pending.refusal}`];
    else if (pending && box === "signed out") [state, text] = ["refused", SIGNED_OUT];
    else if (pending && box === "waiting") [state, text] = ["waiting", WAITING];
    else if (pending && isPreview) text = "A preview: nothing is saved";
    else if (pending) [state, text] = ["sending", "Saving …"];
    else if (saved_at) [state, text] = ["saved", `Saved ${clock(saved_at)}`];
    this.status.dataset.state = state;
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

// The line that stays in sight: how far one has come, and whether everything is stored.
class Bar {
  constructor(parent, box) {
    this.box = box;
    this.root = make("div", "bar", parent);
    this.track = make("progress", "", this.root);
    this.track.setAttribute("aria-label", "Questions answered");
    const line = make("div", "bar-line", this.root);
    this.count = make("span", "count", line);
    this.state = make("span", "state", line);
    this.state.setAttribute("role", "status");
    this.unsaved = make("div", "unsaved", this.root);
  }

  draw(progress, minutes, isOpen) {
    const { waiting, refused } = this.box.count();
    this.root.hidden = !isOpen && !waiting && !refused;
    this.track.hidden = this.count.hidden = !isOpen;
    this.track.max = Math.max(progress.n_shown, 1);
    this.track.value = progress.n_answered;
    const left = minutesLeft(minutes, progress);
    this.count.textContent = `${progress.n_answered} of ${progress.n_shown} answered${left}`;
    this.#say(waiting, refused, progress);
    this.#list(isOpen ? [] : this.box.refusals());
  }

  #say(waiting, refused, progress) {
    let [state, text] = ["none", progress.n_answered ? "Everything is saved" : ""];
    if (progress.n_answered) state = "saved";
    if (waiting) [state, text] = ["sending", "Saving …"];
    if (waiting && this.box.state === "waiting") [state, text] = ["waiting", `${waiting} not saved yet, waiting for the network`];
    if (waiting && this.box.state === "signed out") [state, text] = ["refused", `${waiting} not saved: you are signed out`];
    else if (refused && !waiting) [state, text] = ["refused", `${refused} not saved`];
    this.state.dataset.state = state;
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  // Where the questions are not shown any more, what was refused can still be read and let go.
  #list(refusals) {
    this.unsaved.replaceChildren();
    for (const { question, value, refusal } of refusals) {
      const part = make("div", "unsaved-one", this.unsaved);
      make("p", "", part).textContent = refusal;
      if (typeof value === "string") make("blockquote", "", part).textContent = value;
      const button = make("button", "clear", part);
      button.type = "button";
      button.textContent = "Let it go";
      button.addEventListener("click", () => this.box.forget(question));
    }
  }
}

function evidence(items, parent) {
  const details = make("details", "evidence", parent);
  make("summary", "", details).textContent = items.length === 1 ? "Evidence" : `Evidence (${items.length})`;
  const list = make("ul", "", details);
  for (const { text, reference } of items) {
    const item = make("li", "", list);
    make("span", "", item).textContent = text;
    if (reference) make("span", "reference", item).textContent = ` ${reference}`;
  }
}

function paragraph(className, text, parent) {
  if (text) make("p", className, parent).textContent = text;
}

function minutesLeft(minutes, { n_answered, n_shown }) {
  if (!minutes || n_answered >= n_shown) return "";
  const left = Math.max(1, Math.round((minutes * (n_shown - n_answered)) / Math.max(n_shown, 1)));
  return `, about ${left} min left`;
}

function split(key) {
  return key.endsWith(COMMENT) ? [key.slice(0, -COMMENT.length), true] : [key, false];
}

const today = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const before = new Intl.DateTimeFormat([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// "14:02" today, "3 Nov, 14:02" before.
function clock(iso) {
  const at = new Date(iso);
  return (at.toDateString() === new Date().toDateString() ? today : before).format(at);
}

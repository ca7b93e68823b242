// A page of a survey: the questions with native inputs, what is stored and what is not yet, how far one has come.
// An answer goes from here to the server by itself (answer_box.js); the page around is drawn again only where the
// server holds something newer than what is shown. Its own words (`data.words`) come in the language of the questions,
// where the product has them in it.

import { AnswerBox, PreviewBox } from "./answer_box.js";
import { fill, make, makeComment, makeField } from "./answer_fields.js";

const COMMENT = "#comment";

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
    this.box = data.address ? new AnswerBox(data.address, data.outbox, tell) : new PreviewBox(tell);
    this.root = make("div", "survey");
    this.list = make("div", "list", this.root);
    this.bar = new Bar(this.root, this.box);
    this.acknowledged = new Map();
    parentElement.append(this.root);
  }

  update(data, setTriggerValue) {
    this.data = data;
    this.setTriggerValue = setTriggerValue;
    this.#speak(data);
    // What was stored after the page was read is newer than the page.
    const isNewer = this.heard && Date.parse(this.heard.saved_at) > Date.parse(data.loaded_at);
    this.shown = isNewer ? this.heard.shown : data.shown;
    this.progress = isNewer ? this.heard.progress : data.progress;
    const asked = JSON.stringify([data.words, data.questions.map(({ answer, saved_at, comment, comment_saved_at, ...words }) => words)]);
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
    const [id] = split(key);
    const { wording } = this.data.questions.find((known) => known.id === id);
    this.box.put(key, { value, seen: this.seen(key), wording }, pause);
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

  // The language of the questions, for those who have the page read to them: on the element and on what stands around it.
  #speak({ language, words_language }) {
    this.root.lang = language;
    this.bar.root.lang = words_language;
    this.root.getRootNode().host?.closest(".st-key-survey-page")?.setAttribute("lang", language);
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
    if (name === "outdated" || name === "reworded") this.setTriggerValue("refresh", true);
    if (name === "given") this.setTriggerValue("given", answer);
    this.#draw();
  }

  #draw() {
    for (const card of this.cards.values()) {
      const number = this.shown.indexOf(card.question.id) + 1;
      card.draw(number, this.#state(card.question.id), this.#state(card.question.id + COMMENT));
    }
    this.bar.draw(this.data.words, this.progress, this.data.minutes, this.data.is_open && this.data.questions.length > 0, this.shown);
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
    const { words, words_language } = form.data;
    this.words = words;
    this.root = make("section", "question");
    this.heading = make("p", "number-line", this.root);
    this.heading.lang = words_language;
    make("p", "text", this.root).textContent = question.text;
    if (question.plain) {
      const twin = make("p", "plain", this.root);
      const label = make("span", "plain-label", twin);
      label.textContent = words.plain;
      label.lang = words_language;
      twin.append(question.plain);
    }
    paragraph("help", question.help, this.root);
    if (question.evidence?.length) evidence(question.evidence, words, this.root);
    this.field = makeField(question, words, (value, pause) => form.give(question.id, value, pause));
    this.root.append(this.field.root);
    if (question.has_comment) {
      this.comment = makeComment(words, question.most_characters, (text, pause) =>
        form.give(question.id + COMMENT, text, pause),
      );
      this.root.append(this.comment.root);
    }
    const foot = make("div", "foot", this.root);
    this.status = make("p", "status", foot);
    this.status.setAttribute("role", "status");
    foot.lang = words_language;
    this.keep = make("button", "clear keep", foot);
    this.keep.type = "button";
    this.keep.textContent = words.keep_text;
    this.keep.addEventListener("click", () => this.keptTexts.forEach(([key, text]) => form.give(key, text, 0)));
    if (this.field.isClearable) {
      this.clear = make("button", "clear", foot);
      this.clear.type = "button";
      this.clear.textContent = words.clear;
      this.clear.addEventListener("click", () => form.give(question.id, null, 0));
    }
    this.root.addEventListener("focusout", () => form.box.flush());
  }

  draw(number, answer, comment) {
    this.root.hidden = !number;
    const need = this.question.required ? this.words.required : this.words.optional;
    this.heading.textContent = `${fill(this.words.question, { n: number })} · ${need}`;
    const isText = this.question.kind === "text";
    // A choice among other words is not the choice that was made; what was typed stays for who typed it.
    this.field.show(answer.pending?.isReworded && !isText ? null : answer.value);
    this.comment?.show(comment.value);
    this.keptTexts = [
      [this.question.id, isText ? answer : {}],
      [this.question.id + COMMENT, comment],
    ].flatMap(([key, { pending }]) => (pending?.isReworded && typeof pending.value === "string" && pending.value ? [[key, pending.value]] : []));
    this.keep.hidden = !this.keptTexts.length;
    if (this.clear) this.clear.hidden = answer.value === null || answer.value.length === 0;
    this.#say([answer, comment].find(({ pending }) => pending) ?? (answer.saved_at ? answer : comment));
  }

  #say({ pending, saved_at, box }) {
    const isPreview = !this.form.address;
    const { words } = this;
    let [state, text] = ["none", ""];
    if (pending?.refusal) [state, text] = ["refused", fill(words.refused, { reason: reason(pending, words) })];
    else if (pending && box === "signed out") [state, text] = ["refused", words.signed_out];
    else if (pending && box === "waiting") [state, text] = ["waiting", words.waiting];
    else if (pending && isPreview) text = words.preview;
    else if (pending) [state, text] = ["sending", words.saving];
    else if (saved_at) [state, text] = ["saved", fill(words.saved, { time: clock(saved_at, this.form.data.words_language) })];
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
    const line = make("div", "bar-line", this.root);
    this.count = make("span", "count", line);
    this.state = make("span", "state", line);
    this.state.setAttribute("role", "status");
    this.unsaved = make("div", "unsaved", this.root);
  }

  // `shown`: the questions that are asked now, on whatever page they stand.
  draw(words, progress, minutes, isOpen, shown) {
    const { waiting, refused } = this.box.count();
    this.track.setAttribute("aria-label", words.progress);
    this.root.hidden = !isOpen && !waiting && !refused;
    this.track.hidden = this.count.hidden = !isOpen;
    this.track.max = Math.max(progress.n_shown, 1);
    this.track.value = progress.n_answered;
    const left = minutesLeft(minutes, progress);
    const parts = [fill(words.answered, { n: progress.n_answered, all: progress.n_shown }), left && fill(words.minutes_left, { n: left })];
    this.count.textContent = parts.filter(Boolean).join(", ");
    this.#say(words, waiting, refused, progress);
    this.#list(words, this.box.refusals().filter(({ question }) => !isOpen || !shown.includes(split(question)[0])));
  }

  #say(words, waiting, refused, progress) {
    let [state, text] = ["none", progress.n_answered ? words.all_saved : ""];
    if (progress.n_answered) state = "saved";
    if (waiting) [state, text] = ["sending", words.saving];
    if (waiting && this.box.state === "waiting") [state, text] = ["waiting", fill(words.some_waiting, { n: waiting })];
    if (waiting && this.box.state === "signed out") [state, text] = ["refused", fill(words.some_signed_out, { n: waiting })];
    else if (refused && !waiting) [state, text] = ["refused", fill(words.some_refused, { n: refused })];
    this.state.dataset.state = state;
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  // Where the questions are not shown any more, what was refused can still be read and let go.
  #list(words, refusals) {
    this.unsaved.replaceChildren();
    for (const { question, value, refusal, reworded } of refusals) {
      const part = make("div", "unsaved-one", this.unsaved);
      make("p", "", part).textContent = reason({ refusal, isReworded: reworded }, words);
      if (typeof value === "string") make("blockquote", "", part).textContent = value;
      const button = make("button", "clear", part);
      button.type = "button";
      button.textContent = words.let_go;
      button.addEventListener("click", () => this.box.forget(question));
    }
  }
}

// What the server said, in the language of the form where it is one of the form's own sentences.
function reason({ refusal, isReworded }, words) {
  return isReworded ? words.reworded : refusal;
}

function evidence(items, words, parent) {
  const details = make("details", "evidence", parent);
  make("summary", "", details).textContent = items.length === 1 ? words.evidence : fill(words.evidence_of_several, { n: items.length });
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
  if (!minutes || n_answered >= n_shown) return 0;
  return Math.max(1, Math.round((minutes * (n_shown - n_answered)) / Math.max(n_shown, 1)));
}

function split(key) {
  return key.endsWith(COMMENT) ? [key.slice(0, -COMMENT.length), true] : [key, false];
}

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { day: "numeric", month: "short" };

// "14:02" today, "3 Nov, 14:02" before.
function clock(iso, language) {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  // English is the browser's own: nobody who reads it is told which half of the world writes its dates.
  const locale = language === "en" ? [] : language;
  return new Intl.DateTimeFormat(locale, isToday ? TIME : { ...DAY, ...TIME }).format(at);
}

// Answers on their way to the server. Each is put into the browser's storage first, sent, and forgotten once the server
// says that it is stored. What is under way when a connection breaks may or may not have arrived: it is sent again, and
// the server knows it by its value. `seen` is when the answer was last stored as far as this page knows, so that an old
// answer from this device never replaces a newer one from another. `wording` is what the question said when it was
// answered: the server takes no answer to other words.

import { browserStorage } from "./outbox.js";

const FIRST_WAIT = 800;
const LONGEST_WAIT = 15_000;
const ANSWER_WITHIN = 8_000;

export class AnswerBox {
  // `tell` is called with ("stored" | "refused" | "reworded" | "outdated", question, answer of the server) and ("state").
  constructor(address, name, tell) {
    this.address = address;
    this.name = name;
    this.tell = tell;
    this.storage = browserStorage();
    this.state = "open"; // open | waiting | signed out
    this.timers = new Map();
    this.wait = FIRST_WAIT;
    this.ended = new AbortController();
    const { signal } = this.ended;
    addEventListener("online", () => this.flush(), { signal });
    addEventListener("offline", () => this.#setState("waiting"), { signal });
    addEventListener("pagehide", () => this.flush(), { signal });
    document.addEventListener("visibilitychange", () => this.flush(), { signal });
    addEventListener("beforeunload", (event) => this.#onLeaving(event), { signal });
    queueMicrotask(() => this.flush());
  }

  // The value that waits for a question, as { value }, or null.
  pending(question) {
    const entry = this.#read()[question];
    if (!entry) return null;
    return { value: newest(entry).value, refusal: entry.refusal ?? "", isReworded: Boolean(entry.reworded) };
  }

  // How many answers are not stored yet, and how many of these were refused.
  count() {
    const entries = Object.values(this.#read());
    const refused = entries.filter((entry) => entry.refusal).length;
    return { waiting: entries.length - refused, refused };
  }

  refusals() {
    return Object.entries(this.#read()).filter(([, entry]) => entry.refusal).map(([question, entry]) => ({ question, ...entry }));
  }

  // Keeps an answer at once and sends it after `pause` ms.
  put(question, { value, seen, wording }, pause = 0) {
    const kept = this.#read();
    const entry = kept[question];
    if (entry?.tried && !entry.refusal) kept[question] = { ...entry, next: { value, wording } };
    else kept[question] = { value, seen, wording, made: entry?.made ?? Date.now() };
    this.#write(kept);
    clearTimeout(this.timers.get(question));
    this.timers.set(question, setTimeout(() => this.#due(question), pause));
  }

  // Sends now what waits for the end of a pause.
  flush() {
    for (const [question, timer] of this.timers) {
      clearTimeout(timer);
      this.timers.delete(question);
    }
    clearTimeout(this.retry);
    this.#pump();
  }

  forget(question) {
    const kept = this.#read();
    delete kept[question];
    this.#write(kept);
    this.tell("state");
  }

  dispose() {
    this.flush();
    this.ended.abort();
    clearTimeout(this.retry);
    this.isOver = true;
  }

  #due(question) {
    this.timers.delete(question);
    this.#pump();
  }

  async #pump() {
    if (this.isBusy || this.state === "signed out") return;
    if (!navigator.onLine) {
      if (this.count().waiting) this.#setState("waiting");
      return;
    }
    this.isBusy = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        if (!(await this.#send(...next))) break;
      }
    } finally {
      this.isBusy = false;
    }
  }

  // The oldest answer that is neither refused nor still being typed.
  #next() {
    const ready = Object.entries(this.#read()).filter(([question, entry]) => !entry.refusal && !this.timers.has(question));
    return ready.sort(([, a], [, b]) => a.made - b.made)[0] ?? null;
  }

  async #send(question, entry) {
    this.#change(question, (kept) => ({ ...kept, tried: true }));
    const { value, seen, wording } = entry;
    let response;
    let answer = {};
    try {
      response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question, value, seen, wording }),
        credentials: "same-origin",
        keepalive: true,
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      answer = await response.json();
    } catch {
      return this.#later();
    }
    if (response.ok) return this.#stored(question, answer);
    if (response.status === 401) return this.#setState("signed out");
    if (answer.again || response.status >= 500) return this.#later();
    if (answer.outdated) {
      this.forget(question);
      this.tell("outdated", question, answer);
    } else {
      const reworded = Boolean(answer.reworded);
      // What was typed into the new wording meanwhile goes off by itself.
      this.#change(question, (kept) => {
        const { seen, made } = kept;
        const isNewer = reworded && newest(kept).wording !== wording;
        return { ...newest(kept), seen, made, ...(isNewer ? {} : { refusal: answer.message, reworded }) };
      });
      this.tell(reworded ? "reworded" : "refused", question, answer);
    }
    return true;
  }

  #stored(question, answer) {
    this.wait = FIRST_WAIT;
    this.state = "open";
    this.#change(question, (kept) =>
      "next" in kept ? { ...newest(kept), seen: answer.saved_at, made: kept.made } : undefined,
    );
    this.tell("stored", question, answer);
    return true;
  }

  #later() {
    this.#setState("waiting");
    clearTimeout(this.retry);
    if (this.isOver) return false;
    // A random part keeps a roomful of phones from coming back in the same instant.
    this.retry = setTimeout(() => this.#pump(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    return false;
  }

  #setState(state) {
    if (this.state !== "signed out") this.state = state;
    this.tell("state");
    return false;
  }

  // Where nothing outlives the page, leaving it would lose what is not stored yet.
  #onLeaving(event) {
    if (!this.storage.isLasting() && this.count().waiting) event.preventDefault();
  }

  #change(question, change) {
    const kept = this.#read();
    if (!kept[question]) return;
    const changed = change(kept[question]);
    if (changed) kept[question] = changed;
    else delete kept[question];
    this.#write(kept);
  }

  #read() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.name) ?? "{}");
      return kept && typeof kept === "object" ? kept : {};
    } catch {
      return {};
    }
  }

  #write(kept) {
    if (Object.keys(kept).length) this.storage.setItem(this.name, JSON.stringify(kept));
    else this.storage.removeItem(this.name);
  }
}

// An entry whose sending is under way may have a newer answer behind it.
function newest(entry) {
  return "next" in entry ? entry.next : { value: entry.value, wording: entry.wording };
}

// For looking at a survey: takes answers, stores none, and forgets them with the page. `tell` hears what was given, so
// that the questions that hang on it can be shown.
export class PreviewBox {
  constructor(tell) {
    this.tell = tell;
    this.state = "open";
    this.given = new Map();
  }

  pending(question) {
    return this.given.has(question) ? { value: this.given.get(question), refusal: "" } : null;
  }

  count() {
    return { waiting: 0, refused: 0 };
  }

  refusals() {
    return [];
  }

  put(question, { value }, pause = 0) {
    this.given.set(question, value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell("given", question, Object.fromEntries(this.given)), pause);
  }

  flush() {}

  dispose() {
    clearTimeout(this.timer);
  }
}

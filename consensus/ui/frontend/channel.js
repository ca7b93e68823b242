// One WebSocket per process for the whole page: signals come down, ballots go up until each one is answered.

import { Outbox } from "./outbox.js";
import { SealedBox } from "./sealed_box.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;
const ANSWER_WITHIN = 6_000;
const STALE_AFTER = 20_000;
const SIGNED_OUT = 4401;
const FINAL_CODES = new Set([SIGNED_OUT, 4403, 4404]);

const channels = new Map();
// The run of the server this document was made by.
let server = null;

// The channel of a process for a person; the elements of a page share it. Call `leave` on what it returns.
export function joinChannel(process, person, listener) {
  const name = `${process} ${person}`;
  const channel = channels.get(name) ?? new Channel(process, person, () => channels.delete(name));
  channels.set(name, channel);
  channel.listeners.add(listener);
  return {
    cast: (ballot) => channel.cast(ballot),
    pending: (item) => channel.outbox.get(item),
    castPaper: (round, choices) => channel.castPaper(round, choices),
    paper: (round) => channel.sealed.paper(round),
    receipts: () => channel.sealed.receipts(),
    forgetReceipt: (round) => channel.sealed.forgetReceipt(round),
    get state() { return channel.state; },
    get asked() { return channel.asked; },
    leave: () => channel.leave(listener),
  };
}

class Channel {
  constructor(process, person, onEmpty) {
    this.process = process;
    this.onEmpty = onEmpty;
    this.outbox = new Outbox(process, person);
    this.sealed = new SealedBox(process, person);
    this.listeners = new Set();
    this.state = "connecting"; // connecting | open | offline | signed out | closed
    this.asked = null; // { revision, asked }: what the server has last said is asked of this person
    this.wait = FIRST_WAIT;
    this.hiddenAt = 0;
    this.ended = new AbortController();
    const { signal } = this.ended;
    addEventListener("online", () => this.#restart(), { signal });
    addEventListener("offline", () => this.#drop("offline"), { signal });
    document.addEventListener("visibilitychange", () => this.#onVisibility(), { signal });
    this.#open();
  }

  // Keeps the ballot first, then sends it: what is not answered is sent again.
  cast(ballot) {
    const kept = this.outbox.put(ballot);
    this.#send(kept);
    return kept;
  }

  // The paper of a secret vote: once, whole, and sent again until it is in the box.
  castPaper(round, choices) {
    this.#sendPaper(this.sealed.put(round, choices));
  }

  leave(listener) {
    this.listeners.delete(listener);
    if (this.listeners.size) return;
    this.ended.abort();
    this.#drop("closed");
    clearTimeout(this.retry);
    this.onEmpty();
  }

  #open() {
    clearTimeout(this.retry);
    if (!navigator.onLine) return this.#setState("offline");
    this.#setState("connecting");
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/live/${this.process}`);
    this.socket = socket;
    socket.onopen = () => this.#onOpen(socket);
    socket.onmessage = (event) => socket === this.socket && this.#onMessage(JSON.parse(event.data));
    socket.onclose = (event) => socket === this.socket && this.#onClose(event.code);
  }

  #onOpen(socket) {
    if (socket !== this.socket) return;
    this.#setState("open");
    this.#sendAll();
  }

  #onMessage(message) {
    this.wait = FIRST_WAIT;
    if (message.type === "signal") {
      server ??= message.server;
      if (server !== message.server) this.#tell("restart", message.within);
      if ("asked" in message) this.asked = { revision: message.revision, asked: message.asked };
      return this.#tell("signal", message);
    }
    if (message.type === "ack") {
      this.outbox.settle(message.key);
      return this.#tell("ack", message);
    }
    if (message.type === "sealed") {
      const receipt = this.sealed.seal(message.key);
      return receipt && this.#tell("sealed", receipt);
    }
    if (message.type === "refused") {
      if (message.again) return this.#sendLater();
      const paper = this.sealed.take(message.key);
      if (paper) return this.#tell("unsealed", { ...paper, message: message.message });
      const ballot = this.outbox.settle(message.key);
      if (ballot) this.#tell("refused", { ...ballot, message: message.message });
    }
  }

  #onClose(code) {
    this.socket = null;
    clearTimeout(this.unanswered);
    if (FINAL_CODES.has(code)) return this.#setState(code === SIGNED_OUT ? "signed out" : "closed");
    this.#setState(navigator.onLine ? "connecting" : "offline");
    // A random part keeps a roomful of phones from coming back in the same instant.
    this.retry = setTimeout(() => this.#open(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
  }

  #send(ballot) {
    if (this.state !== "open") return;
    const { key, item, version, choice, comment, rest = [] } = ballot;
    this.socket.send(JSON.stringify({ type: "ballot", key, item, version, choice, comment, ...(rest.length ? { rest } : {}) }));
    this.#expectAnswer();
  }

  #sendPaper({ key, round, receipt, choices }) {
    if (this.state !== "open") return;
    this.socket.send(JSON.stringify({ type: "paper", key, round, receipt, choices }));
    this.#expectAnswer();
  }

  #sendAll() {
    for (const ballot of this.outbox.list()) this.#send(ballot);
    for (const paper of this.sealed.list()) this.#sendPaper(paper);
  }

  #sendLater() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.#sendAll(), 1_000 + Math.random() * 2_000);
  }

  // A connection that swallows ballots is dead, whatever the browser believes.
  #expectAnswer() {
    clearTimeout(this.unanswered);
    this.unanswered = setTimeout(() => {
      if (this.state === "open" && (this.outbox.list().length || this.sealed.list().length)) this.#restart();
    }, ANSWER_WITHIN);
  }

  #drop(state) {
    const socket = this.socket;
    this.socket = null;
    clearTimeout(this.unanswered);
    clearTimeout(this.retry);
    socket?.close();
    this.#setState(state);
  }

  #restart() {
    if (this.state === "signed out" || this.state === "closed") return;
    this.#drop("connecting");
    this.wait = FIRST_WAIT;
    this.#open();
  }

  #onVisibility() {
    if (document.hidden) this.hiddenAt = Date.now();
    else if (this.state !== "open" || Date.now() - this.hiddenAt > STALE_AFTER) this.#restart();
  }

  #setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.#tell("state", state);
  }

  #tell(name, value) {
    for (const listener of this.listeners) listener[name]?.(value);
  }
}

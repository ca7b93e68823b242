// The element: draws the ballot as soon as the server says what is asked, and lets the page follow.

import { BallotItem } from "./ballot.js";
import { joinChannel } from "./channel.js";
import { Line } from "./line.js";
import { BallotPaper } from "./paper.js";
import { Receipts, SecretPaper } from "./secret_ballot.js";

// A page that was told of a change and is not drawn anew has lost its own connection, as after sleep.
const FOLLOWS_WITHIN = 15_000;
const SPREAD = 10_000;
const NOT_AGAIN_WITHIN = 300_000;
// A server that was started anew knows nothing of this page, which would wait in vain for what it asks of it.
const BACK_WITHIN = 1_000;
const SETTLED_AFTER = 1_500;
const LOADED_AT = "assent.loaded-at";

const elements = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const name = `${data.process} ${data.person}`;
  let element = elements.get(parentElement);
  if (element && element.name !== name) {
    element.dispose();
    element = null;
  }
  if (!element) {
    element = new LiveElement(name, data, parentElement);
    elements.set(parentElement, element);
  }
  element.update(data, setTriggerValue);
  return () => {
    element.dispose();
    elements.delete(parentElement);
  };
}

class LiveElement {
  constructor(name, data, parentElement) {
    this.name = name;
    this.items = new Map();
    this.shown = [];
    this.call = makeCall();
    this.list = document.createElement("div");
    this.list.className = "ballot";
    this.line = new Line(parentElement);
    this.notice = document.createElement("p");
    this.notice.className = "status";
    this.notice.dataset.state = "refused";
    this.notice.setAttribute("role", "alert");
    this.notice.hidden = true;
    this.channel = joinChannel(data.process, data.person, {
      signal: (message) => this.#onSignal(message),
      state: (state) => this.#onState(state),
      restart: (within) => this.#onRestart(within),
      ack: (message) => this.#each((item) => item.acknowledged(message)),
      refused: (ballot) => this.#onRefused(ballot),
      sealed: ({ round }) => this.#onSealed(round),
      unsealed: (refusal) => this.#onUnsealed(refusal),
    });
    this.paper = new SecretPaper(this.channel);
    this.receipts = new Receipts(this.channel, () => this.paper.draw());
    parentElement.append(this.line.root, this.notice, this.call.root, this.receipts.root, this.paper.root, this.list);
  }

  update(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    this.data = data;
    if (data.revision >= (this.raised ?? 0)) clearTimeout(this.unfollowed);
    this.#show();
  }

  // The newer of what the page was drawn with and what the server has said since.
  #show() {
    const { data } = this;
    const said = data.is_ballot ? this.channel.asked : null;
    this.isAhead = Boolean(said && said.revision > data.revision);
    const asked = this.isAhead ? said.asked : data.asked;
    // What is asked no more stays as it is, closed, until the page says what follows.
    const ended = this.isAhead ? this.shown.map((item) => ({ ...item, open: false })) : [];
    this.#announce(asked, this.isAhead && Boolean(asked) && asked.round !== data.asked?.round);
    this.#showPaper(asked?.secret ? asked : null);
    this.#list(asked?.secret ? [] : (asked?.items ?? ended));
    // The style of the page puts the ballot first on a phone as long as this stands.
    this.list.getRootNode().host?.toggleAttribute("data-asking", Boolean(asked || ended.length));
  }

  // Where a vote is secret its ballot paper stands in the place of the items.
  #showPaper(asked) {
    if (!asked && this.paper.isBegun) this.#notify("The vote was closed before you cast your ballot.");
    if (asked) this.#notify("");
    // What was answered since the page was drawn is newer than the page.
    const isSealed = asked?.round && this.sealedRound === asked.round;
    this.paper.update(asked && isSealed ? { ...asked, voted: true } : asked);
    this.receipts.draw();
  }

  #onSealed(round) {
    const { asked } = this.paper;
    this.sealedRound = round;
    this.receipts.draw();
    this.paper.update(asked?.round === round ? { ...asked, voted: true } : asked);
    this.paper.draw();
    this.receipts.root.scrollIntoView({ block: "nearest" });
  }

  #onUnsealed({ round, choices, message }) {
    if (this.paper.asked?.round === round) this.paper.refused(message, choices);
    else this.#notify(message);
  }

  #list(items) {
    this.shown = items;
    // What is cast as a whole is one paper, by the name of its first item.
    const papers = items[0]?.whole ? [{ id: `paper ${items[0].id}`, items }] : items;
    const wanted = new Set(papers.map((item) => item.id));
    if (wanted.size) this.#notify("");
    for (const [id, item] of this.items) {
      if (wanted.has(id)) continue;
      if (item.refusal) this.#notify(item.refusal);
      item.dispose();
      this.items.delete(id);
    }
    papers.forEach((item, place) => this.#draw(item, place));
    this.#turnTo(this.#place());
  }

  // Where a phone is among the statements: where it was, or at the first that has no answer yet.
  #place() {
    const items = [...this.items.values()];
    const place = items.findIndex((item) => item.root.hasAttribute("data-current"));
    return place >= 0 ? place : Math.max(0, items.findIndex((item) => item.isBlank));
  }

  #turnTo(place) {
    [...this.items.values()].forEach((item, at, all) => item.stand?.(at, all.length, at === place));
  }

  #turn(step) {
    const place = this.#place() + step;
    this.#turnTo(place);
    [...this.items.values()][place]?.begin();
  }

  // A vote the page does not show yet (`isAhead`): its promise is read before anybody votes, and it begins at the top.
  #announce(asked, isAhead) {
    const isNew = isAhead && !this.isCalled;
    this.isCalled = isAhead;
    this.call.root.dataset.ahead = String(isAhead);
    this.call.root.hidden = !asked || asked.voted;
    if (asked) {
      this.call.title.textContent = asked.title;
      this.call.promise.textContent = asked.promise;
    }
    if (!isNew) return;
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
    dispatchEvent(new Event("assent:at-top"));
    holdInPlace(this.list, () => this.isCalled);
  }

  dispose() {
    clearTimeout(this.unfollowed);
    clearTimeout(this.following);
    clearTimeout(this.reviving);
    this.#each((item) => item.dispose());
    this.channel.leave();
    this.line.dispose();
    this.notice.remove();
    this.call.root.remove();
    this.paper.dispose();
    this.receipts.dispose();
    this.list.remove();
  }

  #draw(data, place) {
    let item = this.items.get(data.id);
    if (!item) {
      item = data.items ? new BallotPaper(this.channel, data.id) : new BallotItem(this.channel, data.id, (step) => this.#turn(step));
      this.items.set(data.id, item);
    }
    // Moving a node takes the focus from what is inside it, so it moves only if it has to.
    if (this.list.children[place] !== item.root) this.list.insertBefore(item.root, this.list.children[place] ?? null);
    item.update(data.items ?? data);
  }

  #onRefused(ballot) {
    this.#each((item) => item.refused(ballot));
    if (!this.items.has(ballot.item) && !this.items.has(`paper ${ballot.item}`)) this.#notify(ballot.message);
  }

  // A refusal outlives the ballot it speaks of: after the close the ballot is gone before anybody has read it.
  #notify(text) {
    this.notice.textContent = text;
    this.notice.hidden = !text;
  }

  // Nothing is lost with the page: what was not acknowledged stays in the browser and is sent after the next sign-in.
  #onState(state) {
    this.#each((item) => item.refresh());
    this.paper.update(this.paper.asked ?? null);
    if (this.wasOpen && ["connecting", "offline"].includes(state)) this.line.away();
    if (["signed out", "closed"].includes(state)) this.line.back();
    this.wasOpen ||= state === "open";
    if (state === "signed out" && !this.items.size && this.paper.root.hidden) location.reload();
  }

  #onRestart(within) {
    this.line.away();
    if (this.reviving) return;
    this.reviving = setTimeout(() => {
      this.reviving = null;
      if (!this.#reload()) this.#onRestart(0);
    }, BACK_WITHIN + 2000 * within * Math.random());
  }

  // Many pages that all asked at once would wait for each other; where the ballot is drawn already there is no hurry.
  #onSignal({ revision, within = 0 }) {
    if (!this.reviving) this.line.back();
    if (revision <= this.data.revision) return;
    this.#show();
    this.latest = Math.max(revision, this.latest ?? 0);
    if (this.following) return;
    const wait = 1000 * within * Math.random() * (this.isAhead && this.shown.length ? 2 : 1);
    this.following = setTimeout(() => {
      this.following = null;
      if (this.latest > this.data.revision) this.#trigger(this.latest);
    }, wait);
  }

  // Only the fragment around the element runs again; until it does, the same signal is not raised twice.
  #trigger(revision) {
    if (revision <= this.raised && this.raised > this.data.revision) return;
    this.raised = revision;
    this.setTriggerValue("signal", revision);
    clearTimeout(this.unfollowed);
    this.unfollowed = setTimeout(() => this.#follow(), FOLLOWS_WITHIN + Math.random() * SPREAD);
  }

  #follow() {
    if (this.data.revision >= this.raised) return;
    const isRecent = Date.now() - Number(sessionStorage.getItem(LOADED_AT)) < NOT_AGAIN_WITHIN;
    if (!isRecent && this.#reload()) return;
    this.unfollowed = setTimeout(() => this.#follow(), FOLLOWS_WITHIN);
  }

  // Only where there is a server to load from, and never under somebody who writes.
  #reload() {
    if (this.channel.state !== "open" || document.hidden || isWriting()) return false;
    sessionStorage.setItem(LOADED_AT, String(Date.now()));
    location.reload();
    return true;
  }

  #each(act) {
    for (const item of this.items.values()) act(item);
  }
}

// Keeps what is under the thumb there while the page above it is drawn: a choice must not move away from a tap.
function holdInPlace(element, isWaited) {
  const main = document.querySelector('[data-testid="stMain"]');
  if (!main) return;
  const place = () => element.getBoundingClientRect().top + main.scrollTop;
  let before = place();
  let until = Infinity;
  const step = () => {
    const now = place();
    if (now !== before) main.scrollBy({ top: now - before, behavior: "instant" });
    before = now;
    if (!isWaited() && until === Infinity) until = performance.now() + SETTLED_AFTER;
    if (element.isConnected && performance.now() < until) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

// The beginning of the promise is always in sight; a tap shows all of it.
function makeCall() {
  const root = document.createElement("details");
  root.className = "call";
  root.hidden = true;
  const summary = root.appendChild(document.createElement("summary"));
  const title = summary.appendChild(document.createElement("strong"));
  title.setAttribute("role", "status");
  const promise = summary.appendChild(document.createElement("span"));
  return { root, title, promise };
}

function isWriting() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches("textarea, input:not([type=radio], [type=checkbox])") ?? false;
}

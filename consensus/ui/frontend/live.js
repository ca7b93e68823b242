// The element: raises a trigger when the process has moved on, and shows the items of a ballot if there are any.

import { BallotItem } from "./ballot.js";
import { joinChannel } from "./channel.js";

// A page that was told of a change and is not drawn anew has lost its own connection, as after sleep.
const FOLLOWS_WITHIN = 15_000;
const SPREAD = 10_000;
const NOT_AGAIN_WITHIN = 300_000;
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
    this.list = document.createElement("div");
    this.list.className = "ballot";
    this.notice = document.createElement("p");
    this.notice.className = "status";
    this.notice.dataset.state = "refused";
    this.notice.setAttribute("role", "alert");
    this.notice.hidden = true;
    parentElement.append(this.notice, this.list);
    this.channel = joinChannel(data.process, data.person, {
      signal: (revision) => this.#onSignal(revision),
      state: (state) => this.#onState(state),
      ack: (message) => this.#each((item) => item.acknowledged(message)),
      refused: (ballot) => this.#onRefused(ballot),
    });
  }

  update(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    this.revision = data.revision;
    if (this.revision >= (this.raised ?? 0)) clearTimeout(this.unfollowed);
    const wanted = new Set(data.items.map((item) => item.id));
    if (wanted.size) this.#notify("");
    for (const [id, item] of this.items) {
      if (wanted.has(id)) continue;
      if (item.refusal) this.#notify(item.refusal);
      item.dispose();
      this.items.delete(id);
    }
    data.items.forEach((item, place) => this.#draw(item, place));
  }

  dispose() {
    clearTimeout(this.unfollowed);
    this.#each((item) => item.dispose());
    this.channel.leave();
    this.notice.remove();
    this.list.remove();
  }

  #draw(data, place) {
    let item = this.items.get(data.id);
    if (!item) {
      item = new BallotItem(this.channel, data.id);
      this.items.set(data.id, item);
    }
    // Moving a node takes the focus from what is inside it, so it moves only if it has to.
    if (this.list.children[place] !== item.root) this.list.insertBefore(item.root, this.list.children[place] ?? null);
    item.update(data);
  }

  #onRefused(ballot) {
    this.#each((item) => item.refused(ballot));
    if (!this.items.has(ballot.item)) this.#notify(ballot.message);
  }

  // A refusal outlives the ballot it speaks of: after the close the ballot is gone before anybody has read it.
  #notify(text) {
    this.notice.textContent = text;
    this.notice.hidden = !text;
  }

  // Nothing is lost with the page: what was not acknowledged stays in the browser and is sent after the next sign-in.
  #onState(state) {
    this.#each((item) => item.refresh());
    if (state === "signed out" && !this.items.size) location.reload();
  }

  #onSignal(revision) {
    if (revision > this.revision) this.#trigger(revision);
  }

  // Only the fragment around the element runs again; until it does, the same signal is not raised twice.
  #trigger(revision) {
    if (revision <= this.raised && this.raised > this.revision) return;
    this.raised = revision;
    this.setTriggerValue("signal", revision);
    clearTimeout(this.unfollowed);
    this.unfollowed = setTimeout(() => this.#follow(), FOLLOWS_WITHIN + Math.random() * SPREAD);
  }

  // Loaded anew only where there is a server to load from, never under somebody who writes, and not over and over.
  #follow() {
    if (this.revision >= this.raised) return;
    const isRecent = Date.now() - Number(sessionStorage.getItem(LOADED_AT)) < NOT_AGAIN_WITHIN;
    if (this.channel.state !== "open" || document.hidden || isRecent || isWriting()) {
      this.unfollowed = setTimeout(() => this.#follow(), FOLLOWS_WITHIN);
      return;
    }
    sessionStorage.setItem(LOADED_AT, String(Date.now()));
    location.reload();
  }

  #each(act) {
    for (const item of this.items.values()) act(item);
  }
}

function isWriting() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches("textarea, input:not([type=radio], [type=checkbox])") ?? false;
}

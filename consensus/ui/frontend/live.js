// The element: raises a trigger when the process has moved on, and shows the items of a ballot if there are any.

import { BallotItem } from "./ballot.js";
import { joinChannel } from "./channel.js";

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
    parentElement.append(this.list);
    this.channel = joinChannel(data.process, data.person, {
      signal: (revision) => this.#onSignal(revision),
      state: () => this.#each((item) => item.refresh()),
      ack: (message) => this.#each((item) => item.acknowledged(message)),
      refused: (ballot) => this.#each((item) => item.refused(ballot)),
    });
  }

  update(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    this.revision = data.revision;
    const wanted = new Set(data.items.map((item) => item.id));
    for (const [id, item] of this.items) {
      if (wanted.has(id)) continue;
      item.dispose();
      this.items.delete(id);
    }
    data.items.forEach((item, place) => this.#draw(item, place));
  }

  dispose() {
    this.#each((item) => item.dispose());
    this.channel.leave();
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

  #onSignal(revision) {
    if (revision > this.revision) this.#trigger(revision);
  }

  // Only the fragment around the element runs again; until it does, the same signal is not raised twice.
  #trigger(revision) {
    if (revision <= this.raised && this.raised > this.revision) return;
    this.raised = revision;
    this.setTriggerValue("signal", revision);
  }

  #each(act) {
    for (const item of this.items.values()) act(item);
  }
}

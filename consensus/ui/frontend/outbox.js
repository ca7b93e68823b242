// Keeps ballots that the server has not confirmed: one per item, in the browser's storage, across reloads.

export class Outbox {
  // Process and person are part of the name, so that a shared phone never sends another person's votes.
  constructor(process, person, storage = browserStorage()) {
    this.name = `assent.outbox.${process}.${person}`;
    this.storage = storage;
  }

  // The unconfirmed ballots, oldest first.
  list() {
    return Object.values(this.#read()).sort((a, b) => a.made - b.made);
  }

  get(item) {
    return this.#read()[item] ?? null;
  }

  // A newer choice for the same item takes the place of the older one and gets a key of its own.
  put({ item, version, choice, comment, rest = [] }) {
    const ballot = { key: newKey(), item, version, choice, comment, rest, made: Date.now() };
    const kept = this.#read();
    kept[item] = ballot;
    this.#write(kept);
    return ballot;
  }

  // Forgets a ballot once it is answered; a newer one for the same item has another key and stays.
  settle(key) {
    const kept = this.#read();
    const found = Object.values(kept).find((ballot) => ballot.key === key);
    if (!found) return null;
    delete kept[found.item];
    this.#write(kept);
    return found;
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

// Chosen by the browser, so that a ballot sent twice is recognised as one.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Where storage is forbidden or full, what is kept lives as long as the page.
export function browserStorage(kind = "localStorage") {
  const memory = new Map();
  let stored = null;
  try {
    stored = window[kind];
  } catch {
    stored = null;
  }
  return {
    getItem: (name) => memory.get(name) ?? stored?.getItem(name) ?? null,
    setItem(name, value) {
      try {
        if (!stored) throw new Error("no storage");
        stored.setItem(name, value);
        memory.delete(name);
      } catch {
        memory.set(name, value);
      }
    },
    removeItem(name) {
      memory.delete(name);
      stored?.removeItem(name);
    },
    // Whether all of it outlives the page.
    isLasting: () => memory.size === 0,
  };
}

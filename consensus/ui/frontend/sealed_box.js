// Keeps the ballot paper of a secret vote until the server has it, and then only its receipt code until that is noted.
// In the storage of this tab alone: what was not sent goes with the tab, and no shared device finds it again.

import { browserStorage, newKey } from "./outbox.js";

// Without the letters that are taken for digits, and without U. 16 of these 32 letters are 80 random bits.
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;

export class SealedBox {
  constructor(process, person, storage = browserStorage("sessionStorage")) {
    this.name = `assent.sealed.${process}.${person}`;
    this.storage = storage;
  }

  // The papers that are not answered yet.
  list() {
    return this.#read().papers;
  }

  paper(round) {
    return this.list().find((paper) => paper.round === round) ?? null;
  }

  // A paper is put in once: it is sent again as it is, with the receipt code it has.
  put(round, choices) {
    const kept = this.#read();
    const known = kept.papers.find((paper) => paper.round === round);
    if (known) return known;
    const paper = { key: newKey(), round, receipt: newReceipt(), choices };
    kept.papers.push(paper);
    this.#write(kept);
    return paper;
  }

  // The server has the paper: the choices are forgotten, the receipt stays until it is noted.
  seal(key) {
    const paper = this.take(key);
    if (!paper) return null;
    const kept = this.#read();
    const receipt = { round: paper.round, receipt: paper.receipt };
    kept.receipts.push(receipt);
    this.#write(kept);
    return receipt;
  }

  // Forgets a paper, as one that was refused.
  take(key) {
    const kept = this.#read();
    const paper = kept.papers.find((known) => known.key === key) ?? null;
    kept.papers = kept.papers.filter((known) => known.key !== key);
    this.#write(kept);
    return paper;
  }

  receipts() {
    return this.#read().receipts;
  }

  forgetReceipt(round) {
    const kept = this.#read();
    kept.receipts = kept.receipts.filter((receipt) => receipt.round !== round);
    this.#write(kept);
  }

  #read() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.name) ?? "{}");
      return { papers: kept.papers ?? [], receipts: kept.receipts ?? [] };
    } catch {
      return { papers: [], receipts: [] };
    }
  }

  #write(kept) {
    if (kept.papers.length || kept.receipts.length) this.storage.setItem(this.name, JSON.stringify(kept));
    else this.storage.removeItem(this.name);
  }
}

export function newReceipt() {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  return Array.from(bytes, (byte) => LETTERS[byte & 31]).join("");
}

// As people read it: in groups of four.
export function receiptText(code) {
  return code.match(/.{1,4}/g)?.join("-") ?? "";
}

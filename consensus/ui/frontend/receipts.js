// The receipt codes of a secret vote, and a field to look for one's own. What is typed never leaves the browser.

import { receiptText } from "./sealed_box.js";

const lists = new WeakMap();
const LOOK_FROM = 4;

export default function ({ data, parentElement }) {
  let list = lists.get(parentElement);
  if (!list) {
    list = new ReceiptList(parentElement);
    lists.set(parentElement, list);
  }
  list.update(data.codes);
  return () => {
    list.root.remove();
    lists.delete(parentElement);
  };
}

class ReceiptList {
  constructor(parent) {
    this.root = make("div", "receipt-list", parent);
    const label = make("label", "", this.root);
    label.textContent = "Look for your receipt code";
    this.field = make("input", "", label);
    this.field.autocomplete = "off";
    this.field.spellcheck = false;
    this.field.placeholder = "XXXX-XXXX-XXXX-XXXX";
    this.field.addEventListener("input", () => this.#look());
    this.answer = make("p", "answer", this.root);
    this.answer.setAttribute("role", "status");
    this.list = make("ol", "codes", this.root);
  }

  update(codes) {
    this.codes = codes;
    this.list.replaceChildren(
      ...codes.map((code) => {
        const item = make("li");
        item.textContent = receiptText(code);
        return item;
      }),
    );
    this.#look();
  }

  #look() {
    const typed = this.field.value.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    const asks = typed.length >= LOOK_FROM;
    const found = asks ? this.codes.filter((code) => code.startsWith(typed)) : [];
    [...this.list.children].forEach((item, place) => item.classList.toggle("found", found.includes(this.codes[place])));
    let text = "What you type stays in this browser.";
    if (asks && found.includes(typed)) text = "It is in the list: your ballot was counted.";
    else if (asks && typed.length >= 16) text = "It is not in the list. Compare it letter by letter; if it is right, tell the panel.";
    else if (asks) text = found.length ? "Go on typing." : "No code begins like this.";
    this.answer.textContent = text;
    this.answer.dataset.state = asks && found.includes(typed) ? "found" : asks && !found.length ? "missing" : "none";
  }
}

function make(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent?.append(element);
  return element;
}

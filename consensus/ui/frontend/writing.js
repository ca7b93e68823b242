// A field for a longer text. What is typed is kept on this device at once and stored on the server after a short
// pause; what the server has not confirmed yet is still here when the browser comes back.

const PAUSE_MS = 700;

const fields = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let field = fields.get(parentElement);
  if (field && field.name !== data.name) {
    field.dispose();
    field = null;
  }
  if (!field) {
    field = new WritingField(data.name, parentElement);
    fields.set(parentElement, field);
  }
  field.update(data, setStateValue);
  return () => {
    field.dispose();
    fields.delete(parentElement);
  };
}

class WritingField {
  constructor(name, parentElement) {
    this.name = name;
    this.area = document.createElement("textarea");
    this.area.rows = 4;
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.root = document.createElement("div");
    this.root.className = "writing";
    this.root.append(this.area, this.status);
    parentElement.append(this.root);
    this.area.addEventListener("input", () => this.#onInput());
    this.area.addEventListener("blur", () => this.#send());
    this.onHide = () => this.#send();
    document.addEventListener("visibilitychange", this.onHide);
  }

  update(data, setStateValue) {
    this.setStateValue = setStateValue;
    this.area.setAttribute("aria-label", data.label);
    this.area.placeholder = data.placeholder;
    this.area.disabled = data.disabled;
    this.area.maxLength = data.most;
    if (data.saved === undefined) return;
    this.saved = data.saved;
    const draft = this.#draft();
    if (draft === null) {
      if (!this.isTyping() && this.area.value !== this.saved) this.area.value = this.saved;
    } else if (draft.trim() === this.saved.trim()) {
      localStorage.removeItem(this.name);
    } else if (this.area.value !== draft && !this.isTyping()) {
      this.area.value = draft;
      this.#send();
    }
    this.#showStatus();
  }

  isTyping() {
    return this.area.getRootNode().activeElement === this.area;
  }

  dispose() {
    this.#send();
    document.removeEventListener("visibilitychange", this.onHide);
    this.root.remove();
  }

  #onInput() {
    localStorage.setItem(this.name, this.area.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), PAUSE_MS);
    this.#showStatus();
  }

  #send() {
    clearTimeout(this.timer);
    if (this.#draft() === null || this.sent === this.area.value) return;
    this.sent = this.area.value;
    this.setStateValue("text", this.area.value);
  }

  #draft() {
    return localStorage.getItem(this.name);
  }

  #showStatus() {
    this.status.textContent = this.#draft() === null ? "" : "Kept on this device, being saved …";
  }
}

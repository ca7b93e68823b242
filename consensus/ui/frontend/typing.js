// Lets the fields of one part of the page speak while somebody types. A field of Streamlit's tells the server what it
// holds on Enter (in a longer text with Ctrl) or when it is left; here that follows by itself after a short pause.

const PAUSE_MS = 400;

export default function ({ data }) {
  const timers = new Map();

  function onInput(event) {
    const field = event.target;
    if (!event.isTrusted || !field.closest(`.${data.part}`)) return;
    if (!["text", "number", "textarea"].includes(field.type)) return;
    if (field.getAttribute("role") === "combobox") return;
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => enter(field), PAUSE_MS));
  }

  function enter(field) {
    timers.delete(field);
    if (!field.isConnected) return;
    const ctrlKey = field instanceof HTMLTextAreaElement;
    const enter = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey, bubbles: true };
    field.dispatchEvent(new KeyboardEvent("keydown", enter));
  }

  document.addEventListener("input", onInput, true);
  return () => {
    document.removeEventListener("input", onInput, true);
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

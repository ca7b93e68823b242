// Lets the fields of one part of the page speak while somebody types. A field of Streamlit's tells the server what it
// holds on Enter or when it is left; here Enter follows by itself after a short pause.

const PAUSE_MS = 400;

export default function ({ data }) {
  const timers = new Map();

  function onInput(event) {
    const field = event.target;
    if (!event.isTrusted || !(field instanceof HTMLInputElement) || !field.closest(`.${data.part}`)) return;
    if (field.type !== "text" && field.type !== "number") return;
    if (field.getAttribute("role") === "combobox") return;
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => enter(field), PAUSE_MS));
  }

  function enter(field) {
    timers.delete(field);
    if (!field.isConnected) return;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, bubbles: true }));
  }

  document.addEventListener("input", onInput, true);
  return () => {
    document.removeEventListener("input", onInput, true);
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

// On a phone one statement is asked at a time, and what is pressed stays at the bottom of the screen, under the thumb.

export const phone = matchMedia("(max-width: 40rem)");

// Answers that take more of the screen than this, as with very large text, would cover what they answer.
const MOST_OF_THE_SCREEN = 0.6;

const fitting = new ResizeObserver((entries) => {
  for (const { target } of entries) target.classList.toggle("loose", target.offsetHeight > innerHeight * MOST_OF_THE_SCREEN);
});

// The part of a ballot that is pressed.
export function makeDock(parent) {
  const dock = document.createElement("div");
  dock.className = "dock";
  parent.append(dock);
  fitting.observe(dock);
  return dock;
}

// "2 of 3" with the way back and on. Going on is always a tap: an answer seen as recorded is not taken away from the eye,
// and a second tap never falls on another statement.
export class Pager {
  constructor(parent, turn) {
    this.root = document.createElement("div");
    this.root.className = "pager";
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", "Statements");
    this.back = this.#button("‹ Back", "Previous statement", () => turn(-1));
    this.where = this.root.appendChild(document.createElement("span"));
    this.next = this.#button("Next ›", "Next statement", () => turn(1));
    parent.append(this.root);
    this.update(0, 1);
  }

  update(place, n) {
    this.root.hidden = n < 2;
    this.where.textContent = `${place + 1} of ${n}`;
    this.back.disabled = place === 0;
    this.next.disabled = place === n - 1;
  }

  #button(text, label, act) {
    const button = this.root.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }
}

// Begins a statement at its top, for the eye and for whoever hears it read.
export function beginAt(legend) {
  if (!phone.matches || !legend) return;
  document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  legend.tabIndex = -1;
  legend.focus({ preventScroll: true });
}

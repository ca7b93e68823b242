/** Starts at the top of the page whenever `data.place` names another place than before. */

const places = new WeakMap();

// The ballot may have come before the page: then it is at the top already, and somebody may be voting.
let isThere = false;
addEventListener("assent:at-top", () => (isThere = true));

export default function ({ data, parentElement }) {
  const before = places.get(parentElement);
  places.set(parentElement, data.place);
  if (before === undefined || before === data.place) return;
  if (!isThere) document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  isThere = false;
}

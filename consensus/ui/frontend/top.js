/** Starts at the top of the page whenever `data.place` names another place than before. */

const places = new WeakMap();

export default function ({ data, parentElement }) {
  const before = places.get(parentElement);
  places.set(parentElement, data.place);
  if (before !== undefined && before !== data.place) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  }
}

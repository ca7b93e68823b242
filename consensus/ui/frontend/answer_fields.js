// The fields of one question, as native inputs. Each kind shows an answer with `show` and says a new one with `give`;
// answers have the form in which they are stored. What may be answered is decided by the server. `words` are the form's own.

const TYPING_PAUSE = 700;
// Arrow keys pass through choices on the way to the one that is meant.
const ARROW_PAUSE = 700;
const CANNOT_JUDGE = "cannot_judge";

let nGroups = 0;

// `give(answer, pause)` is called with what the person says; null takes it back.
export function makeField(question, words, give) {
  return MAKE[question.kind](question, words, give);
}

export function isCannotJudge(answer) {
  return answer !== null && typeof answer === "object" && answer[CANNOT_JUDGE] === true;
}

function makeChoice(question, words, give) {
  const root = make("div", "field");
  if (question.scale) ends(question.scale, root);
  const points = new Points(choicesOf(question, words), question.text, question.scale);
  root.append(points.root);
  points.onChange = (value, pause) => give(value === CANNOT_JUDGE ? { [CANNOT_JUDGE]: true } : value, pause);
  return {
    root,
    show: (answer) => points.check(isCannotJudge(answer) ? CANNOT_JUDGE : answer),
    isClearable: true,
  };
}

function makeMatrix(question, words, give) {
  const root = make("div", "field matrix");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", question.text);
  if (question.scale) ends(question.scale, root);
  let chosen = {};
  const rows = question.rows.map((row) => {
    const part = make("div", "row", root);
    make("p", "row-label", part).textContent = row.label;
    if (row.plain) make("p", "part-plain", part).textContent = row.plain;
    const points = new Points(choicesOf(question, words), row.label, question.scale);
    part.append(points.root);
    points.onChange = (value, pause) => {
      chosen = { ...chosen, [row.id]: value };
      give(chosen, pause);
    };
    return [row.id, points];
  });
  return {
    root,
    isClearable: true,
    show(answer) {
      const all = isCannotJudge(answer) ? Object.fromEntries(rows.map(([id]) => [id, CANNOT_JUDGE])) : answer;
      chosen = { ...(all ?? {}) };
      for (const [id, points] of rows) points.check(chosen[id] ?? null);
    },
  };
}

function makeMultiple(question, words, give) {
  const root = make("div", "field");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", question.text);
  if (question.most) make("p", "hint", root).textContent = fill(words.choose_up_to, { n: question.most });
  const list = make("div", "options", root);
  const boxes = question.options.map((option) => {
    const row = make("label", "option", list);
    const box = make("input", "", row);
    box.type = "checkbox";
    box.value = option.id;
    name(row, box, option);
    return box;
  });
  const gaveUp = makeGivingUp(question, words, root, (isGivenUp) => give(isGivenUp ? { [CANNOT_JUDGE]: true } : ticked()));
  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const limit = () => {
    const isFull = question.most && ticked().length >= question.most;
    for (const box of boxes) box.disabled = gaveUp.checked || (isFull && !box.checked);
  };
  list.addEventListener("change", () => {
    limit();
    give(ticked());
  });
  return {
    root,
    show(answer) {
      gaveUp.checked = isCannotJudge(answer);
      for (const box of boxes) box.checked = Array.isArray(answer) && answer.includes(box.value);
      limit();
    },
  };
}

function makeRanking(question, words, give) {
  const root = make("div", "field");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", question.text);
  make("p", "hint", root).textContent = question.most ? fill(words.rank_up_to, { n: question.most }) : words.rank;
  const list = make("div", "options", root);
  let ranked = [];
  const buttons = question.options.map((option) => {
    const button = make("button", "option rank", list);
    button.type = "button";
    const place = make("span", "place", button);
    const text = make("span", "label", button);
    text.textContent = option.label;
    if (option.plain) make("span", "part-plain", text).textContent = option.plain;
    button.addEventListener("click", () => {
      ranked = ranked.includes(option.id) ? ranked.filter((id) => id !== option.id) : [...ranked, option.id];
      draw();
      give(ranked);
    });
    return { option, button, place };
  });
  const gaveUp = makeGivingUp(question, words, root, (isGivenUp) => give(isGivenUp ? { [CANNOT_JUDGE]: true } : ranked));
  const draw = () => {
    const isFull = question.most && ranked.length >= question.most;
    for (const { option, button, place } of buttons) {
      const at = ranked.indexOf(option.id) + 1;
      place.textContent = at || "";
      button.setAttribute("aria-pressed", String(at > 0));
      button.setAttribute("aria-label", at ? fill(words.place, { label: option.label, n: at }) : option.label);
      button.disabled = gaveUp.checked || (isFull && !at);
    }
  };
  return {
    root,
    isClearable: true,
    show(answer) {
      gaveUp.checked = isCannotJudge(answer);
      ranked = Array.isArray(answer) ? [...answer] : [];
      draw();
    },
  };
}

function makeNumber(question, words, give) {
  const root = make("div", "field");
  const line = make("div", "number", root);
  const input = make("input", "", line);
  input.type = "number";
  input.step = "any";
  input.inputMode = "decimal";
  input.placeholder = words.number;
  input.setAttribute("aria-label", question.text);
  if (question.minimum !== null) input.min = question.minimum;
  if (question.maximum !== null) input.max = question.maximum;
  if (question.unit) make("span", "unit", line).textContent = question.unit;
  const read = () => (input.value === "" ? null : Number(input.value));
  const gaveUp = makeGivingUp(question, words, root, (isGivenUp) => {
    input.disabled = isGivenUp;
    give(isGivenUp ? { [CANNOT_JUDGE]: true } : read());
  });
  input.addEventListener("input", () => input.validity.badInput || give(read(), TYPING_PAUSE));
  return {
    root,
    input,
    show(answer) {
      gaveUp.checked = input.disabled = isCannotJudge(answer);
      if (!isTyping(input)) input.value = typeof answer === "number" ? answer : "";
    },
  };
}

function makeText(question, words, give) {
  const root = make("div", "field");
  const area = makeArea(question.text, question.most_characters, words, root);
  area.rows = 3;
  const gaveUp = makeGivingUp(question, words, root, (isGivenUp) => {
    area.disabled = isGivenUp;
    give(isGivenUp ? { [CANNOT_JUDGE]: true } : area.value);
  });
  area.addEventListener("input", () => give(area.value, TYPING_PAUSE));
  return {
    root,
    input: area,
    show(answer) {
      gaveUp.checked = area.disabled = isCannotJudge(answer);
      if (!isTyping(area)) area.value = typeof answer === "string" ? answer : "";
    },
  };
}

// A field for a few words beside an answer.
export function makeComment(words, most, give) {
  const root = make("details", "comment");
  make("summary", "", root).textContent = words.comment;
  const area = makeArea(words.comment, most, words, root);
  area.rows = 2;
  area.addEventListener("input", () => give(area.value, TYPING_PAUSE));
  return {
    root,
    input: area,
    show(text) {
      if (!isTyping(area)) area.value = text ?? "";
      if (text) root.open = true;
    },
  };
}

function makeArea(label, most, words, parent) {
  const area = make("textarea", "", parent);
  area.placeholder = words.your_answer;
  area.maxLength = most;
  area.setAttribute("aria-label", label);
  return area;
}

// "Cannot judge" beside an answer that is not one of several points; nothing where the question does not offer it.
function makeGivingUp(question, words, parent, onChange) {
  const box = make("input", "");
  box.type = "checkbox";
  if (!question.cannot_judge) return box;
  const row = make("label", "option giving-up", parent);
  row.append(box);
  make("span", "label", row).textContent = words.cannot_judge;
  box.addEventListener("change", () => onChange(box.checked));
  return box;
}

class Points {
  constructor(choices, label, scale) {
    this.root = make("div", scale ? "options scale" : "options");
    this.root.setAttribute("role", "radiogroup");
    this.root.setAttribute("aria-label", label);
    const group = `answer-${++nGroups}`;
    this.inputs = choices.map(({ value, label, plain }) => {
      const row = make("label", value === CANNOT_JUDGE ? "option giving-up" : "option", this.root);
      const input = make("input", "", row);
      input.type = "radio";
      input.name = group;
      name(row, input, { label, plain });
      input.addEventListener("change", () => {
        const pause = this.arrow ? ARROW_PAUSE : 0;
        this.arrow = false;
        this.onChange(value, pause);
      });
      return [value, input];
    });
    this.root.addEventListener("keydown", (event) => (this.arrow = event.key.startsWith("Arrow")));
  }

  check(value) {
    for (const [own, input] of this.inputs) input.checked = own === value;
  }
}

function choicesOf(question, words) {
  const choices = question.scale
    ? range(question.scale.low, question.scale.high).map((point) => ({ value: point, label: String(point) }))
    : question.options.map((option) => ({ value: option.id, label: option.label, plain: option.plain }));
  if (question.cannot_judge) choices.push({ value: CANNOT_JUDGE, label: words.cannot_judge });
  return choices;
}

function ends({ low, high, low_label, high_label }, parent) {
  if (!low_label && !high_label) return;
  const line = make("p", "ends", parent);
  make("span", "", line).textContent = `${low} = ${low_label}`;
  make("span", "", line).textContent = `${high} = ${high_label}`;
}

function range(low, high) {
  return Array.from({ length: high - low + 1 }, (_, place) => low + place);
}

function isTyping(field) {
  return field.getRootNode().activeElement === field;
}

// The words of a choice; its plain twin is read after them rather than as a part of its name.
function name(row, input, { label, plain }) {
  const text = make("span", "label", row);
  if (!plain) {
    text.textContent = label;
    return;
  }
  const [words, twin] = [make("span", "", text), make("span", "part-plain", text)];
  [words.textContent, twin.textContent] = [label, plain];
  [words.id, twin.id] = [`part-${++nGroups}`, `part-${++nGroups}`];
  input.setAttribute("aria-labelledby", words.id);
  input.setAttribute("aria-describedby", twin.id);
}

// Puts values into the `{places}` of a sentence.
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, key) => (key in values ? String(values[key]) : place));
}

// Text is always set as text: what people type never becomes markup.
export function make(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent?.append(element);
  return element;
}

const MAKE = {
  single: makeChoice,
  yes_no_unsure: makeChoice,
  scale: makeChoice,
  matrix: makeMatrix,
  multiple: makeMultiple,
  ranking: makeRanking,
  number: makeNumber,
  text: makeText,
};

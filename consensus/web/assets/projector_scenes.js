// Draws what is going on, large enough for the back row. Text is always set as text: what people type is no markup.

import { drawAgenda, drawStage, tickStage } from "./projector_stage.js";

const SMALLEST = 0.3;
const WITH_PLAIN_TEXT = 0.8;

const DECIDING = new Set(["check", "checked", "vote", "closed", "verdict"]);

const OUTCOMES = {
  consensus: "Consensus",
  full_consensus: "Full consensus",
  no_consensus: "No consensus",
  inquorate: "Not enough voters",
  no_valid_votes: "No valid votes",
  appropriate: "Appropriate",
  uncertain: "Uncertain",
  inappropriate: "Inappropriate",
  in: "In",
  out: "Out",
  strong_for: "Strong recommendation for",
  weak_for: "Weak recommendation for",
  none: "No recommendation",
  weak_against: "Weak recommendation against",
  strong_against: "Strong recommendation against",
  first: "First",
  tied_first: "Tied first",
  ranked: "Ranked",
};

const COUNTS_VOTES = new Set(["vote", "approval"]);

const SCENES = { welcome, between, talks, discussion, check, checked, vote, closed, verdict, void: declaredVoid, adopted, break: pause, end };

const said = document.getElementById("said");
let drawn = "";
let shown = null;

// Draws a view into the wall; where only people come or vote, only their numbers change.
export function draw(wall, view, now) {
  shown = view;
  const still = JSON.stringify({ ...view, turnout: null, check: null, n_present: 0 });
  if (still !== drawn) {
    drawn = still;
    wall.dataset.scene = view.scene;
    const stage = make("section", "stage");
    SCENES[view.scene](stage, view);
    wall.replaceChildren(head(view), stage, foot(view));
    said.textContent = inWords(view);
  }
  count(wall, view);
  tick(wall, now);
  fit(wall);
}

// What moves with the clock alone.
export function tick(wall, now) {
  if (!shown) return;
  set(wall, ".clock", timeOf(now));
  tickStage(wall, now);
  for (const node of wall.querySelectorAll("[data-ends]")) {
    const minutes = (Date.parse(node.dataset.ends) - now) / 60_000;
    node.dataset.over = String(minutes < 0);
    const text = remaining(minutes);
    if (node.textContent !== text) node.textContent = text;
  }
}

addEventListener("resize", () => fit(document.getElementById("wall")));
document.fonts?.ready.then(() => fit(document.getElementById("wall")));

function head(view) {
  const row = make("header", "head");
  const left = make("div", "about", row);
  const isOn = view.topic && view.scene !== "break";
  add(left, "p", "place", isOn ? view.place : "");
  add(left, "p", "topic", isOn ? view.topic : view.meeting);
  const right = make("div", "times", row);
  if (view.timer) {
    const timer = make("p", "timer", right);
    timer.dataset.ends = view.timer.ends_at;
    const planned = view.timer.planned && `planned ${view.timer.planned}`;
    add(right, "p", "planned", [planned, view.stage.began].filter(Boolean).join(", "));
  }
  make("p", "clock", right);
  return row;
}

function foot(view) {
  const row = make("footer", "foot");
  const left = make("p", "process", row);
  left.textContent = (view.is_simulated ? "Simulated example · " : "") + view.process;
  if (["welcome", "break"].includes(view.scene) || !view.room.code) return row;
  const join = make("div", "join", row);
  const words = make("p", "join-words", join);
  words.textContent = "Come in: ";
  add(words, "strong", "code", view.room.code);
  // Whoever comes in now is in no electorate that is frozen already: the room goes to what is decided.
  if (!DECIDING.has(view.scene)) qr(join, view);
  return row;
}

function welcome(stage, view) {
  const [words, code] = columns(stage);
  add(words, "p", "kicker", "Welcome");
  add(words, "h1", "", view.meeting);
  add(words, "p", "lead", view.process);
  add(words, "p", "lead quiet", [view.day, view.starts && `begins at ${view.starts}`].filter(Boolean).join(", "));
  add(words, "p", "present", " ");
  drawAgenda(words, view.stage);
  comeIn(code, view);
}

function pause(stage, view) {
  const [words, code] = columns(stage);
  add(words, "p", "kicker", "Break");
  add(words, "h1", "", view.pause.title);
  add(words, "p", "lead", `We go on at ${timeOf(Date.parse(view.pause.ends_at))}`);
  make("p", "lead quiet", words).dataset.ends = view.pause.ends_at;
  drawAgenda(words, view.stage);
  comeIn(code, view);
}

function between(stage, view) {
  add(stage, "h1", "", "The meeting has begun");
  add(stage, "p", "lead quiet", "The first topic comes next.");
  drawAgenda(stage, view.stage);
}

function talks(stage, view) {
  const n = view.talks.length;
  add(stage, "p", "kicker", n ? (n === 1 ? "Presentation" : "Presentations") : "The topic");
  if (!n) add(stage, "h1", "", view.topic);
  const list = make("ol", "talks", stage);
  for (const talk of view.talks) {
    const row = make("li", "", list);
    add(row, "span", "talk", talk.title);
    add(row, "span", "presenter", [talk.presenter, talk.minutes && `${talk.minutes} min`].filter(Boolean).join(" · "));
  }
  add(stage, "p", "next", "The candidate statements come next.");
  drawStage(stage, view.stage);
}

function discussion(stage, view) {
  add(stage, "p", "note correction", view.correction);
  add(stage, "p", "kicker", view.statements.length === 1 ? "Candidate statement" : "Candidate statements");
  wordings(stage, view.statements);
  drawStage(stage, view.stage);
}

function declaredVoid(stage, view) {
  add(stage, "p", "kicker", "The vote is void");
  add(stage, "p", "why-void", view.void);
  add(stage, "p", "lead", "Nothing was decided. A new vote may be opened.");
  wordings(stage, view.statements);
  drawStage(stage, view.stage);
}

function check(stage, view) {
  add(stage, "p", "kicker live", "Any objection to this wording? Answer on your phone");
  wordings(stage, view.statements);
  turnout(stage, view);
}

function checked(stage, view) {
  const n = view.check.n_objections;
  add(stage, "p", "kicker", n ? `${n} ${n === 1 ? "objection" : "objections"}. The discussion goes on.` : "Nobody objects on the phones");
  wordings(stage, view.statements);
  turnout(stage, view);
}

function vote(stage, view) {
  add(stage, "p", "kicker live", view.by_hands ? "Vote by a show of hands now" : "Vote now, on your phone");
  wordings(stage, view.statements);
  turnout(stage, view);
  drawStage(stage, view.stage);
}

function closed(stage, view) {
  add(stage, "p", "kicker", "The vote is closed. The verdict comes next.");
  wordings(stage, view.statements);
  turnout(stage, view);
}

function verdict(stage, view) {
  add(stage, "p", "kicker", view.verdicts.length === 1 ? "The verdict" : "The verdicts");
  const list = make("div", "verdicts", stage);
  list.dataset.n = view.verdicts.length;
  view.verdicts.forEach((one) => judged(list, one));
}

function adopted(stage, view) {
  add(stage, "p", "kicker", "Adopted by full consensus");
  const list = make("div", "verdicts", stage);
  list.dataset.n = 1;
  for (const one of view.verdicts) {
    const box = make("article", "verdict", list);
    box.dataset.reached = "true";
    const right = make("div", "found", box);
    add(right, "p", "text", one.text);
    add(right, "p", "sentence", one.sentence);
  }
  if (view.statements.length) {
    add(stage, "p", "kicker rest", "Still under discussion");
    wordings(stage, view.statements);
  }
}

function end(stage, view) {
  add(stage, "h1", "", "The meeting is over");
  const n = view.n_adopted;
  add(stage, "p", "lead", n ? `${n} ${n === 1 ? "statement" : "statements"} adopted. Thank you.` : "Thank you.");
}

function judged(list, one) {
  const box = make("article", "verdict", list);
  box.dataset.reached = String(one.reached);
  const top = make("div", "outcome", box);
  add(top, "span", "label", one.label);
  add(top, "span", "pill", `${one.reached ? "✓ " : ""}${OUTCOMES[one.outcome]}`);
  if (one.is_adopted) add(top, "span", "note", "Adopted");
  else if (one.is_tied) add(top, "span", "note", "Tied: back to the discussion");
  else if (one.is_proposed) add(top, "span", "note", "Proposed for adoption");
  const right = make("div", "found", box);
  add(right, "p", "text", one.text);
  if (COUNTS_VOTES.has(one.kind)) bars(right, one);
  else columnsOf(right, one);
  const sentence = make("p", "sentence", right);
  sentence.textContent = one.sentence;
  if (COUNTS_VOTES.has(one.kind)) add(sentence, "span", "rest-of-votes", rest(one) && ` ${rest(one)}.`);
}

// Those against to the left of one line, those for to its right; each side is as wide as all who could vote.
function bars(box, one) {
  const whole = one.n_agree + one.n_disagree + one.n_abstain + one.n_cannot_judge + one.n_missing || 1;
  const row = make("div", "bars", box);
  row.setAttribute("role", "img");
  const [agree, disagree] = one.kind === "approval" ? ["approve", "do not approve"] : ["agree", "disagree"];
  row.setAttribute("aria-label", `${one.n_agree} ${agree}, ${one.n_disagree} ${disagree}${rest(one) && `, ${rest(one)}`}`);
  add(row, "span", "count against", `${one.kind === "approval" ? "Do not approve" : "Disagree"} ${one.n_disagree}`);
  const sides = make("span", "sides", row);
  const left = make("span", "side left", sides);
  const right = make("span", "side right", sides);
  make("span", "fill", left).style.width = `${(100 * one.n_disagree) / whole}%`;
  make("span", "fill", right).style.width = `${(100 * one.n_agree) / whole}%`;
  add(row, "span", "count for", `${one.n_agree} ${agree}`);
}

// One column for each answer that was offered: points of a scale, cells of a grid, places of a ranking.
function columnsOf(box, one) {
  const most = Math.max(1, ...one.answers.map((answer) => answer.n));
  const row = make("div", "answers", box);
  row.dataset.kind = one.kind;
  row.setAttribute("role", "img");
  row.setAttribute("aria-label", one.answers.map((answer) => `${answer.label} ${answer.n}`).join(", "));
  for (const answer of one.answers) {
    const column = make("span", "answer", row);
    add(column, "span", "n", answer.n ? String(answer.n) : "");
    make("span", "bar", column).style.height = `${(3 * answer.n) / most}em`;
    add(column, "span", "which", answer.label);
  }
  add(box, "p", "middle", one.middle);
}

function rest(one) {
  return [
    one.n_abstain && `${one.n_abstain} abstained`,
    one.n_cannot_judge && `${one.n_cannot_judge} cannot judge`,
    one.n_missing && `${one.n_missing} did not vote`,
  ].filter(Boolean).join(", ");
}

function turnout(stage, view) {
  const box = make("div", "turnout", stage);
  const line = make("p", "turnout-words", box);
  make("strong", "n-cast", line);
  make("span", "of", line);
  add(line, "span", "needs", view.turnout?.needs);
  const track = make("div", "track", box);
  make("div", "voted", track);
}

function count(wall, view) {
  const { turnout: vote, check, n_present: here } = view;
  set(wall, ".present", here ? `${here} here` : "");
  const now = vote
    ? { said: vote.n_cast, of: vote.n_electors, words: view.by_hands ? "counted" : "have voted" }
    : check && { said: check.n_answered, of: check.n_asked, words: view.scene === "check" ? "have answered" : "answered" };
  if (!now) return;
  set(wall, ".n-cast", String(now.said));
  set(wall, ".of", `of ${now.of} ${now.words}`);
  const bar = wall.querySelector(".voted");
  if (bar) bar.style.width = `${(100 * now.said) / Math.max(1, now.of)}%`;
}

function wordings(stage, list) {
  const box = make("div", "wordings", stage);
  box.dataset.n = list.length;
  list.forEach((one) => statement(make("div", "wording", box), one));
}

function statement(box, one) {
  add(box, "span", "label", one.label);
  const words = make("div", "words", box);
  add(words, "p", "text", one.text);
  add(words, "p", "plain", one.plain_text);
}

function comeIn(box, view) {
  if (!view.room.code) return;
  qr(box, view);
  add(box, "p", "code", view.room.code);
  add(box, "p", "how", `Scan the code, or open ${view.room.site} and type it`);
}

function qr(box, view) {
  const picture = make("img", "qr", box);
  picture.src = view.room.qr;
  picture.alt = "QR code that opens the page of the room";
}

function columns(stage) {
  stage.classList.add("two");
  return [make("div", "words", stage), make("div", "come-in", stage)];
}

// The words get smaller until everything is on the screen; before they are hard to read, the plain twins give way.
function fit(wall) {
  const stage = wall.querySelector(".stage");
  if (!stage || wall.hidden) return;
  wall.dataset.plain = "yes";
  if (shrink(wall, stage, WITH_PLAIN_TEXT)) return;
  wall.dataset.plain = "no";
  shrink(wall, stage, SMALLEST);
}

function shrink(wall, stage, smallest) {
  for (let size = 1; size >= smallest; size -= 0.02) {
    wall.style.setProperty("--fit", size.toFixed(2));
    if (stage.scrollHeight <= stage.clientHeight + 1 && stage.scrollWidth <= stage.clientWidth + 1) return true;
  }
  return false;
}

// What is read out: the headline of the moment, and the whole verdict.
function inWords(view) {
  const stated = view.verdicts.map((one) => `Statement ${one.label}: ${OUTCOMES[one.outcome]}. ${one.sentence}`);
  const heads = {
    welcome: view.meeting,
    between: "The meeting has begun.",
    talks: `${view.topic}: presentations.`,
    discussion: [view.correction, `${view.topic}: candidate statements.`].filter(Boolean).join(" "),
    check: "Any objection to this wording?",
    checked: view.check?.n_objections ? "There is an objection." : "Nobody objects.",
    vote: "The vote is open.",
    closed: "The vote is closed.",
    verdict: stated.join(" "),
    void: `The vote is void. ${view.void} Nothing was decided.`,
    adopted: stated.join(" "),
    break: `Break: ${view.pause?.title}.`,
    end: "The meeting is over.",
  };
  return heads[view.scene];
}

function remaining(minutes) {
  if (minutes < 0) return minutes > -1 ? "time is up" : `${Math.floor(-minutes)} min over`;
  return minutes < 1 ? "less than a minute" : `${Math.ceil(minutes)} min left`;
}

function timeOf(moment) {
  const options = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: shown.time_zone || undefined };
  return new Intl.DateTimeFormat("en-GB", options).format(moment);
}

function set(wall, place, text) {
  const node = wall.querySelector(place);
  if (node && node.textContent !== text) node.textContent = text;
}

function add(parent, tag, className, text) {
  if (text) make(tag, className, parent).textContent = text;
}

function make(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent?.append(element);
  return element;
}

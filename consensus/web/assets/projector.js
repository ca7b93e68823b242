// A screen of the room: shows what the server sends down its socket, and connects again by itself, all day long.

import { draw, tick } from "./projector_scenes.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
// The server gives a sign of life every 15 seconds; after sleep a dead socket may look open for minutes.
const SILENT_TOO_LONG = 40_000;
const SAY_SO_AFTER = 4_000;
const NOT_A_SCREEN = 4401;

const wall = document.getElementById("wall");
const way = document.getElementById("way");
const lost = document.getElementById("lost");
const secret = decodeURIComponent(location.hash.slice(1));

// Out of the address at once: it stays neither in the history nor on the screen.
if (location.hash) history.replaceState(null, "", location.pathname);

if (secret) askToOpen();
else if (wall.dataset.screen === "yes") show();
else sayNothingIsShown();

function askToOpen() {
  way.hidden = false;
  document.getElementById("secret").value = secret;
  const form = document.getElementById("open");
  form.hidden = false;
  form.querySelector("button").focus();
}

function sayNothingIsShown() {
  wall.hidden = true;
  lost.hidden = true;
  way.hidden = false;
  document.getElementById("nothing").hidden = false;
}

function show() {
  let socket = null;
  let wait = FIRST_WAIT;
  let retry = 0;
  let heardAt = Date.now();
  let connectedAt = Date.now();
  // By how much the clock of this computer is behind the server's.
  let behind = 0;

  function connect() {
    clearTimeout(retry);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const mine = new WebSocket(`${scheme}//${location.host}/projector/live`);
    socket?.close();
    socket = mine;
    heardAt = Date.now();
    mine.onmessage = (event) => mine === socket && hear(JSON.parse(event.data));
    mine.onclose = (event) => mine === socket && end(event.code);
  }

  function hear(message) {
    wait = FIRST_WAIT;
    heardAt = connectedAt = Date.now();
    behind = Date.parse(message.now) - Date.now();
    lost.hidden = true;
    if (message.type !== "view") return;
    wall.hidden = false;
    draw(wall, message.view, Date.now() + behind);
    keepAwake();
  }

  function end(code) {
    socket = null;
    if (code === NOT_A_SCREEN) return stop();
    retry = setTimeout(connect, wait * (0.5 + Math.random()));
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }

  function stop() {
    clearInterval(watching);
    removeEventListener("online", connect);
    document.removeEventListener("visibilitychange", wake);
    wall.replaceChildren();
    sayNothingIsShown();
  }

  function wake() {
    if (document.hidden) return;
    keepAwake();
    if (!socket || Date.now() - heardAt > SILENT_TOO_LONG / 2) connect();
  }

  const watching = setInterval(() => {
    tick(wall, Date.now() + behind);
    if (socket && Date.now() - heardAt > SILENT_TOO_LONG) connect();
    if (Date.now() - connectedAt > SILENT_TOO_LONG || (!socket && Date.now() - connectedAt > SAY_SO_AFTER)) lost.hidden = false;
  }, 1_000);
  addEventListener("online", connect);
  document.addEventListener("visibilitychange", wake);
  connect();
}

// Where the browser offers it, the screen does not go dark in the middle of a discussion.
let lock = null;
async function keepAwake() {
  if (!navigator.wakeLock || (lock && !lock.released) || document.hidden) return;
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch {
    lock = null;
  }
}

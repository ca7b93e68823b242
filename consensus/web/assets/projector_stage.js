// What runs by the clock on a screen of the room: presentation or discussion, who speaks, and the agenda of the day.

const SECOND = 1000;

// The clock of what is on stage, who has the floor, and who is next.
export function drawStage(box, stage) {
  if (!stage.clock && !stage.speaking && !stage.next_speaker) return;
  const row = make("div", "stage-row", box);
  if (stage.clock) running(row, stage.clock, stage.clock.title);
  if (stage.speaking) running(row, stage.speaking, `${stage.speaking.title} speaks`);
  if (!stage.next_speaker) return;
  const more = stage.n_waiting > 1 ? `, then ${stage.n_waiting - 1} more` : "";
  const next = make("p", "next-speaker", row);
  next.textContent = `Next: ${stage.next_speaker}${more}`;
}

// The topics of the day with planned and real times.
export function drawAgenda(box, stage) {
  if (!stage.agenda.length) return;
  const list = make("ol", "day", box);
  for (const topic of stage.agenda) {
    const line = make("li", topic.is_current ? "current" : "", list);
    make("span", "when", line).textContent = topic.planned;
    make("span", "what", line).textContent = topic.title;
    make("span", "real", line).textContent = topic.real;
  }
}

// What moves with the clock alone.
export function tickStage(wall, now) {
  for (const node of wall.querySelectorAll("[data-began]")) {
    const at = node.dataset.paused ? Date.parse(node.dataset.paused) : now;
    const { text, isOver } = read(node.dataset, at);
    if (node.textContent !== text) node.textContent = text;
    node.dataset.over = String(isOver);
  }
}

export function read(clock, at) {
  if (!clock.due) return { text: minutes(at - Date.parse(clock.began)), isOver: false };
  const left = Date.parse(clock.due) - at;
  const isOver = left <= -SECOND;
  const words = isOver ? `${minutes(-left)} over` : `${minutes(Math.max(0, Math.ceil(left / SECOND) * SECOND))} left`;
  return { text: clock.paused ? `${words}, stands still` : words, isOver };
}

function running(row, clock, title) {
  const box = make("p", "running", row);
  make("span", "running-title", box).textContent = title;
  const time = make("span", "running-time", box);
  time.dataset.began = clock.began_at;
  if (clock.due_at) time.dataset.due = clock.due_at;
  if (clock.paused_at) time.dataset.paused = clock.paused_at;
}

function minutes(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function make(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  parent?.append(element);
  return element;
}

// Clocks that run by the server's time: the page says until when, and the browser counts by itself.

const SECOND = 1000;

const elements = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let element = elements.get(parentElement);
  if (!element) {
    element = new Countdown(parentElement);
    elements.set(parentElement, element);
  }
  element.update(data, setTriggerValue);
  return () => {
    element.dispose();
    elements.delete(parentElement);
  };
}

class Countdown {
  constructor(parentElement) {
    this.root = document.createElement("div");
    this.root.className = "clocks";
    parentElement.append(this.root);
    this.timer = setInterval(() => this.tick(), SECOND / 2);
  }

  update(data, setTriggerValue) {
    this.setTriggerValue = setTriggerValue;
    // A drawing that is shown again is no news of the time: by then it would be wrong by its age.
    if (data.now !== this.heard) {
      this.heard = data.now;
      this.behind = Date.parse(data.now) - Date.now();
    }
    const still = JSON.stringify(data.clocks);
    if (still !== this.drawn) {
      this.drawn = still;
      this.clocks = data.clocks;
      this.root.replaceChildren(...data.clocks.map(row));
    }
    this.tick();
  }

  tick() {
    const now = Date.now() + this.behind;
    this.clocks.forEach((clock, place) => {
      const { text, isOver } = read(clock, now);
      const node = this.root.children[place]?.querySelector(".time");
      if (!node || node.textContent === text) return;
      node.textContent = text;
      const ranOut = isOver && node.dataset.over === "false";
      node.dataset.over = String(isOver);
      // What is due next depends on it, so the page that says that is drawn once more.
      if (ranOut && clock.tells) this.setTriggerValue("over", clock.label);
    });
  }

  dispose() {
    clearInterval(this.timer);
    this.root.remove();
  }
}

// "4:12 left", "1:05 over", or where there is no limit how long it has gone on.
export function read(clock, now) {
  const at = clock.paused ? Date.parse(clock.paused) : now;
  if (!clock.due) return { text: minutes(at - Date.parse(clock.began)), isOver: false };
  const left = Date.parse(clock.due) - at;
  const isOver = left <= -SECOND;
  const words = isOver ? `${minutes(-left)} over` : `${minutes(Math.max(0, Math.ceil(left / SECOND) * SECOND))} left`;
  return { text: clock.paused ? `${words}, stands still` : words, isOver };
}

export function minutes(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function row(clock) {
  const line = document.createElement("p");
  line.className = "clock";
  line.setAttribute("role", "timer");
  const label = document.createElement("span");
  label.className = "label";
  label.textContent = clock.label;
  const time = document.createElement("span");
  time.className = "time";
  line.append(label, time);
  return line;
}

// Times as the person's own clock shows them.

const time = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const dayAndTime = new Intl.DateTimeFormat([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// "14:02:13" today, "3 Nov, 14:02" before.
export function showTime(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  return (at.toDateString() === new Date().toDateString() ? time : dayAndTime).format(at);
}

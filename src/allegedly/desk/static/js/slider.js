// Two handles on the days told: what is between them is shown. It works with arrow keys, Page Up and Down, Home and End.

const dayBefore = (day) => new Date(Date.parse(`${day}T00:00:00Z`) - 864e5).toISOString().slice(0, 10);
const inWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const words = (day) => inWords.format(new Date(`${day}T00:00:00Z`));
// a window moves on slowly enough to be read
const PAUSE = 1100;

/**
 * Makes the slider of a page live. `scale` is {starts, ends, earlier, later}; `shown` is {since, until} of the address;
 * `changed({since, until})` hears of a new window, null for an end without a bound.
 */
export function slider(root, scale, shown, changed) {
  const [since, until] = root.querySelectorAll("input[type=range]");
  const out = root.querySelector("output"), play = root.querySelector("button");
  const steps = scale.starts.length;
  if (steps < 2) return;
  root.hidden = false;
  since.max = until.max = steps;
  const last = (step) => (step >= steps ? scale.ends : dayBefore(scale.starts[step]));
  // handles stand on the edges of steps: from the first day of one to the last day of another
  const at = (day, ends) => {
    let step = 0;
    while (step < steps && (ends ? last(step + 1) < day : (scale.starts[step + 1] ?? "9999") <= day)) step++;
    return ends ? Math.min(step + 1, steps) : step;
  };
  since.value = shown.since ? at(shown.since, false) : 0;
  until.value = shown.until ? at(shown.until, true) : steps;

  const window_ = () => {
    const from = Number(since.value), to = Number(until.value);
    return { since: from > 0 ? scale.starts[from] : null, until: to < steps ? last(to) : null };
  };
  const tell = () => {
    const { since: from, until: to } = window_();
    since.setAttribute("aria-valuetext", from ? words(from) : "the beginning");
    until.setAttribute("aria-valuetext", to ? words(to) : "the end");
    out.textContent = from && to ? (from === to ? words(from) : `${words(from)} to ${words(to)}`) : from ? `from ${words(from)}` : to ? `until ${words(to)}` : "all days";
  };
  let waits = 0;
  const moved = (handle) => {
    // a handle pushes the other before it
    if (handle === since && Number(since.value) >= Number(until.value)) {
      if (Number(since.value) >= steps) since.value = steps - 1;
      until.value = Number(since.value) + 1;
    }
    if (handle === until && Number(until.value) <= Number(since.value)) {
      if (Number(until.value) < 1) until.value = 1;
      since.value = Number(until.value) - 1;
    }
    tell();
    clearTimeout(waits);
    waits = setTimeout(() => changed(window_()), 120);
  };
  for (const handle of [since, until]) handle.addEventListener("input", () => { stop(); moved(handle); });

  let plays = 0;
  const stop = () => {
    clearInterval(plays);
    plays = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  };
  const goOn = () => {
    const wide = Number(until.value) - Number(since.value);
    if (Number(until.value) >= steps) return stop();
    until.value = Math.min(Number(until.value) + wide, steps);
    since.value = Number(until.value) - wide;
    moved(since);
  };
  play.addEventListener("click", () => {
    if (plays) return stop();
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    if (Number(until.value) >= steps) {
      // from the beginning, a tenth at a time where all was shown
      const wide = Number(since.value) > 0 ? steps - Number(since.value) : Math.max(1, Math.round(steps / 10));
      since.value = 0;
      until.value = Math.min(wide, steps - 1);
      moved(since);
    }
    plays = setInterval(goOn, PAUSE);
  });
  tell();
}

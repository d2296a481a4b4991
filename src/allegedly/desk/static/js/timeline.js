// The timeline: what the server tells, as bars that are links. Arrow keys move it, plus and minus zoom, and so do buttons.
const holder = document.getElementById("timeline"), tools = document.getElementById("tools"), shown = document.getElementById("shown");
const DAY = 864e5;
const inWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const iso = (time) => new Date(time).toISOString().slice(0, 10);

// a string would be read as HTML; an element stands as it is
function link(address, words) {
  const one = document.createElement("a");
  one.href = address;
  one.textContent = words;
  // the list below has the same links; the picture is one stop for Tab
  one.tabIndex = -1;
  return one;
}

function words(text) {
  const one = document.createElement("span");
  one.textContent = text;
  return one;
}

function items(told) {
  const most = Math.max(1, ...told.bars.map((bar) => bar.events));
  const here = new URLSearchParams(location.search);
  here.delete("by");
  const kept = here.size ? `?${here}` : "";
  const first = Date.parse(told.first), last = Date.parse(told.last);
  return told.bars.map((bar, id) => {
    const start = bar.start ? Date.parse(bar.start) : Math.min(first, Date.parse(bar.end) - 30 * DAY);
    const end = bar.end ? Date.parse(bar.end) + DAY : Math.max(last, start + 30 * DAY);
    const isCount = bar.claims === null || bar.claims === undefined;
    const classes = [bar.doubtful ? "doubtful" : "", bar.start ? "" : "open-start", bar.end ? "" : "open-end", isCount ? `count count-${Math.max(1, Math.ceil((4 * bar.events) / most))}` : ""];
    // in a group of one type its name needs no saying
    const group = `${told.groups[bar.group]}: `, said = bar.words.startsWith(group) ? bar.words.slice(group.length) : bar.words;
    const isDay = bar.start && bar.start === bar.end && !isCount;
    const content = link(isCount ? bar.address : bar.address + kept, said.length > 44 ? `${said.slice(0, 42)}…` : said);
    if (!isCount) content.title = bar.words;
    if (isCount) content.setAttribute("aria-label", `${bar.words} of ${told.groups[bar.group]}, ${inWords.format(start)} to ${inWords.format(end - DAY)}`);
    return { id, group: bar.group, content, start, ...(isDay ? { type: "point" } : { end, type: "range" }), className: classes.filter(Boolean).join(" ") };
  });
}

async function begin() {
  const answer = await fetch(`/timeline.json${location.search}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const told = await answer.json();
  const [{ Timeline }, { DataSet }, { default: moment }] = await Promise.all([
    import("/static/vendor/vis-timeline/vis-timeline-graph2d.min.mjs"),
    import("/static/vendor/vis-data/vis-data.min.mjs"),
    import("/static/vendor/moment/moment.js"),
  ]);
  const bars = items(told);
  const ends = (bar) => bar.end ?? bar.start + DAY;
  const from = Math.min(...bars.map((bar) => bar.start)), to = Math.max(...bars.map(ends));
  const room = (a, b) => Math.max(DAY, (b - a) * 0.03);
  const first = told.step ? from : Date.parse(told.first), last = told.step ? to : Date.parse(told.last) + DAY;
  holder.hidden = tools.hidden = false;
  const groups = told.groups.map((name, id) => ({ id, content: words(name) })).filter(({ id }) => bars.some((bar) => bar.group === id));
  const timeline = new Timeline(holder, new DataSet(bars), new DataSet(groups), {
    moment: (day) => moment.utc(day), orientation: "top", stack: !told.step, zoomKey: "ctrlKey", horizontalScroll: false,
    start: first - room(first, last), end: last + (told.step ? 1 : 8) * room(first, last), zoomMin: 2 * DAY, min: from - (to - from) * 0.2 - 5 * DAY, max: to + (to - from) * 0.2 + 5 * DAY,
    margin: { item: { horizontal: 2, vertical: 4 }, axis: 6 }, showCurrentTime: false, selectable: false, groupOrder: "id", showMajorLabels: true, locale: "en",
  });
  const tell = () => {
    const { start, end } = timeline.getWindow();
    const inside = bars.filter((bar) => bar.start < end.getTime() && ends(bar) > start.getTime());
    const events = inside.reduce((sum, bar) => sum + told.bars[bar.id].events, 0);
    shown.textContent = `${inWords.format(start)} to ${inWords.format(end)}: ${events.toLocaleString("en")} event${events === 1 ? "" : "s"}`;
    Object.assign(holder.dataset, { events, bars: inside.length, start: iso(start), end: iso(end) });
  };
  const still = { animation: !matchMedia("(prefers-reduced-motion: reduce)").matches && { duration: 250 } };
  const move = (share) => {
    const { start, end } = timeline.getWindow(), by = (end - start) * share;
    timeline.setWindow(start.getTime() + by, end.getTime() + by, still);
  };
  const does = {
    earlier: () => move(-0.4),
    later: () => move(0.4),
    in: () => timeline.zoomIn(0.5, still),
    out: () => timeline.zoomOut(0.5, still),
    all: () => timeline.setWindow(from - room(from, to), to + room(from, to), still),
    only: () => {
      const { start, end } = timeline.getWindow(), query = new URLSearchParams(location.search);
      query.set("since", iso(start));
      query.set("until", iso(end));
      location.search = query;
    },
  };
  for (const button of tools.querySelectorAll("button")) button.addEventListener("click", () => does[button.dataset.do]());
  const keys = { ArrowLeft: "earlier", ArrowRight: "later", "+": "in", "=": "in", "-": "out", 0: "all" };
  holder.addEventListener("keydown", (event) => {
    if (event.target !== holder || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    does[keys[event.key]]();
  });
  timeline.on("rangechanged", tell);
  timeline.on("changed", () => { holder.dataset.drawn = holder.querySelectorAll(".vis-item").length; });
  tell();
}

if (holder) begin();

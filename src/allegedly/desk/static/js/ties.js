// The net of ties: drawn once, then shown day by day; every end stays where it is.
import cytoscape from "/static/vendor/cytoscape/cytoscape.esm.min.mjs";

const box = document.getElementById("net");
const A_DAY = 86_400_000;
// milliseconds between two changes while it plays
const PACE = 900;
// letters of twelve units are read from this scale on
const LEGIBLE = .65;

/** What each kind of tie looks like beside its colour: pattern, width, and what stands at its ends. */
const MARKS = {
  pledge: { "line-style": "solid", width: 2, "target-arrow-shape": "triangle" },
  split: { "line-style": "dashed", "line-dash-pattern": [12, 6], width: 2, "target-arrow-shape": "tee" },
  merger: { "line-style": "solid", width: 4, "source-arrow-shape": "diamond", "target-arrow-shape": "diamond" },
  rivalry: { "line-style": "dashed", "line-dash-pattern": [9, 3, 2, 3], width: 2, "source-arrow-shape": "tee", "target-arrow-shape": "tee" },
  support: { "line-style": "solid", width: 1, "target-arrow-shape": "vee" },
  membership: { "line-style": "solid", width: 1, "target-arrow-shape": "circle", "target-arrow-fill": "hollow" },
  responsibility: { "line-style": "dashed", "line-dash-pattern": [18, 3], width: 2, "target-arrow-shape": "triangle-tee" },
};

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function style() {
  const [ink, soft, card, doubt, bad, act, edge] = ["ink", "soft", "card", "doubt", "bad", "act", "edge"].map(token);
  const coloured = (colour) => ({ "line-color": colour, "target-arrow-color": colour, "source-arrow-color": colour, color: colour });
  return [
    { selector: "node", style: { label: "data(label)", "font-family": "system-ui, sans-serif", "font-size": 12, color: ink, "text-wrap": "wrap", "text-max-width": 110, "text-valign": "bottom", "text-margin-y": 4, "text-background-color": card, "text-background-opacity": .8, width: 18, height: 18, "background-color": act, "border-width": 2, "border-color": card } },
    { selector: "node[sort = 'named']", style: { "background-color": card, "border-color": edge, width: 12, height: 12 } },
    { selector: "node[sort = 'happening']", style: { shape: "diamond", "background-color": edge, width: 14, height: 14, color: soft } },
    { selector: "edge", style: { "curve-style": "bezier", "control-point-step-size": 36, "arrow-scale": 1.1, "font-size": 18, "font-weight": 700, "text-background-color": card, "text-background-opacity": .7, ...coloured(ink) } },
    ...Object.entries(MARKS).map(([mark, looks]) => ({ selector: `edge[mark = '${mark}']`, style: looks })),
    // the dots of "dotted" lie so close that a small net shows a line
    { selector: "edge[how = 'doubtful']", style: { "line-style": "dashed", "line-dash-pattern": [.5, 6], "line-cap": "round", width: 3, "target-arrow-fill": "hollow", "source-arrow-fill": "hollow", ...coloured(doubt) } },
    { selector: "edge[how = 'denied']", style: { label: "✕", ...coloured(bad) } },
    // what the list of actors has is no claim: a hollow line
    { selector: "edge[how = 'listed']", style: { width: 2, "line-style": "solid", "line-outline-width": 2, "line-outline-color": soft, "target-arrow-fill": "hollow", ...coloured(soft), "line-color": card } },
    { selector: ".picked", style: { "underlay-color": act, "underlay-opacity": .35, "underlay-padding": 6 } },
    { selector: ".off", style: { display: "none" } },
  ];
}

function elements(net) {
  // the first places are on a ring, in the order of the page; the layout begins there, so that it ends the same each time
  const ring = 60 + 14 * net.ends.length;
  const nodes = net.ends.map((end, at) => ({
    group: "nodes",
    data: { id: end.id, label: end.name, sort: end.sort },
    position: { x: ring * Math.cos((2 * Math.PI * at) / net.ends.length), y: ring * Math.sin((2 * Math.PI * at) / net.ends.length) },
  }));
  const edges = [...net.ties, ...net.listed.map((tie) => ({ ...tie, how: "listed" }))].map((tie) => {
    // a pledge points to whom it is made, whoever is told to have accepted it
    const turned = tie.type === "accepts_pledge_of";
    return { group: "edges", data: { ...tie, source: turned ? tie.target : tie.source, target: turned ? tie.source : tie.target } };
  });
  return [...nodes, ...edges];
}

class Net {
  constructor(net) {
    this.net = net;
    this.names = new Map(net.ends.map((end) => [end.id, end.name]));
    this.day = net.valid_at;
    this.changes = [...new Set([...net.ties.map((tie) => tie.began), ...net.listed.flatMap((tie) => [tie.since, tie.until])].filter(Boolean))].sort();
    this.cy = cytoscape({
      container: box, elements: elements(net), style: style(), maxZoom: 3, minZoom: .1,
      layout: { name: "cose", animate: false, randomize: false, nodeDimensionsIncludeLabels: true, idealEdgeLength: () => 70, nodeRepulsion: () => 60_000, gravity: .4, componentSpacing: 40, padding: 16, boundingBox: { x1: 0, y1: 0, w: Math.max(box.clientWidth, 700) * 1.3, h: Math.max(box.clientHeight, 500) * 1.3 } },
    });
    // a small screen shows a part that can be read, and is moved over the rest
    if (this.cy.zoom() < LEGIBLE) {
      this.cy.zoom(LEGIBLE);
      this.cy.center(this.cy.nodes().max((node) => node.degree(false)).ele);
    }
    this.slider = document.getElementById("day");
    this.told = document.getElementById("told");
    this.panel = document.getElementById("picked");
    this.play = document.getElementById("play");
    this.listen();
    this.show();
    document.body.dataset.graph = String(this.cy.elements().length);
  }

  listen() {
    const { first, last } = this.net;
    this.slider.max = first ? String((Date.parse(last) - Date.parse(first)) / A_DAY) : "0";
    this.slider.disabled = !first;
    this.slider.addEventListener("input", () => this.go(new Date(Date.parse(first) + Number(this.slider.value) * A_DAY).toISOString().slice(0, 10)));
    document.getElementById("earlier").addEventListener("click", () => this.go(this.changes.findLast((day) => day < (this.day ?? "9999-12-31")) ?? this.day));
    document.getElementById("later").addEventListener("click", () => this.go(this.changes.find((day) => day > (this.day ?? "")) ?? this.day));
    document.getElementById("all-days").addEventListener("click", () => this.go(null));
    this.play.addEventListener("click", () => this.run());
    this.cy.on("tap", "edge", (event) => this.open(event.target.id()));
    box.addEventListener("keydown", (event) => this.key(event));
    this.panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    for (const row of document.querySelectorAll("[data-tie]")) {
      row.addEventListener("focusin", () => this.pick(row.dataset.tie));
      row.querySelector(".claims-of")?.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.from = event.currentTarget;
        this.open(row.dataset.tie);
      });
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.cy.style(style()));
  }

  /** Shows the ties that are told to hold on a day; null is all days. */
  go(day) {
    this.day = day;
    const address = new URL(location.href);
    if (day) address.searchParams.set("valid_at", day); else address.searchParams.delete("valid_at");
    history.replaceState(null, "", address);
    this.show();
  }

  holds({ began, since, until }) {
    const from = began ?? since;
    return !this.day || ((!from || from <= this.day) && (!until || this.day <= until));
  }

  show() {
    const { first, last } = this.net;
    if (first) {
      this.slider.value = String((Date.parse(this.day ?? last) - Date.parse(first)) / A_DAY);
      this.slider.setAttribute("aria-valuetext", this.day ?? "all days");
    }
    let shown = 0;
    this.cy.batch(() => {
      for (const edge of this.cy.edges()) {
        const on = this.holds(edge.data());
        edge.toggleClass("off", !on);
        if (on && edge.data("how") !== "listed") shown++;
        const row = document.querySelector(`[data-tie="${edge.id()}"]`);
        if (row) row.hidden = !on;
      }
      for (const node of this.cy.nodes()) node.toggleClass("off", node.connectedEdges().every((edge) => edge.hasClass("off")));
    });
    this.told.textContent = `${this.day ? new Date(this.day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : "All days"}: ${shown} claimed tie${shown === 1 ? "" : "s"}.`;
    document.body.dataset.day = this.day ?? "all";
  }

  run() {
    const goes = this.play.getAttribute("aria-pressed") !== "true";
    this.play.setAttribute("aria-pressed", String(goes));
    this.play.textContent = goes ? "❚❚ Pause" : "▶ Play";
    clearInterval(this.timer);
    if (!goes) return;
    if (!this.day || this.day >= this.net.last) this.go(this.changes[0] ?? null);
    this.timer = setInterval(() => {
      const next = this.changes.find((day) => day > this.day);
      if (next) this.go(next);
      if (!next || next === this.changes.at(-1)) this.run();
    }, PACE);
  }

  key(event) {
    const shown = this.cy.edges().filter((edge) => !edge.hasClass("off"));
    const at = shown.toArray().findIndex((edge) => edge.hasClass("picked"));
    if (event.key === "ArrowRight" || event.key === "ArrowDown") this.pick(shown[(at + 1) % shown.length]?.id(), true);
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") this.pick(shown[(at - 1 + shown.length) % shown.length]?.id(), true);
    else if (event.key === "Enter" && at >= 0) { this.from = box; this.open(shown[at].id()); }
    else return;
    event.preventDefault();
  }

  pick(id, aloud = false) {
    if (!id) return;
    this.cy.elements(".picked").removeClass("picked");
    document.querySelector("tr.picked")?.classList.remove("picked");
    const edge = this.cy.getElementById(id).addClass("picked");
    document.querySelector(`[data-tie="${id}"]`)?.classList.add("picked");
    const { source, target, type, how } = [...this.net.ties, ...this.net.listed].find((tie) => tie.id === id);
    if (aloud) this.told.textContent = `${this.names.get(source)} ${type.replaceAll("_", " ")} ${this.names.get(target)}${how === "plain" ? "" : `, ${how ?? "in the list of actors"}`}`;
    return edge;
  }

  /** Lists the claims of a tie beside the net, with their words. */
  async open(id) {
    const edge = this.pick(id);
    const link = edge?.data("link");
    if (!link) return;
    const answer = await fetch(link, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const claims = page.getElementById("tie-claims") ?? page.querySelector("main");
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Close" });
    close.addEventListener("click", () => this.close());
    this.panel.replaceChildren(close, document.importNode(claims, true));
    this.panel.hidden = false;
    this.panel.focus();
  }

  close() {
    this.panel.hidden = true;
    (this.from ?? box).focus();
  }
}

if (box) {
  const answer = await fetch(box.dataset.source);
  if (answer.ok) {
    box.parentElement.hidden = false;
    const net = new Net(await answer.json());
    addEventListener("resize", () => net.cy.resize());
  }
}

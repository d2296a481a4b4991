// The map: countries of Natural Earth, what the server tells to draw on them, and a slider of days. Text goes in as text.
import { slider } from "/static/js/slider.js";

const holder = document.getElementById("map"), found = document.getElementById("found");
const asked = () => new URLSearchParams(location.search);
// beside filters and days, these belong to one picture of the map only
const OWN = ["from", "box", "zoom", "at", "why", "land", "region"];
const filters = () => { const kept = asked(); for (const name of OWN) kept.delete(name); return kept; };
const named = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const count = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

let asking = null;
async function data(query) {
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch(`/map.json?${query}`, { signal: asking.signal, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

/** A part of another page of the desk, put in the place of the part of that name here. */
async function bring(address, name, here = document.getElementById(name)) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const told = page.getElementById(name);
  if (told) here.replaceChildren(...document.importNode(told, true).childNodes);
}

// ---- what is drawn

// a ring that crosses 180 degrees goes on beyond it; as it is, it would run back across the whole map
function unwrap(ring) {
  let turn = 0, last = ring[0][0];
  return ring.map(([x, y]) => {
    if (x - last > 180) turn -= 360;
    else if (x - last < -180) turn += 360;
    last = x;
    return [x + turn, y];
  });
}

async function lands() {
  const { default: feature } = await import("/static/vendor/topojson-client/feature.js");
  const atlas = await (await fetch("/static/vendor/world-atlas/countries-50m.json")).json();
  const all = feature(atlas, atlas.objects.countries);
  // Antarctica's ring goes round the pole, where this map has no place
  all.features = all.features.filter(({ id }) => id !== "010");
  for (const { geometry } of all.features) {
    geometry.coordinates = geometry.type === "Polygon" ? geometry.coordinates.map(unwrap) : geometry.coordinates.map((one) => one.map(unwrap));
  }
  return all;
}

/** The middle of a land's largest ring, and how large that is, in degrees. */
function middle({ geometry }) {
  const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((one) => one[0]);
  let best = [0, 0, 0];
  for (const ring of rings) {
    let twice = 0, x = 0, y = 0;
    for (let i = 0; i + 1 < ring.length; i++) {
      const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
      twice += cross;
      x += (ring[i][0] + ring[i + 1][0]) * cross;
      y += (ring[i][1] + ring[i + 1][1]) * cross;
    }
    if (Math.abs(twice) > best[2]) best = [x / (3 * twice), y / (3 * twice), Math.abs(twice)];
  }
  return best;
}

const PAINTS = () => ({
  sea: { "background-color": named("--act-soft") },
  land: { "fill-color": named("--card") },
  borders: { "line-color": named("--edge"), "line-width": 0.6 },
  areas: { "fill-color": named("--place"), "fill-opacity": 0.5 },
  edges: { "line-color": named("--good"), "line-width": 1, "line-dasharray": [4, 2] },
  doubts: { "line-color": named("--doubt"), "line-width": 2, "line-dasharray": [0.4, 1.6] },
});

function style(countries) {
  const paints = PAINTS();
  const empty = { type: "FeatureCollection", features: [] };
  return {
    version: 8,
    sources: { lands: { type: "geojson", data: countries }, told: { type: "geojson", data: empty } },
    layers: [
      { id: "sea", type: "background", paint: paints.sea },
      { id: "land", type: "fill", source: "lands", paint: paints.land },
      { id: "borders", type: "line", source: "lands", paint: paints.borders },
      { id: "areas", type: "fill", source: "told", paint: paints.areas },
      { id: "edges", type: "line", source: "told", filter: ["!", ["get", "doubtful"]], paint: paints.edges },
      { id: "doubts", type: "line", source: "told", filter: ["get", "doubtful"], layout: { "line-cap": "round" }, paint: paints.doubts },
    ],
  };
}

// how the name of an area is told, by UCDP's code for how near a point is
const NEAR = { 2: "near", 3: "in", 4: "in", 5: "about", 6: "in" };

const key = (mark) => [mark.kind, mark.lat, mark.lon, mark.ucdp, mark.claims, mark.doubtful, mark.name].join("|");

/** The words that a reader of the screen hears for a mark. */
function heard(mark) {
  const doubt = mark.doubtful ? `, ${mark.doubtful.toLocaleString("en")} of them not plainly said` : "";
  if (mark.kind === "cluster" && mark.places > 1) return `${count(mark.claims, "claim")} at ${count(mark.places, "place")} close together${doubt}`;
  const near = mark.ucdp > 1 ? `, ${mark.how_near}${mark.reach_km ? `, within ${mark.reach_km} km` : ""}` : "";
  return `${mark.name}${near}: ${count(mark.claims, "claim")}${doubt}`;
}

class Atlas {
  constructor(maplibregl, map, countries) {
    this.gl = maplibregl;
    this.map = map;
    this.marks = new Map();
    this.labels = new Map();
    this.shapes = new Map(countries.features.map((one) => [one.id ?? one.properties.name, one]));
    this.lands = countries.features.map((one) => ({ name: one.properties.name, at: middle(one) })).sort((a, b) => b.at[2] - a.at[2]);
  }

  show({ marks, told }) {
    const shapes = marks.filter((mark) => mark.kind === "area").map((mark) => {
      const drawn = mark.outline ? this.shapes.get(mark.outline)?.geometry : { type: "Polygon", coordinates: [mark.ring] };
      return drawn && { type: "Feature", geometry: drawn, properties: { doubtful: mark.doubtful > 0, name: mark.name } };
    }).filter(Boolean);
    this.map.getSource("told").setData({ type: "FeatureCollection", features: shapes });
    const wanted = new Map(marks.map((mark) => [key(mark), mark]));
    for (const [name, one] of this.marks) if (!wanted.has(name)) { one.remove(); this.marks.delete(name); }
    for (const [name, mark] of wanted) if (!this.marks.has(name)) this.marks.set(name, this.button(mark));
    this.place();
    holder.setAttribute("aria-label", `Map: ${told}`);
    Object.assign(holder.dataset, {
      points: marks.filter((mark) => mark.kind === "point").length,
      areas: shapes.length,
      clusters: marks.filter((mark) => mark.kind === "cluster").length,
      claims: marks.reduce((sum, mark) => sum + mark.claims, 0),
    });
  }

  button(mark) {
    const button = document.createElement("button");
    button.type = "button";
    // an area too small to be seen from here is told by its name, not as a point
    const isArea = mark.kind === "area" || (mark.kind === "cluster" && mark.places === 1);
    button.className = `mark ${isArea ? "area" : mark.kind}${mark.doubtful ? " doubtful" : ""}`;
    button.textContent = isArea ? `${NEAR[mark.ucdp]} ${mark.name} ${mark.claims.toLocaleString("en")}` : mark.claims.toLocaleString("en");
    button.title = mark.name ?? "";
    button.setAttribute("aria-label", heard(mark));
    button.addEventListener("click", (event) => { event.stopPropagation(); this.choose(mark, button); });
    const marker = new this.gl.Marker({ element: button }).setLngLat([mark.lon, mark.lat]).addTo(this.map);
    marker.told = mark;
    // the library says "Map marker" of every mark
    button.setAttribute("aria-label", heard(mark));
    button.removeAttribute("role");
    return marker;
  }

  /** Names of areas go to an edge of their area where they cover no other mark: in its middle they would look like a point. */
  place() {
    const boxes = [], all = [...this.marks.values()];
    const room = (at, element) => ({ x: at.x, y: at.y, w: element.offsetWidth / 2 + 3, h: element.offsetHeight / 2 + 2 });
    const covers = (one, other) => Math.abs(one.x - other.x) < one.w + other.w && Math.abs(one.y - other.y) < one.h + other.h;
    for (const one of all) if (one.told.kind !== "area") boxes.push(room(this.map.project(one.getLngLat()), one.getElement()));
    for (const one of all) {
      const { kind, ring, lon, lat, box: [west, south, east, north] } = one.told;
      if (kind !== "area") continue;
      const around = ring ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((step) => ring[Math.floor((step * (ring.length - 1)) / 12)]) : [];
      const edges = ring ? [[(west + east) / 2, north], [(west + east) / 2, south], ...around] : [[lon, lat], [lon, lat + 2], [lon, lat - 2]];
      const tried = edges.map((at) => ({ at, box: room(this.map.project(at), one.getElement()) }));
      const free = tried.find(({ box }) => !boxes.some((other) => covers(box, other))) ?? tried[0];
      boxes.push(free.box);
      one.setLngLat(free.at);
    }
  }

  async choose(mark, button) {
    const [west, south, east, north] = mark.box;
    if (mark.kind === "cluster" && (east - west > 0.002 || north - south > 0.002 || mark.points < mark.places) && this.map.getZoom() < this.map.getMaxZoom() - 0.5) {
      const room = mark.points < mark.places ? 0.3 : 0;
      this.map.fitBounds([[west - room, south - room], [east + room, north + room]], { padding: 70, maxZoom: 14, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
      this.map.getCanvas().focus({ preventScroll: true });
      return;
    }
    for (const one of holder.querySelectorAll("[aria-pressed=true]")) one.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", "true");
    const query = filters();
    if (mark.kind === "cluster") query.set("box", mark.box.map((one) => one.toFixed(5)).join(","));
    else query.set("at", `${mark.lat.toFixed(5)},${mark.lon.toFixed(5)},${mark.ucdp}`);
    await bring(`/map/claims?${query}`, "found");
    found.scrollTop = 0;
  }

  /** Names of countries where there is room for them, the larger first. */
  name() {
    const zoom = this.map.getZoom(), taken = [], size = this.map.getContainer().getBoundingClientRect();
    const wanted = new Set();
    for (const { name, at: [lon, lat, large] } of zoom < 7 ? this.lands : []) {
      if (large * 4 ** zoom < 900 || wanted.size > 40) continue;
      const { x, y } = this.map.project([lon, lat]);
      if (x < 30 || y < 15 || x > size.width - 30 || y > size.height - 15) continue;
      if (taken.some(([a, b]) => Math.abs(a - x) < 90 && Math.abs(b - y) < 26)) continue;
      taken.push([x, y]);
      wanted.add(name);
      if (this.labels.has(name)) continue;
      const label = document.createElement("span");
      label.className = "land";
      label.textContent = name;
      const marker = new this.gl.Marker({ element: label }).setLngLat([lon, lat]).addTo(this.map);
      label.setAttribute("aria-hidden", "true");
      label.removeAttribute("aria-label");
      this.labels.set(name, marker);
    }
    for (const [name, one] of this.labels) if (!wanted.has(name)) { one.remove(); this.labels.delete(name); }
  }
}

/** What of the world is on the screen, as the server takes it. */
function view(map) {
  const query = filters(), around = map.getBounds();
  const bounded = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(4);
  query.set("zoom", Math.max(0, Math.round(map.getZoom())));
  query.set("box", [bounded(around.getWest(), 180), bounded(around.getSouth(), 90), bounded(around.getEast(), 180), bounded(around.getNorth(), 90)].join(","));
  return query;
}

async function draw(first) {
  const maplibregl = await import("/static/vendor/maplibre-gl/maplibre-gl.mjs");
  maplibregl.setWorkerUrl("/static/vendor/maplibre-gl/maplibre-gl-worker.mjs");
  const countries = await lands();
  document.getElementById("no-map").hidden = true;
  const map = new maplibregl.Map({
    container: holder, style: style(countries), renderWorldCopies: false, maxZoom: 15, minZoom: 0.2, center: [15, 20], zoom: 1, dragRotate: false, cooperativeGestures: true, pitchWithRotate: false,
    attributionControl: { customAttribution: "Natural Earth · GeoNames", compact: true },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  const fit = (bounds) => { if (bounds) map.fitBounds([[bounds[0], bounds[1]], [bounds[2], bounds[3]]], { padding: 60, maxZoom: 9, animate: false }); };
  fit(first.bounds);
  await new Promise((resolve) => { map.once("load", resolve); });
  const atlas = new Atlas(maplibregl, map, countries);
  const again = async () => {
    atlas.name();
    try {
      const told = await data(view(map));
      atlas.show(told);
      document.getElementById("told").textContent = `${told.told}.${told.by_report ? " The words were looked for in reports, not in each claim: too many have them." : ""}`;
      holder.dataset.ready = String(Number(holder.dataset.ready ?? 0) + 1);
    } catch (problem) {
      if (problem.name !== "AbortError") document.getElementById("told").textContent = problem.message;
    }
  };
  let waits = 0;
  map.on("moveend", () => { clearTimeout(waits); waits = setTimeout(again, 80); });
  map.on("idle", () => { holder.dataset.drawn = map.queryRenderedFeatures({ layers: ["areas"] }).length; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const [layer, paint] of Object.entries(PAINTS())) for (const [name, value] of Object.entries(paint)) map.setPaintProperty(layer, name, value);
  });
  await again();
  return again;
}

function drawsMaps() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2"));
}

async function begin() {
  const first = await data(filters());
  // without a map the words and tables still follow the slider
  let again = () => bring(`/map?${filters()}`, "told");
  const kept = asked();
  slider(document.getElementById("slider"), first.days, { since: kept.get("since"), until: kept.get("until") }, async (days) => {
    const query = filters();
    for (const [name, day] of Object.entries(days)) {
      if (day) query.set(name, day);
      else query.delete(name);
      const field = document.querySelector(`.filters [name=${name}]`);
      if (field) field.value = day ?? "";
    }
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    await Promise.all([again(), bring(`/map?${query}`, "tables")]);
  });
  if (!drawsMaps()) {
    document.getElementById("no-map").textContent = "This browser draws no maps (WebGL is missing or switched off). The tables below say the same.";
    return;
  }
  again = await draw(first);
}

// on a telephone the map comes first
if (document.getElementById("no-map") && document.querySelector("[data-of=map]")) begin();

// Two codings made one by key: what is taken of each pair is kept in this window until all of it is entered at once.

import { openForm } from "./claimform.js";
import { FREE, help, listen } from "./deeds.js";
import { colour, light, onStretch, stretchesOf, tabThrough } from "./linking.js";
import { say } from "./saying.js";
import { post, recordOf } from "./talk.js";
import { wordCursor } from "./wordcursor.js";

const page = document.querySelector(".curating"), form = document.getElementById("curating");
const pairs = [...form.querySelectorAll(".pair")], finishing = form.querySelector("[data-finish]");
const draftName = `curation ${page.dataset.draft}`;
// claims written out by the curator, by the pair's key
const edited = new Map();
let rows = null, open = null;

const current = () => form.querySelector('.pair[aria-current="true"]');
const radios = (pair) => [...pair.querySelectorAll('input[type="radio"]')];
const takenOf = (pair) => radios(pair).find((one) => one.checked)?.value ?? null;
const marksOf = (pair) => pair.dataset.marks.trim().split(" ");
const left = () => pairs.filter((pair) => !takenOf(pair));

/** What was taken of a pair, in words. */
function takenWords(pair) {
  const label = radios(pair).find((one) => one.checked)?.closest("label");
  if (!label) return "not decided";
  return `taken: ${[...label.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.data.trim()).join("")}`;
}

function look(pair, { focus = true } = {}) {
  if (!pair) return;
  pairs.forEach((one) => one.removeAttribute("aria-current"));
  pair.setAttribute("aria-current", "true");
  colour(...marksOf(pair));
  marksOf(pair).flatMap((one) => stretchesOf(one, "evidence"))[0]?.scrollIntoView({ block: "nearest" });
  if (!focus) return;
  pair.focus({ preventScroll: true });
  // a pair may be higher than what is left of the window: it is read from its head
  pair.scrollIntoView({ block: "start" });
}

const step = (by) => look(pairs[Math.min(pairs.length - 1, Math.max(0, pairs.indexOf(current()) + by))]);

/** Says in words and marks what is taken of every pair, and keeps it in this window. */
function settle() {
  const draft = {};
  for (const pair of pairs) {
    const take = takenOf(pair);
    pair.toggleAttribute("data-taken", take !== null);
    if (take) pair.dataset.taken = take;
    pair.querySelector("[data-taken-words]").textContent = takenWords(pair);
    pair.querySelectorAll("[data-side]").forEach((cell) => cell.classList.toggle("chosen", cell.dataset.side === sideOf(pair, take)));
    if (take) draft[pair.dataset.key] = { take, claim: edited.get(pair.dataset.key) ?? null };
  }
  sessionStorage.setItem(draftName, JSON.stringify(draft));
  document.getElementById("decided").value = pairs.length - left().length;
}

/** The column whose claim is taken; beside the ledger alone its claims stand in the second column. */
function sideOf(pair, take) {
  if (take !== "ledger") return take;
  return pair.querySelector('[data-side="ledger"]') ? "ledger" : "other";
}

/** The column that a claim of the report's marks stands in. */
const sideOfMark = (pair, mark) => (mark.startsWith("held-") ? sideOf(pair, "ledger") : mark.split("-")[0]);

function restore() {
  const draft = JSON.parse(sessionStorage.getItem(draftName) ?? "{}");
  for (const pair of pairs) {
    const kept = draft[pair.dataset.key], radio = kept && radios(pair).find((one) => one.value === kept.take);
    if (!radio) continue;
    radio.checked = true;
    if (kept.claim) edited.set(pair.dataset.key, kept.claim);
  }
  settle();
  if (Object.keys(draft).length && pairs.length) say(`${pairs.length - left().length} of ${pairs.length} decided before in this window.`);
}

function take(pair, value) {
  const radio = radios(pair).find((one) => one.value === value);
  if (!radio) return say("That side has no claim to take.");
  radio.checked = true;
  settle();
  return goOn(pair);
}

/** The next pair that nothing was taken of; at the end the button that enters all of it. */
function goOn(pair) {
  const at = pairs.indexOf(pair), waits = left();
  const next = waits.find((one) => pairs.indexOf(one) > at) ?? waits[0];
  const words = takenWords(pair);
  if (next) {
    look(next);
    say(`${pair.querySelector("h2").textContent}, ${words}. ${waits.length} left.`);
  } else {
    finishing.focus();
    say(`${pair.querySelector("h2").textContent}, ${words}. All ${pairs.length} pairs are decided; Enter enters them.`);
  }
}

function agreeing() {
  const some = pairs.filter((pair) => pair.dataset.agrees === "yes" && !takenOf(pair));
  for (const pair of some) radios(pair).find((one) => one.value === "one").checked = true;
  settle();
  const next = left()[0];
  if (next) look(next);
  else finishing.focus();
  say(`${some.length} pairs that agree are taken. ${left().length} left.`);
}

async function edit(pair) {
  if (open) return open.element.querySelector("[data-title]").focus();
  rows ??= (await recordOf(location.href)).rows;
  const row = rows[Number(pair.dataset.number)];
  const base = edited.get(pair.dataset.key) ?? { other: row.other?.claim, ledger: row.held?.claim }[takenOf(pair)] ?? row.one?.claim ?? row.other?.claim ?? row.held?.claim;
  const into = document.createElement("div");
  // a form cannot stand in another one
  form.before(into);
  pair.hidden = true;
  open = openForm({
    into, claim: base, title: `Edit and take: ${pair.querySelector("h2").textContent}`, reason: "none",
    send: async (claim) => {
      const { ok, told } = await post(`/curation/${page.dataset.seq}/checks`, { claim });
      if (!ok) return told.error.replace(/ - at `\$\.claim\.?([^`]*)`/, (_, place) => (place ? ` (${place})` : ""));
      edited.set(pair.dataset.key, told.claim);
      return null;
    },
    closed: (sent) => {
      open = null;
      into.remove();
      pair.hidden = false;
      if (sent) take(pair, "edited");
      else look(pair);
    },
  });
  into.scrollIntoView({ block: "nearest" });
  return null;
}

function decision(pair) {
  const given = Object.fromEntries(
    [...pair.querySelectorAll('input[type="hidden"]')].map((one) => [one.name.split(".").pop(), one.name.endsWith(".claim") ? one.value : Number(one.value)]),
  );
  const value = takenOf(pair);
  return { ...given, take: value, edited: value === "edited" ? edited.get(pair.dataset.key) : null };
}

async function finish() {
  const wrong = form.querySelector(".finish .wrong");
  const waits = left();
  if (waits.length) {
    look(waits[0]);
    return say(`${waits.length} pairs are not decided yet.`);
  }
  if (!form.reportValidity()) return null;
  finishing.disabled = true;
  const { ok, status, told } = await post(form.getAttribute("action"), {
    one: form.elements.one.value,
    other: form.elements.other.value,
    reason: form.elements.reason.value,
    despite: form.elements.despite?.checked ?? false,
    decisions: pairs.map(decision),
  });
  finishing.disabled = false;
  if (ok) {
    sessionStorage.removeItem(draftName);
    location.assign("/curation");
    return null;
  }
  wrong.textContent = status === 409 ? `Somebody decided first, nothing was entered: ${told.error} Load the page again; what you took of the other pairs stays.` : `Nothing was entered: ${told.error}`;
  wrong.hidden = false;
  return null;
}

const DEEDS = {
  agreeing, finish,
  edit: () => edit(current()),
  next: () => step(1),
  previous: () => step(-1),
  help,
};
const KEYS = { g: "agreeing", e: "edit", j: "next", k: "previous", f: "finish", "?": "help" };
/** What a digit takes of a pair: the choices stand in the order of their keys, but for those it has not. */
const byDigit = (pair, digit) => radios(pair).find((one) => one.closest("label").querySelector("kbd")?.textContent === digit)?.value;

listen({
  deeds: DEEDS, keys: KEYS, item: (place) => place.closest(".pair"), look,
  may: (deed) => (finishing || FREE.includes(deed)) && (current() || deed === "finish" || deed === "help"),
  other: (event) => {
    if (!finishing || !current() || !"1234".includes(event.key)) return false;
    event.preventDefault();
    take(current(), byDigit(current(), event.key));
    return true;
  },
});
form.addEventListener("change", settle);
form.addEventListener("submit", (event) => { event.preventDefault(); finish(); });
form.addEventListener("focusin", (event) => {
  const pair = event.target.closest(".pair");
  if (pair && pair !== current()) look(pair, { focus: false });
});
form.addEventListener("mouseover", (event) => {
  const cell = event.target.closest("[data-side]"), pair = event.target.closest(".pair");
  if (!pair) return;
  const own = cell ? marksOf(pair).filter((one) => sideOfMark(pair, one) === cell.dataset.side) : [];
  colour(...(own.length ? own : marksOf(pair)));
  own.forEach((one) => light(one, cell.dataset.part));
});
form.addEventListener("mouseleave", () => current() && colour(...marksOf(current())));
onStretch((marks) => {
  const own = pairs.filter((pair) => marksOf(pair).some((one) => marks.includes(one)));
  look(own[(own.indexOf(current()) + 1) % own.length], { focus: false });
});
wordCursor();
tabThrough(pairs.map((pair) => marksOf(pair)[0]));
if (finishing) restore();
look(current(), { focus: false });
current()?.focus({ preventScroll: true });
document.body.dataset.curation = "ready";

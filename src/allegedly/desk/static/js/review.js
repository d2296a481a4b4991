// Reviewing a report by key: which claim is looked at, what is decided of it, and what comes next.

import { askForWords, chosen, letGo } from "./choosing.js";
import { openForm } from "./claimform.js";
import { askWhy, decide, done, showConflict } from "./deciding.js";
import { beginsAt, bring, colour, light, onStretch, tabThrough } from "./linking.js";
import { pageAt, post, recordOf } from "./talk.js";
import { report } from "./words.js";
import { wordCursor } from "./wordcursor.js";

const page = document.querySelector(".review"), cards = document.getElementById("cards");
const decides = page.dataset.decides === "yes";
const all = () => [...cards.querySelectorAll(".claim")];
const current = () => cards.querySelector('.claim[aria-current="true"]');
const waits = (card) => card.dataset.status === "proposed" && !card.classList.contains("sending");
// edits that somebody left, by claim, so that nothing typed is lost
const drafts = new Map();
let open = null;

function say(words, isWrong = false) {
  const said = document.getElementById("said");
  said.textContent = words;
  said.classList.toggle("wrong", isWrong);
}

/** Looks at a claim: its card, its words, its address. */
function look(card, { focus = true } = {}) {
  if (!card) return;
  all().forEach((one) => one.removeAttribute("aria-current"));
  card.setAttribute("aria-current", "true");
  colour(card.id);
  bring(card.id);
  if (focus) card.focus();
  const here = new URL(location.href);
  here.searchParams.set("claim", card.id);
  history.replaceState(null, "", here);
}

function step(by) {
  const held = all(), at = held.indexOf(current());
  look(held[Math.min(held.length - 1, Math.max(0, at + by))]);
}

/** The next claim nobody decided of, after this one and then from the beginning. */
function goOn(card) {
  const held = all(), at = held.indexOf(card);
  const next = [...held.slice(at + 1), ...held.slice(0, at)].find(waits);
  if (next) look(next);
  return next;
}

/** Shows the report as the ledger holds it now; the claim looked at and the place on the page stay. */
async function refresh() {
  const told = await pageAt(location.href).catch(() => null);
  if (!told) return;
  const looked = current()?.id, had = document.activeElement?.closest?.(".claim")?.id;
  for (const card of told.querySelectorAll("#cards > .claim")) {
    const here = document.getElementById(card.id);
    if (!here) cards.insertBefore(document.adoptNode(card), cardAfter(told, card.id));
    else if (here.dataset.version !== card.dataset.version || here.classList.contains("sending")) here.replaceWith(document.adoptNode(card));
  }
  cards.querySelector(".nothing")?.remove();
  if (told.getElementById("report")?.innerHTML !== laidDown) {
    laidDown = told.getElementById("report").innerHTML;
    report().replaceChildren(...told.getElementById("report").childNodes);
    tabThrough(all().map((one) => one.id));
  }
  for (const place of ["#progress", "[data-left]"]) document.querySelector(place).replaceWith(document.adoptNode(told.querySelector(place)));
  all().forEach((one) => one.toggleAttribute("aria-current", false));
  const card = document.getElementById(looked);
  if (!card) return;
  card.setAttribute("aria-current", "true");
  colour(card.id);
  if (had === card.id) card.focus({ preventScroll: true });
}
let laidDown = report()?.innerHTML;

/** The card here before which a new one comes, as the page orders them. */
function cardAfter(told, id) {
  const order = [...told.querySelectorAll("#cards > .claim")].map((one) => one.id);
  return order.slice(order.indexOf(id) + 1).map((one) => document.getElementById(one)).find(Boolean) ?? null;
}

/** Enters a decision and goes on at once; what could not be entered comes back with what was typed. */
async function enter(card, verdict, given = {}) {
  if (card.classList.contains("sending")) return;
  const seen = card.cloneNode(true), words = done(card, verdict);
  card.classList.add("sending");
  const next = verdict === "undo" ? null : goOn(card);
  const { ok, status, told } = await decide(card, verdict, given);
  card.classList.remove("sending");
  if (ok) {
    await refresh();
    tell(words, next, verdict !== "undo");
    return;
  }
  if (status === 409) {
    await refresh();
    const now = document.getElementById(card.id);
    look(now);
    say("Somebody decided first; your decision was not entered.", true);
    showConflict({
      verdict, seen, now, before: now,
      again: () => enter(now, verdict, { ...given, saw: Number(now.dataset.version) }),
      theirs: () => look(now),
    });
    return;
  }
  look(card);
  say(`Not entered: ${told.error}`, true);
}

/** Says what was done and what comes next: a claim, or when all are decided the next report, under the hand already. */
function tell(words, next, isForward = true) {
  if (next) return say(`${words}. Next: ${next.querySelector(".type").textContent}.`);
  if (!isForward || all().some(waits)) return say(`${words}.`);
  const link = document.querySelector('nav [rel="next"]');
  link?.focus();
  return say(`${words}. All claims of this report are decided${link ? "; Enter goes to the next report." : "."}`);
}

async function reject(card) {
  const reason = await askWhy();
  if (reason) await enter(card, "reject", { reason });
  else card.focus();
}

/** The claim of a card as JSON, with the version it is of. */
async function claimOf(card) {
  const told = (await recordOf(location.href)).claims.find((one) => one.held.id === card.id).held;
  return { claim: told.claim, saw: told.standing.version };
}

async function edit(card) {
  if (open) return open.element.querySelector("[data-title]").focus();
  const draft = drafts.get(card.id), begun = draft ?? await claimOf(card).catch((problem) => say(problem.message, true));
  if (!begun) return null;
  const { claim, saw } = begun;
  const into = document.createElement("div");
  card.after(into);
  card.hidden = true;
  const end = (sent) => {
    if (!sent && (draft || open.isChanged())) {
      drafts.set(card.id, { claim: open.claim(), saw, why: open.reason() });
      say("Left with what you wrote; e goes on with it.");
    } else drafts.delete(card.id);
    open = null;
    into.remove();
    card.hidden = false;
    if (document.contains(card)) look(card);
  };
  const send = async (edited, reason, seenAt = saw) => {
    const seen = card.cloneNode(true);
    const { ok, status, told } = await decide(card, "edit", { reason, claim: edited, saw: seenAt });
    if (ok) return null;
    if (status !== 409) return inWords(told.error);
    const now = (await pageAt(location.href)).getElementById(card.id);
    seen.hidden = false;
    showConflict({
      verdict: "edit", seen, now: document.adoptNode(now), before: into,
      again: async () => finish(await send(open.claim(), open.reason(), Number(now.dataset.version))),
      theirs: () => { open.leave(); drafts.delete(card.id); refresh(); },
    });
    return "Somebody decided first: your edit was not saved. It stays here as you wrote it; choose above.";
  };
  const finish = (wrong) => {
    if (wrong) return open.say(wrong);
    const was = open;
    was.sent();
    return null;
  };
  open = openForm({
    into, claim, send, reason: "needed", title: `Edit: ${card.querySelector(".type").textContent}`,
    closed: async (sent) => {
      end(sent);
      if (!sent) return;
      const words = done(card, "edit"), next = goOn(card);
      await refresh();
      tell(words, next);
    },
  });
  if (draft?.why) open.because(draft.why);
  return null;
}

/** A problem the server found in a claim, as a person reads it. */
const inWords = (error) => error.replace(/ - at `\$\.claim\.?([^`]*)`/, (_, place) => (place ? ` (${place})` : ""));

async function add() {
  if (open) return open.element.querySelector("[data-title]").focus();
  const evidence = chosen() ?? await askForWords("a new claim");
  if (!evidence) return null;
  letGo();
  const into = document.getElementById("adding"), back = current();
  let name = null;
  open = openForm({
    into, evidence, reason: "asked", title: "Add a claim",
    send: async (claim, reason) => {
      const { ok, told } = await post(`/review/${page.dataset.seq}/claims`, { claim, reason });
      name = ok ? told.id : null;
      return ok ? null : inWords(told.error);
    },
    closed: async (sent) => {
      open = null;
      if (!sent) return back?.focus();
      await refresh();
      look(document.getElementById(name));
      return say("Added and accepted.");
    },
  });
  return null;
}

const DEEDS = {
  accept: () => enter(current(), "accept"),
  undo: () => enter(current(), "undo"),
  reject: () => reject(current()),
  edit: () => edit(current()),
  add,
  next: () => step(1),
  previous: () => step(-1),
  help: () => document.getElementById("keys").showModal(),
};
const KEYS = { a: "accept", e: "edit", r: "reject", u: "undo", n: "add", j: "next", k: "previous", "?": "help" };
const PLACES = { "]": 'nav [rel="next"]', "[": 'nav [rel="prev"]', J: 'nav [rel="next"]', K: 'nav [rel="prev"]' };

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog, .conflict, .claimform")) return;
  const inReport = event.target.closest("#report");
  const arrow = !inReport && event.target.closest("#cards, body") ? { ArrowDown: "next", ArrowUp: "previous" }[event.key] : null;
  const deed = KEYS[event.key] ?? (event.target === document.body || event.target.closest(".claim") ? arrow : null);
  if (deed && DEEDS[deed] && (current() || deed === "add" || deed === "help") && (decides || ["next", "previous", "help"].includes(deed))) {
    event.preventDefault();
    DEEDS[deed]();
  } else if (PLACES[event.key]) {
    const link = document.querySelector(PLACES[event.key]);
    if (link) link.click();
    else say("No further report in this direction.");
  } else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
  } else if (event.key === "t") {
    event.preventDefault();
    report()?.focus();
  } else if (event.key === "Escape" && inReport) {
    letGo();
    current()?.focus();
  }
}

document.body.classList.add("has-scripts");
window.addEventListener("beforeunload", (event) => { if (drafts.size) event.preventDefault(); });
document.addEventListener("keydown", press);
document.addEventListener("submit", (event) => {
  const deed = event.target.dataset.deed, card = event.target.closest("#cards .claim");
  if (!deed || !card) return;
  event.preventDefault();
  look(card);
  DEEDS[deed]();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-deed]");
  if (!button) return;
  const card = button.closest("#cards .claim");
  if (card) look(card);
  DEEDS[button.dataset.deed]();
});
cards.addEventListener("focusin", (event) => {
  const card = event.target.closest(".claim");
  if (card && card !== current()) look(card, { focus: false });
});
cards.addEventListener("click", (event) => {
  const card = event.target.closest(".claim");
  if (card && !event.target.closest("a, button, summary, input, form")) look(card);
});
cards.addEventListener("mouseover", (event) => {
  const card = event.target.closest(".claim");
  if (!card) return;
  colour(card.id);
  light(card.id, event.target.closest("[data-part]")?.dataset.part);
});
cards.addEventListener("mouseleave", () => current() && colour(current().id));
onStretch((claims) => {
  const at = claims.indexOf(current()?.id);
  // several claims on one stretch: each time the next of them
  look(document.getElementById(claims[(at + 1) % claims.length]), { focus: false });
});
wordCursor(() => current() && beginsAt(current().id));
tabThrough(all().map((one) => one.id));
look(current());
document.body.dataset.review = "ready";

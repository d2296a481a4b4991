// Coding a report blind by key: one's own claims are added, changed and taken back, each entered at once; then submitted.

import { askForWords, chosen, letGo } from "./choosing.js";
import { openForm } from "./claimform.js";
import { FREE, help, listen } from "./deeds.js";
import { beginsAt, bring, colour, linkCards, tabThrough } from "./linking.js";
import { say } from "./saying.js";
import { pageAt, post, recordOf } from "./talk.js";
import { report } from "./words.js";
import { wordCursor } from "./wordcursor.js";

const page = document.querySelector(".review"), here = `/coding/${page.dataset.seq}`;
const cards = () => document.getElementById("cards");
const codes = () => cards().dataset.codes === "yes";
const all = () => [...cards().querySelectorAll(".claim")];
const current = () => cards().querySelector('.claim[aria-current="true"]');
let open = null, busy = false;
// the claim taken back last, so that a slip of the hand costs nothing
let takenBack = null;

const numberOf = (card) => Number(card.dataset.number);
const nameOf = (card) => card.querySelector(".type").textContent;

/** Looks at a claim: its card and its words. */
function look(card, { focus = true } = {}) {
  if (!card) return;
  all().forEach((one) => one.removeAttribute("aria-current"));
  card.setAttribute("aria-current", "true");
  colour(card.id);
  bring(card.id);
  if (focus) card.focus();
}

function step(by) {
  const held = all(), at = held.indexOf(current());
  look(held[Math.min(held.length - 1, Math.max(0, at + by))]);
}

/** Shows the coding as the ledger holds it now. */
async function refresh(looked) {
  const told = await pageAt(location.href).catch(() => null);
  if (!told) return;
  document.getElementById("mine").replaceChildren(...told.getElementById("mine").childNodes);
  const now = told.getElementById("report");
  if (now && report()) report().replaceChildren(...now.childNodes);
  tabThrough(all().map((one) => one.id));
  look(document.getElementById(`mine-${looked}`) ?? all().at(-1), { focus: false });
}

/** A problem the server found in a claim, as a person reads it. */
const inWords = (error) => error.replace(/ - at `\$\.claim\.?([^`]*)`/, (_, place) => (place ? ` (${place})` : ""));

/** Lays a claim down; tells what was wrong, or null, and its number. */
async function lay(claim, number) {
  const { ok, told } = await post(`${here}/claims`, { claim, number });
  return ok ? { wrong: null, number: told.number } : { wrong: inWords(told.error), number };
}

function write({ into, claim, evidence, title, number, back, done }) {
  let laid = number;
  open = openForm({
    into, claim, evidence, title, reason: "none",
    send: async (whole) => {
      const { wrong, number: given } = await lay(whole, number);
      laid = given;
      return wrong;
    },
    closed: async (sent) => {
      open = null;
      back();
      if (!sent) return;
      await refresh(laid);
      document.getElementById(`mine-${laid}`)?.focus();
      say(`${done} ${laid}.`);
    },
  });
}

async function add() {
  if (open) return open.element.querySelector("[data-title]").focus();
  const evidence = chosen() ?? await askForWords("a new claim");
  if (!evidence) return null;
  letGo();
  const was = current();
  write({ into: document.getElementById("adding"), evidence, title: "Add a claim", number: null, back: () => was?.focus(), done: "Added to your coding as number" });
  return null;
}

async function edit(card) {
  if (open) return open.element.querySelector("[data-title]").focus();
  const number = numberOf(card), told = (await recordOf(here)).claims.find((one) => one.number === number);
  const into = document.createElement("div");
  card.after(into);
  card.hidden = true;
  const back = () => { into.remove(); card.hidden = false; if (document.contains(card)) look(card); };
  write({ into, claim: told.claim, title: `Edit: ${nameOf(card)}`, number, back, done: "Saved in your coding as number" });
  return null;
}

async function takeBack(card) {
  if (busy || open) return;
  busy = true;
  const number = numberOf(card), held = all(), next = held[held.indexOf(card) + 1] ?? held[held.indexOf(card) - 1];
  const { claim } = (await recordOf(here)).claims.find((one) => one.number === number) ?? {};
  const { ok, told } = await post(`${here}/withdrawals`, { number });
  busy = false;
  if (!ok) return say(`Not taken back: ${told.error}`, true);
  takenBack = claim;
  await refresh(next && numberOf(next));
  current()?.focus();
  say(`Taken back: ${nameOf(card)}. u lays it down again.`);
}

async function layAgain() {
  if (!takenBack) return say("Nothing was taken back on this page.");
  const { wrong, number } = await lay(takenBack, null);
  if (wrong) return say(wrong, true);
  takenBack = null;
  await refresh(number);
  current()?.focus();
  return say("Laid down again, under a new number.");
}

function submit() {
  if (open) return say("Save or leave the claim you are writing first.");
  const dialog = document.getElementById("submitting"), number = all().length;
  dialog.querySelector("[data-count]").textContent = number ? `${number} claim${number === 1 ? "" : "s"} of yours.` : "No claim: you say that the report claims nothing of what the code book codes.";
  dialog.returnValue = "";
  dialog.querySelector("[data-leave]").onclick = () => dialog.close();
  dialog.onclose = async () => {
    if (dialog.returnValue !== "send") return current()?.focus();
    const { ok, told } = await post(`${here}/submission`, { claims: number });
    if (!ok) return say(`Not submitted: ${told.error}`, true);
    await refresh();
    document.querySelector('[data-deed="add"]')?.remove();
    const next = document.querySelector('nav [rel="next"]');
    next?.focus();
    return say(next ? "Submitted and closed. Enter goes to the next report." : "Submitted and closed.");
  };
  dialog.showModal();
}

const DEEDS = {
  add, submit,
  edit: () => current() && edit(current()),
  take: () => current() && takeBack(current()),
  again: layAgain,
  next: () => step(1),
  previous: () => step(-1),
  help,
};
const KEYS = { n: "add", e: "edit", x: "take", u: "again", s: "submit", j: "next", k: "previous", "?": "help" };

const cardOf = (place) => place.closest("#cards .claim");

listen({ deeds: DEEDS, keys: KEYS, item: cardOf, look, may: (deed) => codes() || FREE.includes(deed) });
linkCards(document.getElementById("mine"), { cardOf: (place) => place.closest(".claim"), current, look });
wordCursor(() => current() && beginsAt(current().id));
tabThrough(all().map((one) => one.id));
look(current(), { focus: false });
current()?.focus({ preventScroll: true });
document.body.dataset.coding = "ready";

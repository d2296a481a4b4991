// Reviewing a report by key: what each key, button and word does.

import { add, edit } from "./editing.js";
import { all, cardOf, current, look, say, step } from "./cards.js";
import { letGo } from "./choosing.js";
import { enter, reject } from "./deciding.js";
import { beginsAt, colour, light, onStretch, tabThrough } from "./linking.js";
import { report } from "./words.js";
import { wordCursor } from "./wordcursor.js";

const cards = document.getElementById("cards");
const decides = document.querySelector(".review").dataset.decides === "yes";

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
document.addEventListener("keydown", press);
document.addEventListener("submit", (event) => {
  const deed = event.target.dataset.deed, card = cardOf(event.target);
  if (!deed || !card) return;
  event.preventDefault();
  look(card);
  DEEDS[deed]();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-deed]");
  if (!button) return;
  const card = cardOf(button);
  if (card) look(card);
  DEEDS[button.dataset.deed]();
});
cards.addEventListener("focusin", (event) => {
  const card = cardOf(event.target);
  if (card && card !== current()) look(card, { focus: false });
});
cards.addEventListener("click", (event) => {
  const card = cardOf(event.target);
  if (card && !event.target.closest("a, button, summary, input, form")) look(card);
});
cards.addEventListener("mouseover", (event) => {
  const card = cardOf(event.target);
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

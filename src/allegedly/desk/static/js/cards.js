// The cards of the claims of one report: which is looked at, which comes next, and how they stand now.

import { bring, colour, tabThrough } from "./linking.js";
import { say } from "./saying.js";
import { pageAt } from "./talk.js";
import { report } from "./words.js";

const cards = document.getElementById("cards");
let turns = 0, laidDown = report()?.innerHTML;

export const all = () => [...cards.querySelectorAll(":scope > .claim")];
export const current = () => cards.querySelector(':scope > .claim[aria-current="true"]');
/** The card that something on the page belongs to; none for a picture of one. */
export const cardOf = (place) => place.closest("#cards > .claim");
const waits = (card) => card.dataset.status === "proposed" && !card.classList.contains("sending");
const typeOf = (card) => card.querySelector(".type").textContent;

/** Says what was done and what comes next: a claim, or when all are decided the next report, under the hand already. */
export function sayDone(words, isForward = true) {
  const isOver = !all().some((card) => waits(card) || card.classList.contains("sending"));
  if (isForward && isOver) {
    const link = document.querySelector('nav [rel="next"]');
    link?.focus();
    say(`${words}. All claims of this report are decided${link ? "; Enter goes to the next report." : "."}`);
  } else say(isForward && waits(current()) ? `${words}. Next: ${typeOf(current())}.` : `${words}.`);
}

/** Looks at a claim: its card, its words, its address. */
export function look(card, { focus = true } = {}) {
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

/** Looks at the claim so many cards on. */
export function step(by) {
  const held = all(), at = held.indexOf(current());
  look(held[Math.min(held.length - 1, Math.max(0, at + by))]);
}

/** The next claim nobody decided of, after this one and then from the beginning. */
export function goOn(card) {
  const held = all(), at = held.indexOf(card);
  const next = [...held.slice(at + 1), ...held.slice(0, at)].find(waits);
  if (next) look(next);
  return next;
}

/** Shows the report as the ledger holds it now; the claim looked at and the place on the page stay. */
export async function refresh() {
  const turn = ++turns, told = await pageAt(location.href).catch(() => null);
  if (!told) return;
  const looked = current()?.id, had = document.activeElement?.closest?.(".claim")?.id;
  renewCards([...told.querySelectorAll("#cards > .claim")]);
  // a later answer that came first knows more
  if (turn === turns) {
    renewReport(told.getElementById("report"));
    for (const place of ["#progress", "[data-left]"]) {
      document.querySelector(place).replaceWith(document.adoptNode(told.querySelector(place)));
    }
  }
  all().forEach((one) => one.removeAttribute("aria-current"));
  const card = document.getElementById(looked);
  if (!card) return;
  card.setAttribute("aria-current", "true");
  colour(card.id);
  if (had === card.id) card.focus({ preventScroll: true });
}

function renewCards(told) {
  const order = told.map((one) => one.id);
  for (const [at, card] of told.entries()) {
    const here = document.getElementById(card.id);
    if (!here) {
      const after = order.slice(at + 1).map((id) => document.getElementById(id)).find(Boolean) ?? null;
      cards.insertBefore(document.adoptNode(card), after);
    } else if (Number(card.dataset.version) > Number(here.dataset.version) && !here.classList.contains("sending")) {
      here.replaceWith(document.adoptNode(card));
    }
  }
  if (told.length) cards.querySelector(":scope > .nothing")?.remove();
}

function renewReport(told) {
  // a selection in it would be lost
  if (!told || told.innerHTML === laidDown) return;
  laidDown = told.innerHTML;
  report().replaceChildren(...told.childNodes);
  tabThrough(all().map((one) => one.id));
}

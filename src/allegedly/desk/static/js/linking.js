// Claims and the words they rest on, linked both ways: a card colours its words, words select their card.

import { report } from "./words.js";

// a stretch may be several parts of a claim; the first of these gives its colour
const FIELDS = ["trigger", "cue", "actor", "target", "place", "time", "counts", "weapon", "voice", "evidence"];

const marks = () => [...(report()?.querySelectorAll("mark") ?? [])];

/** Which parts of a claim a stretch is, and of which claims: {claim: [field, ...]}. */
function partsOf(mark) {
  const told = {};
  for (const one of mark.dataset.marks.trim().split(" ")) {
    const [claim, field] = one.split(":");
    (told[claim] ??= []).push(field);
  }
  return told;
}

/** The stretches of a claim, of one part where that is asked, in order. */
export const stretchesOf = (claim, field = null) =>
  marks().filter((mark) => partsOf(mark)[claim]?.some((one) => field === null || one === field));

/** The code point at which a claim's evidence begins; null where its words are not in the report. */
export function beginsAt(claim) {
  const first = stretchesOf(claim, "evidence")[0];
  return first ? Number(first.dataset.start) : null;
}

/** Colours the words of some claims, and no others. */
export function colour(...claims) {
  for (const mark of marks()) {
    const told = partsOf(mark), fields = claims.flatMap((claim) => told[claim] ?? []);
    mark.classList.remove("lit", ...FIELDS.map((field) => `on-${field}`));
    if (fields.length) mark.classList.add(`on-${FIELDS.find((field) => fields.includes(field))}`);
  }
}

/** Shows which words one part of a claim is. */
export function light(claim, field) {
  marks().forEach((mark) => mark.classList.remove("lit"));
  if (field) stretchesOf(claim, field).forEach((mark) => mark.classList.add("lit"));
}

/** Brings a claim's words into sight. */
export function bring(claim) {
  stretchesOf(claim, "evidence")[0]?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Calls back when somebody points at a stretch, with its claims; one stretch of each claim can be tabbed to. */
export function onStretch(tell) {
  const root = report();
  if (!root) return;
  const told = (target) => {
    const mark = target.closest?.("mark");
    if (mark) tell(Object.keys(partsOf(mark)));
  };
  root.addEventListener("click", (event) => {
    if (document.getSelection().isCollapsed) told(event.target);
  });
  root.addEventListener("focusin", (event) => told(event.target));
  root.addEventListener("keydown", (event) => {
    const at = document.getSelection().anchorNode?.parentElement;
    if (event.key === "Enter" && at && root.contains(at)) told(at);
  });
}

/** Lets Tab come to the first stretch of each claim. */
export function tabThrough(claims) {
  marks().forEach((mark) => mark.removeAttribute("tabindex"));
  for (const claim of claims) stretchesOf(claim, "evidence")[0]?.setAttribute("tabindex", "0");
}

/** Links cards and words: `cards` holds them, `cardOf` finds the card of a place, `current` and `look` are the page's. */
export function linkCards(cards, { cardOf, current, look }) {
  cards.addEventListener("focusin", (event) => {
    const card = cardOf(event.target);
    if (card && card !== current()) look(card, { focus: false });
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
}

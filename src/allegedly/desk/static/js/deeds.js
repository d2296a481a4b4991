// Pages that are worked by key: what keys, buttons and forms do, in one manner on all of them.

import { letGo } from "./choosing.js";
import { say } from "./saying.js";
import { report } from "./words.js";

const PLACES = { "]": 'nav [rel="next"]', "[": 'nav [rel="prev"]', J: 'nav [rel="next"]', K: 'nav [rel="prev"]' };
const ARROWS = { ArrowDown: "next", ArrowUp: "previous" };
const TYPING = 'input:not([type="radio"]), textarea, select, dialog, .conflict, .claimform';
/** Deeds that change nothing, which whoever may only look may do too. */
export const FREE = ["next", "previous", "help"];

/** Opens the list of keys. */
export const help = () => document.getElementById("keys").showModal();

/** What a page's keys do: `deeds` by name, the names by key, `item` finds what a place on the page belongs to, `look`
 *  looks at it, `may` says whether a deed may be done now, `other` takes a key that is the page's own. */
export function listen({ deeds, keys, item, look, may, other = () => false }) {
  document.body.classList.add("has-scripts");
  const doAt = (place, deed) => {
    const held = item(place);
    if (held) look(held);
    deeds[deed]();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    const steps = (event.target === document.body || item(event.target)) && event.target.type !== "radio";
    const deed = keys[event.key] ?? (steps ? ARROWS[event.key] : null);
    if (deed && may(deed)) {
      event.preventDefault();
      deeds[deed]();
    } else if (!other(event)) elsewhere(event);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-deed]");
    if (button) doAt(button, button.dataset.deed);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.deed) return;
    event.preventDefault();
    doAt(event.target, event.target.dataset.deed);
  });
}

/** Keys that lead away from what is looked at: to other reports, the search, the text and back. */
function elsewhere(event) {
  if (PLACES[event.key]) {
    const link = document.querySelector(PLACES[event.key]);
    if (link) link.click();
    else say("No further report in this direction.");
  } else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
  } else if (event.key === "t") {
    event.preventDefault();
    report()?.focus();
  } else if (event.key === "Escape" && event.target.closest("#report")) {
    letGo();
    document.querySelector('[aria-current="true"][tabindex]')?.focus();
  }
}

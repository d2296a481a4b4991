// The words a person has selected in the report, kept while a hand goes to a button; and asking for words.

import { report, selected } from "./words.js";

let kept = null;
const listeners = new Set();

/** The words last selected in the report, or null. */
export function chosen() {
  // the browser tells of a new selection later than of the key that made it
  look();
  return kept;
}

/** Calls back whenever other words are selected. */
export function onChosen(tell) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Lets go of the selected words. */
export function letGo() {
  document.getSelection()?.removeAllRanges();
  keep(null, null);
}

function keep(words, range) {
  kept = words;
  // what is selected stays visible when a field takes the browser's own selection
  if (window.Highlight) {
    if (range) CSS.highlights.set("chosen", new Highlight(range));
    else CSS.highlights.delete("chosen");
  }
  listeners.forEach((tell) => tell(kept));
}

function look() {
  const selection = document.getSelection(), root = report();
  if (!root || !selection.rangeCount || !root.contains(selection.anchorNode)) return;
  const words = selected();
  if (words?.start !== kept?.start || words?.end !== kept?.end) keep(words, words && selection.getRangeAt(0).cloneRange());
}

document.addEventListener("selectionchange", look);

let asking = null;

/** Whether words are being asked for. */
export const isAsking = () => asking !== null;

/** Sends the hand to the report to select words; tells them, or null when the person goes back. */
export function askForWords(what) {
  asking?.end(null);
  const bar = document.getElementById("choosing"), back = document.activeElement, root = report();
  return new Promise((resolve) => {
    const end = (words) => {
      if (!asking) return;
      asking = null;
      bar.hidden = true;
      document.removeEventListener("keydown", key, true);
      if (back?.isConnected) back.focus({ preventScroll: true });
      if (words) letGo();
      resolve(words);
    };
    const key = (event) => {
      const isLeaving = event.key === "Escape";
      // on a button Enter presses it
      if (!isLeaving && (event.key !== "Enter" || !root.contains(event.target))) return;
      event.preventDefault();
      event.stopPropagation();
      if (isLeaving) end(null);
      else if (chosen()) end(kept);
    };
    asking = { end };
    bar.querySelector("p").textContent = `Select the words for “${what}” in the report: by mouse, or with ← → by word, `
      + "↑ ↓ by sentence; Shift chooses more.";
    bar.querySelector("[data-take]").onclick = () => chosen() && end(kept);
    bar.querySelector("[data-leave]").onclick = () => end(null);
    bar.hidden = false;
    document.addEventListener("keydown", key, true);
    root.focus({ preventScroll: true });
  });
}

// A cursor of words in the report, for hands that stay on the keyboard: arrows move it, with Shift they choose more.

import { report } from "./words.js";

// cutting a long report takes longer than a key should
const cut = { text: null };

/** The edges of words (or letters, or sentences) of a text, in units of a string. */
function edges(text, granularity) {
  if (cut.text !== text) {
    Object.keys(cut).forEach((key) => delete cut[key]);
    cut.text = text;
  }
  return (cut[granularity] ??= [...new Intl.Segmenter("en", { granularity }).segment(text)]
    .filter((one) => granularity === "grapheme" || one.segment.trim() && (granularity !== "word" || one.isWordLike))
    .map((one) => ({ start: one.index, end: one.index + one.segment.trimEnd().length })));
}

/** Where a unit of the report's text stands in the document. */
function found(root, unit, isEnd) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = unit, last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left < node.data.length || isEnd && left === node.data.length) return [node, left];
    left -= node.data.length;
    last = node;
  }
  return [last, last.data.length];
}

/** How many units of the report's text stand before a place in the document. */
function units(root, node, offset) {
  const before = document.createRange();
  before.setStart(root, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** Selects words of the report by units of its text, and shows them. */
export function choose(start, end) {
  const root = report(), selection = document.getSelection();
  const [from, at] = found(root, start, false), [to, until] = found(root, end, true);
  selection.setBaseAndExtent(from, at, to, until);
  (from.parentElement.closest("[data-start]") ?? root).scrollIntoView({ block: "nearest" });
}

/** Code points of the report's text as units of a string. */
export const asUnits = (point) => [...report().textContent].slice(0, point).join("").length;

/** Lets the arrows move over the report's words; `begins` tells at which code point, where nothing is selected yet. */
export function wordCursor(begins = () => 0) {
  const root = report();
  if (!root || !("Segmenter" in Intl)) return;
  root.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const text = root.textContent, selection = document.getSelection();
    const held = selection.rangeCount && !selection.isCollapsed && root.contains(selection.anchorNode)
      ? selection.getRangeAt(0) : null;
    const isAcross = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (!held) {
      const at = asUnits(begins() ?? 0), words = edges(text, "word");
      const first = words.find((one) => one.end > at) ?? words.at(-1);
      if (first) choose(first.start, first.end);
      return;
    }
    const start = units(root, held.startContainer, held.startOffset), end = units(root, held.endContainer, held.endOffset);
    const steps = edges(text, event.altKey ? "grapheme" : isAcross ? "word" : "sentence");
    if (event.shiftKey) {
      const ends = steps.map((one) => one.end);
      const to = step > 0 ? ends.find((one) => one > end) : ends.findLast((one) => one < end && one > start);
      if (to !== undefined) choose(start, to);
      return;
    }
    const next = step > 0 ? steps.find((one) => one.start >= end) : steps.findLast((one) => one.end <= start);
    if (!next) return;
    const word = isAcross ? next : edges(text, "word").find((one) => one.end > next.start) ?? next;
    choose(word.start, word.end);
  });
}

// Where a reader's selection stands in the report, in code points of the report's text.

/** The report on this page, or null. */
export const report = () => document.getElementById("report");

/** The code point at which a place in the document stands in the text. */
function place(node, offset) {
  const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[offset] ?? node.lastChild)?.closest?.("[data-start]")
    ?? (node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-start]") : null);
  if (!holder) return null;
  const start = Number(holder.dataset.start);
  // a code point outside the first plane is two units of a string
  return node.nodeType === Node.TEXT_NODE ? start + [...node.data.slice(0, offset)].length : start;
}

/** The selected words as {start, end, text}, blanks at their ends left out; null where nothing of the report is selected. */
export function selected() {
  const root = report();
  const selection = document.getSelection();
  if (!root || !selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  let text = "", start = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!range.intersectsNode(node) || !node.parentElement.closest("[data-start]")) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    if (from >= to) continue;
    if (start === null) start = place(node, from);
    text += node.data.slice(from, to);
  }
  if (start === null) return null;
  const points = [...text];
  let first = 0, last = points.length;
  while (first < last && /\s/u.test(points[first])) first++;
  while (last > first && /\s/u.test(points[last - 1])) last--;
  return first === last ? null : { start: start + first, end: start + last, text: points.slice(first, last).join("") };
}

/** The words at a span of the text. */
export function wordsAt(start, end) {
  return [...report().querySelectorAll("[data-start]")].flatMap((one) => {
    const from = Number(one.dataset.start), points = [...one.textContent];
    return points.slice(Math.max(0, start - from), Math.max(0, end - from));
  }).join("");
}

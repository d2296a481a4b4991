// The rows of the claim form: each a piece of a claim with its words from the report.

import { askForWords, chosen, letGo } from "./choosing.js";

// which field of a piece holds its words
const WORDS = { link: "who" };
const OWN = { count: { what: "killed" }, time: { precision: "day", basis: "stated" }, link: { role: "official" } };
// who or where a name is known to be is looked up anew when the name is another
const KNOWN = ["actor", "resolved"];
const NUMBER = /^\d{1,3}(?:,\d{3})+$|^\d+$/;

/** One row for a piece; `base` is the piece as it was, with all it holds. */
export function makePiece(kind, field, base, changed) {
  const row = document.querySelector(`template[data-piece="${kind}"]`).content.firstElementChild.cloneNode(true);
  row.piece = { kind, base: base ?? {}, span: base?.start == null ? null : { start: base.start, end: base.end, text: base[WORDS[kind] ?? "text"] } };
  if (base && !row.piece.span && base.text) row.piece.loose = base.text;
  for (const input of row.querySelectorAll("[data-key]")) {
    input.value = (base ? base[input.dataset.key] : OWN[kind]?.[input.dataset.key]) ?? "";
  }
  const who = row.querySelector('[data-key="who"]');
  who?.addEventListener("input", () => {
    // words of one's own stand nowhere in the report
    if (row.piece.span && who.value !== row.piece.span.text) row.piece.span = null;
    show(row);
  });
  row.querySelector("[data-take]").addEventListener("click", async () => {
    const words = chosen() ?? await askForWords(field);
    if (!words) return;
    give(row, words);
    letGo();
    changed();
  });
  row.querySelector("[data-remove]").setAttribute("aria-label", `Remove from ${field}`);
  row.querySelector("[data-take]").setAttribute("aria-label", `Choose words for ${field}`);
  show(row);
  return row;
}

/** Gives a row its words, and fills in what follows from them where nobody has. */
export function give(row, words) {
  const { piece } = row, before = piece.span?.text ?? piece.loose;
  piece.span = words;
  piece.loose = null;
  const name = row.querySelector('[data-key="name"]'), who = row.querySelector('[data-key="who"]');
  if (piece.kind === "part" && (!name.value || name.value === before)) name.value = words.text;
  if (who) who.value = words.text;
  const bounds = [...row.querySelectorAll("[data-number]")];
  if (bounds.length && bounds.every((one) => !one.value) && NUMBER.test(words.text)) {
    bounds.forEach((one) => { one.value = words.text.replaceAll(",", ""); });
  }
  show(row);
}

function show(row) {
  const { span, loose } = row.piece, told = row.querySelector("[data-words]");
  told.textContent = span?.text ?? loose ?? "";
  told.classList.toggle("none", !span && !loose);
}

/** The piece that a row tells, or null for a row that nobody filled. */
export function pieceOf(row) {
  const { kind, base, span, loose } = row.piece, told = { ...base };
  for (const input of row.querySelectorAll("[data-key]")) {
    const value = input.value.trim();
    told[input.dataset.key] = value === "" ? null : "number" in input.dataset ? Number(value) : value;
  }
  if (!span && !loose && !Object.keys(base).length && kind !== "link" && !told.earliest && !told.latest && told.basis !== "publication") return null;
  if (kind === "link" && !told.who) return null;
  told.start = span?.start ?? null;
  told.end = span?.end ?? null;
  told[WORDS[kind] ?? "text"] = span?.text ?? (kind === "link" ? told.who : loose ?? null);
  if (kind === "part") {
    told.name = told.name ?? told.text;
    if (told.text !== base.text || told.name !== base.name || told.start !== (base.start ?? null)) KNOWN.forEach((key) => delete told[key]);
  }
  return told;
}

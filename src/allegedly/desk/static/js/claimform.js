// The form of a claim: opened for a claim or for none, it tells the whole claim as JSON. The contract: desk/claimform.py.

import { chosen, isAsking, onChosen } from "./choosing.js";
import { give, makePiece, pieceOf } from "./claimpieces.js";

const SINGLE = ["trigger", "place", "time", "old", "new"];
// whole fields that a claim of the other kinds has not
const SURE = { polarity: "+", certainty: "certain", tense: "past" };

/** Opens the form in an element. */
export function openForm({ into, title, claim = null, evidence = null, reason = "none", send, closed = () => {} }) {
  const form = document.getElementById("claim-form").content.firstElementChild.cloneNode(true);
  const at = (name) => form.querySelector(`[data-${name}]`);
  const lists = [...form.querySelectorAll("fieldset[data-field]")];
  const types = [...form.querySelectorAll("datalist option[data-kind]")];
  let changed = false;
  const touch = () => { changed = true; };

  const typed = () => types.find((one) => one.value === at("type").value.trim().toLowerCase() || one.dataset.name === at("type").value.trim());
  const kind = () => claim?.kind ?? typed()?.dataset.kind ?? null;

  const add = (list, base) => {
    const row = makePiece(list.dataset.row, list.querySelector("legend").textContent, base, touch);
    row.querySelector("[data-remove]").addEventListener("click", () => {
      row.remove();
      touch();
      settle();
      list.querySelector("[data-add]").focus();
    });
    list.querySelector("[data-rows]").append(row);
    return row;
  };
  const rows = (list) => [...list.querySelector("[data-rows]").children];

  function settle() {
    const now = kind();
    for (const list of lists) {
      list.hidden = !now ? list.dataset.field !== "evidence" : !list.dataset.kinds.split(" ").includes(now);
      list.querySelector("[data-add]").hidden = list.dataset.most !== "" && rows(list).length >= Number(list.dataset.most);
    }
    at("mode").hidden = typed()?.dataset.name !== "bombing";
    at("sure").hidden = !now;
  }

  function fill() {
    at("title").textContent = title;
    if (claim) types.filter((one) => one.dataset.kind !== claim.kind).forEach((one) => one.remove());
    at("type").value = types.find((one) => one.dataset.name === claim?.type)?.value ?? "";
    form.querySelector('[data-key="mode"]').value = claim?.mode ?? "";
    for (const [key, usual] of Object.entries(SURE)) form.querySelector(`[data-key="${key}"]`).value = claim?.factuality?.[key] ?? usual;
    for (const list of lists) {
      const name = list.dataset.field, held = name === "cues" ? claim?.factuality?.cues : claim?.[name];
      (held == null ? [] : [held].flat()).forEach((one) => add(list, one));
    }
    if (!claim) {
      const row = add(lists.find((one) => one.dataset.field === "evidence"), null);
      if (evidence) give(row, evidence);
    }
    at("reason").hidden = reason === "none";
    at("why").required = reason === "needed";
  }

  function told() {
    const now = kind(), whole = { ...claim, kind: now, type: typed()?.dataset.name ?? null };
    if (now === "event") whole.mode = whole.type === "bombing" ? form.querySelector('[data-key="mode"]').value || null : null;
    const cues = [];
    for (const list of lists.filter((one) => !one.hidden)) {
      const pieces = rows(list).map(pieceOf).filter((one) => one !== null);
      if (list.dataset.field === "cues") cues.push(...pieces);
      else whole[list.dataset.field] = SINGLE.includes(list.dataset.field) ? pieces[0] ?? null : pieces;
    }
    whole.factuality = { ...Object.fromEntries(Object.keys(SURE).map((key) => [key, form.querySelector(`[data-key="${key}"]`).value])), cues };
    return whole;
  }

  const why = () => at("why").value.trim() || null;

  function say(words) {
    at("wrong").textContent = words ?? "";
    at("wrong").hidden = !words;
    if (words) at("wrong").scrollIntoView({ block: "nearest" });
  }

  function lacks() {
    if (!typed()) return [at("type"), "Choose a type of the code book: type a few letters of it."];
    const list = lists.find((one) => one.dataset.field === "evidence");
    if (!rows(list).some((row) => row.piece.span)) return [list.querySelector("button"), "Choose the words that the claim rests on."];
    if (reason === "needed" && !why()) return [at("why"), "Say why, in a few words; the ledger keeps it."];
    return null;
  }

  function close(sent) {
    stop();
    window.removeEventListener("beforeunload", warn);
    form.remove();
    closed(sent);
  }

  async function save() {
    const lack = lacks();
    if (lack) {
      say(lack[1]);
      lack[0].focus();
      return;
    }
    say(null);
    at("send").disabled = true;
    const wrong = await send(told(), why());
    at("send").disabled = false;
    if (wrong == null) close(true);
    else say(wrong);
  }

  const warn = (event) => { if (changed) event.preventDefault(); };
  const shown = (words) => {
    at("chosen").hidden = !words;
    at("chosen").textContent = words ? `Selected: “${words.text}”` : "";
    form.querySelectorAll("[data-take]").forEach((one) => { one.textContent = words ? "Take selected words" : "Choose words"; });
  };
  const stop = onChosen(shown);

  form.addEventListener("input", () => { touch(); settle(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  at("leave").addEventListener("click", () => close(false));
  at("type").addEventListener("focus", () => at("type").select());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isAsking()) { event.stopPropagation(); event.preventDefault(); close(false); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
  });
  for (const list of lists) {
    list.querySelector("[data-add]").addEventListener("click", () => {
      const row = add(list, null);
      touch();
      settle();
      if (chosen()) row.querySelector("[data-take]").click();
      else row.querySelector("button, input").focus();
    });
  }
  window.addEventListener("beforeunload", warn);
  fill();
  settle();
  into.replaceChildren(form);
  shown(chosen());
  (claim ? at("title") : at("type")).focus();
  return {
    claim: told, reason: why, isChanged: () => changed, say, element: form,
    leave: () => close(false),
    // for a page that sent the claim by another way than `send`
    sent: () => close(true),
    because: (words) => { at("why").value = words; },
  };
}

// A decision on its way to the ledger, and what is shown when somebody else decided first.

import { post } from "./talk.js";

const DONE = { accept: "Accepted", reject: "Rejected", edit: "Edited", undo: "Undone" };

/** Enters a decision of the claim of a card; tells {ok, status, told}. */
export const decide = (card, verdict, { reason = null, claim = null, saw = Number(card.dataset.version) } = {}) =>
  post(`/claims/${card.id}/decisions`, { verdict, reason, saw, claim });

/** What was done, in words. */
export const done = (card, verdict) => `${DONE[verdict]}: ${card.querySelector(".type").textContent}`;

/** Asks why a claim is rejected; tells the reason, or null when the person leaves it. */
export function askWhy(before = "") {
  const dialog = document.getElementById("rejecting"), input = dialog.querySelector("input"), wrong = dialog.querySelector(".wrong");
  const form = dialog.querySelector("form"), reasons = [...dialog.querySelectorAll("[data-why]")];
  return new Promise((resolve) => {
    let told = null;
    const listening = new AbortController(), { signal } = listening;
    input.value = before;
    wrong.hidden = true;
    reasons.forEach((button) => button.addEventListener("click", () => {
      input.value = button.dataset.why;
      input.focus();
    }, { signal }));
    input.addEventListener("keydown", (event) => {
      const picked = input.value === "" || reasons.some((one) => one.dataset.why === input.value) ? reasons[Number(event.key) - 1] : null;
      if (!picked) return;
      event.preventDefault();
      input.value = picked.dataset.why;
    }, { signal });
    form.addEventListener("submit", (event) => {
      told = input.value.trim();
      if (told) return;
      event.preventDefault();
      wrong.textContent = "Say why, in a few words; the ledger keeps it.";
      wrong.hidden = false;
      input.focus();
    }, { signal });
    form.querySelector("[data-leave]").addEventListener("click", () => dialog.close(), { signal });
    dialog.addEventListener("close", () => {
      listening.abort();
      resolve(told || null);
    }, { signal });
    dialog.showModal();
    input.focus();
  });
}

/** A card as a picture of a claim, with nothing to press. */
function pictured(card) {
  const copy = card.cloneNode(true);
  copy.removeAttribute("id");
  copy.removeAttribute("tabindex");
  copy.removeAttribute("aria-current");
  copy.querySelectorAll(".deeds, form, footer").forEach((one) => one.remove());
  return copy;
}

/**
 * Shows that somebody decided first: what was seen and how the claim stands, side by side. `again` sends the same decision
 * once more, of the claim as it stands now; `theirs` leaves the claim as it stands. It is put before an element.
 */
export function showConflict({ verdict, seen, now, before, again, theirs }) {
  const box = document.getElementById("conflict").content.firstElementChild.cloneNode(true);
  const last = now.querySelector(".history li:last-child");
  const at = (name) => box.querySelector(`[data-${name}]`);
  box.querySelector("h2").textContent = "Somebody decided first";
  at("what").append("Your decision was not entered. Meanwhile the claim was ", ...(last ? last.cloneNode(true).childNodes : ["changed"]));
  at("saw").append(pictured(seen));
  at("now").append(pictured(now));
  at("again").textContent = `${{ accept: "Accept", reject: "Reject", edit: "Save my edit", undo: "Undo" }[verdict]} on top of that`;
  const end = (then) => () => { box.remove(); then(); };
  at("again").addEventListener("click", end(again));
  at("theirs").addEventListener("click", end(theirs));
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") end(theirs)(); });
  before.before(box);
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "start" });
}

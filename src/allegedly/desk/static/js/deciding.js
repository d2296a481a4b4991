// A decision on its way to the ledger: by one key, or with a reason, and what becomes of it.

import { goOn, look, refresh, sayDone } from "./cards.js";
import { showConflict } from "./conflict.js";
import { say } from "./saying.js";
import { post } from "./talk.js";

// reasons that could not be sent, by claim, so that nothing typed is lost
const reasons = new Map();
const DONE = { accept: "Accepted", reject: "Rejected", edit: "Edited", undo: "Undone" };

/** Enters a decision of the claim of a card; tells {ok, status, told}. */
export const decide = (card, verdict, { reason = null, claim = null, saw = Number(card.dataset.version) } = {}) =>
  post(`/claims/${card.id}/decisions`, { verdict, reason, saw, claim });

/** What was done, in words. */
export const done = (card, verdict) => `${DONE[verdict]}: ${card.querySelector(".type").textContent}`;

/** Asks why a claim is rejected; tells the reason, or null when the person leaves it. */
function askWhy(before = "") {
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

/** Rejects a claim, once a reason is given. */
export async function reject(card) {
  const reason = await askWhy(reasons.get(card.id));
  if (reason) await enter(card, "reject", { reason });
  else card.focus();
}

/** Enters a decision and goes on at once; what could not be entered comes back with what was typed. */
export async function enter(card, verdict, given = {}) {
  if (card.classList.contains("sending")) return;
  if (verdict === "accept" && card.dataset.status === "accepted") {
    goOn(card);
    sayDone("Accepted already");
    return;
  }
  const seen = card.cloneNode(true), words = done(card, verdict);
  card.classList.add("sending");
  if (verdict !== "undo") goOn(card);
  const { ok, status, told } = await decide(card, verdict, given);
  card.classList.remove("sending");
  if (ok) {
    reasons.delete(card.id);
    // so that no key comes back to it before it is shown anew
    card.dataset.status = told.status;
    await refresh();
    sayDone(words, verdict !== "undo");
    return;
  }
  if (given.reason) reasons.set(card.id, given.reason);
  if (status === 409) {
    await refresh();
    const now = document.getElementById(card.id);
    look(now);
    say("Somebody decided first; your decision was not entered.", true);
    showConflict({
      verdict, seen, now, before: now,
      again: () => enter(now, verdict, { ...given, saw: Number(now.dataset.version) }),
      theirs: () => look(now),
    });
    return;
  }
  look(document.getElementById(card.id));
  say(`Not entered: ${told.error}`, true);
}

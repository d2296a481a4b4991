// The form of a claim in the review: to edit one, to add one.

import { current, goOn, look, refresh, sayDone } from "./cards.js";
import { askForWords, chosen, letGo } from "./choosing.js";
import { openForm } from "./claimform.js";
import { showConflict } from "./conflict.js";
import { decide, done } from "./deciding.js";
import { say } from "./saying.js";
import { pageAt, post, recordOf } from "./talk.js";

// edits that somebody left, by claim, so that nothing typed is lost
const drafts = new Map();
let open = null;

window.addEventListener("beforeunload", (event) => { if (drafts.size) event.preventDefault(); });

/** The claim of a card as JSON, with the version it is of. */
async function claimOf(card) {
  const told = (await recordOf(location.href)).claims.find((one) => one.held.id === card.id).held;
  return { claim: told.claim, saw: told.standing.version };
}

/** Opens the form on a claim. */
export async function edit(card) {
  if (open) return open.element.querySelector("[data-title]").focus();
  const draft = drafts.get(card.id), begun = draft ?? await claimOf(card).catch((problem) => say(problem.message, true));
  if (!begun) return null;
  const { claim, saw } = begun;
  const into = document.createElement("div");
  card.after(into);
  card.hidden = true;
  const end = (sent) => {
    if (!sent && (draft || open.isChanged())) {
      drafts.set(card.id, { claim: open.claim(), saw, why: open.reason() });
      say("Left with what you wrote; e goes on with it.");
    } else drafts.delete(card.id);
    open = null;
    into.remove();
    card.hidden = false;
    if (document.contains(card)) look(card);
  };
  const send = async (edited, reason, seenAt = saw) => {
    const seen = card.cloneNode(true);
    const { ok, status, told } = await decide(card, "edit", { reason, claim: edited, saw: seenAt });
    if (ok) return null;
    if (status !== 409) return inWords(told.error);
    const now = (await pageAt(location.href)).getElementById(card.id);
    seen.hidden = false;
    showConflict({
      verdict: "edit", seen, now: document.adoptNode(now), before: into,
      again: async () => finish(await send(open.claim(), open.reason(), Number(now.dataset.version))),
      theirs: () => { open.leave(); drafts.delete(card.id); refresh(); },
    });
    return "Somebody decided first: your edit was not saved. It stays here as you wrote it; choose above.";
  };
  const finish = (wrong) => {
    if (wrong) return open.say(wrong);
    const was = open;
    was.sent();
    return null;
  };
  open = openForm({
    into, claim, send, reason: "needed", title: `Edit: ${card.querySelector(".type").textContent}`,
    closed: async (sent) => {
      end(sent);
      if (!sent) return;
      const words = done(card, "edit");
      goOn(card);
      await refresh();
      sayDone(words);
    },
  });
  if (draft?.why) open.because(draft.why);
  return null;
}

/** A problem the server found in a claim, as a person reads it. */
const inWords = (error) => error.replace(/ - at `\$\.claim\.?([^`]*)`/, (_, place) => (place ? ` (${place})` : ""));

/** Opens the form for a claim that rests on the selected words. */
export async function add() {
  if (open) return open.element.querySelector("[data-title]").focus();
  const evidence = chosen() ?? await askForWords("a new claim");
  if (!evidence) return null;
  letGo();
  const into = document.getElementById("adding"), back = current();
  let name = null;
  open = openForm({
    into, evidence, reason: "asked", title: "Add a claim",
    send: async (claim, reason) => {
      const { ok, told } = await post(`/review/${document.querySelector(".review").dataset.seq}/claims`, { claim, reason });
      name = ok ? told.id : null;
      return ok ? null : inWords(told.error);
    },
    closed: async (sent) => {
      open = null;
      if (!sent) return back?.focus();
      await refresh();
      look(document.getElementById(name));
      return say("Added and accepted.");
    },
  });
  return null;
}

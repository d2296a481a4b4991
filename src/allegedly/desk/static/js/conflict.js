// Two people on one claim: what each of them knows, side by side, and what is to be done.

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

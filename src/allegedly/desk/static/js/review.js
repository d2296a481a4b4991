// Reviewing a report by key: what each key, button and word does.

import { add, edit } from "./editing.js";
import { all, cardOf, current, look, step } from "./cards.js";
import { enter, reject } from "./deciding.js";
import { FREE, help, listen } from "./deeds.js";
import { beginsAt, linkCards, tabThrough } from "./linking.js";
import { wordCursor } from "./wordcursor.js";

const cards = document.getElementById("cards");
const decides = document.querySelector(".review").dataset.decides === "yes";

const DEEDS = {
  accept: () => enter(current(), "accept"),
  undo: () => enter(current(), "undo"),
  reject: () => reject(current()),
  edit: () => edit(current()),
  add,
  next: () => step(1),
  previous: () => step(-1),
  help,
};
const KEYS = { a: "accept", e: "edit", r: "reject", u: "undo", n: "add", j: "next", k: "previous", "?": "help" };

listen({
  deeds: DEEDS, keys: KEYS, item: cardOf, look,
  may: (deed) => (current() || deed === "add" || deed === "help") && (decides || FREE.includes(deed)),
});
cards.addEventListener("click", (event) => {
  const card = cardOf(event.target);
  if (card && !event.target.closest("a, button, summary, input, form")) look(card);
});
linkCards(cards, { cardOf, current, look });
wordCursor(() => current() && beginsAt(current().id));
tabThrough(all().map((one) => one.id));
look(current());
document.body.dataset.review = "ready";

// Names to choose from in a filter: what the ledger has with the letters typed so far.
const WAIT = 150; // milliseconds without a key: somebody is still typing

for (const input of document.querySelectorAll("input[data-names]")) {
  let asked = 0, timer;
  const fill = async () => {
    const like = input.value.trim(), mine = ++asked;
    if (like.length < 2) return;
    const here = new URLSearchParams(location.search), query = new URLSearchParams({ what: input.dataset.names, like });
    if (here.get("as_of")) query.set("as_of", here.get("as_of"));
    const answer = await fetch(`/names.json?${query}`, { headers: { accept: "application/json" } });
    // a slow answer to fewer letters does not replace a later one
    if (!answer.ok || mine !== asked) return;
    const { names } = await answer.json();
    input.list.replaceChildren(...names.map(({ name, claims }) => {
      const option = document.createElement("option");
      option.value = name;
      option.label = claims === 1 ? "1 claim" : `${claims} claims`;
      return option;
    }));
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(fill, WAIT); });
}

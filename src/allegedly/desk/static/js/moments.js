// Going through an event's past: the slider takes the reader to the address of a moment and shows what was known then.
// Without this script the same moments are a list of links.
const WAIT = 120; // milliseconds without a move: the slider is still being dragged

const slide = document.getElementById("slide");
const slider = document.getElementById("moments");
const links = () => [...document.querySelectorAll("#steps a")];
// what the server tells anew of a moment; the slider itself stays under the hand
const PARTS = ["head", "known", "changed", "steps", "moment", "menu", "as-of", "foot"].map((id) => `#${id}`).join(",");
let timer;

function tell(at) {
  const link = links()[at];
  slider.value = at;
  slider.setAttribute("aria-valuetext", link.textContent.trim());
  for (const button of slide.querySelectorAll("button")) {
    const to = at + Number(button.dataset.go);
    button.disabled = to < 0 || to >= links().length;
  }
}

/** Puts what another address of this page shows in the place of what is shown; a later question ends an earlier one. */
async function show(address) {
  await htmx.ajax("GET", address, { source: slide, swap: "none", selectOOB: PARTS });
  const here = links().findIndex((link) => link.getAttribute("aria-current"));
  if (here >= 0) tell(here);
}

function go(at) {
  const address = links()[at]?.href;
  if (!address) return;
  tell(at);
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (address !== location.href) history.pushState(null, "", address);
    show(address);
  }, WAIT);
}

if (slide && slider) {
  slide.hidden = false;
  tell(Number(slider.value));
  slider.addEventListener("input", () => go(Number(slider.value)));
  slide.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-go]");
    if (button) go(Number(slider.value) + Number(button.dataset.go));
  });
  // what cannot be shown in part is gone to, and says why itself
  document.addEventListener("htmx:response:error", (event) => location.assign(event.detail.ctx.request.action));
  addEventListener("popstate", () => { clearTimeout(timer); show(location.href); });
}

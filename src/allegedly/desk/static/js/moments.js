// Going through an event's past: the slider takes the reader to the address of a moment and shows what was known then.
// Without this script the same moments are a list of links.
const WAIT = 120; // milliseconds without a move: the slider is still being dragged

const slide = document.getElementById("slide");
const slider = document.getElementById("moments");
const links = () => [...document.querySelectorAll("#steps a")];
let asking = new AbortController(), timer;

function tell(at) {
  const link = links()[at];
  slider.value = at;
  slider.setAttribute("aria-valuetext", link.textContent.trim());
  for (const button of slide.querySelectorAll("button")) {
    const to = at + Number(button.dataset.go);
    button.disabled = to < 0 || to >= links().length;
  }
}

/** Puts what another address of this page shows in the place of what is shown. */
async function show(address) {
  asking.abort();
  asking = new AbortController();
  let text;
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { accept: "text/html" } });
    if (!answer.ok) { location.assign(address); return; }
    text = await answer.text();
  } catch (problem) {
    if (problem.name === "AbortError") return;
    throw problem;
  }
  const then = new DOMParser().parseFromString(text, "text/html");
  for (const id of ["head", "known", "changed", "steps", "moment"]) {
    document.getElementById(id).replaceWith(document.adoptNode(then.getElementById(id)));
  }
  for (const part of [".menu", ".foot"]) document.querySelector(part).replaceWith(document.adoptNode(then.querySelector(part)));
  document.querySelector(".as-of")?.remove();
  const notice = then.querySelector(".as-of");
  if (notice) document.querySelector("main").before(document.adoptNode(notice));
  document.title = then.title;
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
  addEventListener("popstate", () => { clearTimeout(timer); show(location.href); });
}

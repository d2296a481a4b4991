// On a narrow screen what a page shows comes first: its filters are folded until they are asked for.
if (matchMedia("(max-width: 900px)").matches) {
  for (const fold of document.querySelectorAll("aside > .fold")) fold.open = false;
}

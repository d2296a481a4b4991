// Takes a chart away: its picture, or its figures, to the clipboard.

/** A standalone picture as PNG, twice as large, for programs that take no SVG. */
async function asPng(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function text(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
}

async function copy(button) {
  const { copyPicture, copyFigures } = button.dataset;
  const told = button.parentElement.querySelector("[role=status]");
  try {
    if (copyPicture) {
      const svg = await text(copyPicture);
      await navigator.clipboard.write([new ClipboardItem({ "image/png": await asPng(svg), "text/plain": new Blob([svg], { type: "text/plain" }) })]);
    } else {
      await navigator.clipboard.writeText(await text(copyFigures));
    }
    told.textContent = "Copied.";
  } catch (problem) {
    told.textContent = `Not copied: ${problem.message}`;
  }
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

// What the page tells the person, also who hears it.

export function say(words, isWrong = false) {
  const said = document.getElementById("said");
  said.textContent = words;
  said.classList.toggle("wrong", isWrong);
}

// Finds the headings under which every word of the question stands; titles count most.
const field = document.getElementById("search");
const found = document.getElementById("found");

for (const menu of document.querySelectorAll("nav details")) {
  menu.open = window.matchMedia("(min-width: 75rem)").matches;
}

function score(entry, words) {
  const title = (entry.page + " " + entry.heading).toLowerCase();
  const text = entry.text.toLowerCase();
  let sum = title.includes(words.join(" ")) ? 5 : 0;
  for (const word of words) {
    if (title.includes(word)) sum += 5;
    else if (text.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

function around(text, word) {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - 40);
  return (at > 0 ? "… " : "") + text.slice(at, at + 140) + (text.length > at + 140 ? " …" : "");
}

function show() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const best = words.length === 0 ? [] : window.pages
    .map(entry => ({ entry, sum: score(entry, words) }))
    .filter(one => one.sum > 0)
    .sort((a, b) => b.sum - a.sum)
    .slice(0, 12);
  found.replaceChildren(...best.map(({ entry }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = field.dataset.root + entry.at;
    link.textContent = entry.page === entry.heading ? entry.page : entry.page + ": " + entry.heading;
    const text = document.createElement("small");
    text.textContent = around(entry.text, words[0]);
    item.append(link, text);
    return item;
  }));
  if (words.length > 0 && best.length === 0) {
    const item = document.createElement("li");
    item.textContent = "Nothing has all of these words.";
    found.replaceChildren(item);
  }
}

field.addEventListener("input", show);
field.addEventListener("keydown", event => {
  if (event.key === "Escape") { field.value = ""; show(); }
});

// Takes a mail that is dropped or chosen, hands it in, and shows what it came to. Nothing is kept here either.

const form = document.getElementById("read");
const file = document.getElementById("file");
const verdict = document.getElementById("verdict");
const facts = document.getElementById("facts");
const findings = document.getElementById("findings");

const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

async function read(mail) {
  const answer = await fetch("/read", {
    method: "POST",
    headers: { "Content-Type": "message/rfc822", "X-Signet-Csrf": form.dataset.csrf },
    body: mail,
  });
  const lines = (await answer.text()).trimEnd().split("\n");
  answer.ok ? show(lines[0], lines[1], lines.slice(2)) : show("empty", lines[0], []);
}

function show(shape, sentence, lines) {
  const seal = element("span", "");
  seal.className = "state " + shape;
  seal.setAttribute("aria-hidden", "true");
  verdict.replaceChildren(seal, " " + sentence);
  const known = lines.filter((line) => line.includes("\t")).map((line) => line.split("\t"));
  facts.replaceChildren(...known.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  findings.replaceChildren(
    ...lines.filter((line) => !line.includes("\t")).map((line) => element("li", line)),
  );
}

async function take(mail) {
  try {
    await read(mail);
  } catch {
    show("empty", "The system does not answer. Try again in a moment.", []);
  }
}

file.addEventListener("change", () => file.files[0] && take(file.files[0]));
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) {
    take(event.dataTransfer.files[0]);
  }
});

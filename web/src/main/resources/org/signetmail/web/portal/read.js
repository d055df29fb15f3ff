// Takes a mail that is dropped or chosen, hands it in as it is, and shows what it came to. What is encrypted
// is opened here, with a key that stays here (open.js). Nothing is kept.

import { isEncrypted, read as readHere } from "./open.js";

const form = document.getElementById("read");
const file = document.getElementById("file");
const verdict = document.getElementById("verdict");
const facts = document.getElementById("facts");
const findings = document.getElementById("findings");
const own = document.getElementById("open");
const go = document.getElementById("go");
const text = document.getElementById("text");
let encrypted;

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
  clear();
  encrypted = new Uint8Array(await mail.arrayBuffer());
  own.hidden = !isEncrypted(encrypted);
  try {
    await read(mail);
  } catch {
    show("empty", "The system does not answer. Try again in a moment.", []);
  }
}

/** With the reader's own key. The password goes no further than this. */
async function openHere() {
  const [keyFile] = document.getElementById("key").files;
  const field = document.getElementById("password");
  const password = field.value;
  field.value = ""; // whatever comes of it, it stands there no longer
  const { shape, sentence, facts: known, findings: found, text: letters } = await readHere(
    encrypted, new Uint8Array(await keyFile.arrayBuffer()), password, form.dataset.csrf);
  show(shape, sentence, [...known.map(([name, value]) => name + "\t" + value.replace(/\s+/g, " ")), ...found]);
  text.textContent = letters;
  text.hidden = letters === "";
}

function clear() {
  text.textContent = "";
  text.hidden = true;
}

own.addEventListener("submit", async (event) => {
  event.preventDefault();
  clear();
  go.disabled = true;
  show("open", "The key file is being opened. This takes a second.", []);
  try {
    await openHere();
  } catch (e) {
    show("broken", e.message, []);
  }
  go.disabled = false;
});
file.addEventListener("change", () => file.files[0] && take(file.files[0]));
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) {
    take(event.dataTransfer.files[0]);
  }
});

// Hands in a message and shows what it came to.

const form = document.getElementById("check");
const go = document.getElementById("go");
const verdict = document.getElementById("verdict");
const findings = document.getElementById("findings");

async function check() {
  const [file] = document.getElementById("file").files;
  const answer = await fetch("/check", {
    method: "POST",
    headers: { "Content-Type": "message/rfc822", "X-Signet-Csrf": form.dataset.csrf },
    body: file,
  });
  const lines = (await answer.text()).trimEnd().split("\n");
  if (!answer.ok) {
    return show("empty", lines[0], []);
  }
  show(lines[0], lines[1], lines.slice(2));
}

function show(shape, sentence, details) {
  const seal = document.createElement("span");
  seal.className = "state " + shape;
  seal.setAttribute("aria-hidden", "true");
  verdict.replaceChildren(seal, " " + sentence);
  findings.replaceChildren(
    ...details.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  go.disabled = true;
  try {
    await check();
  } catch {
    show("empty", "The system does not answer. Try again in a moment.", []);
  }
  go.disabled = false;
});
go.disabled = false;

// Passkeys (W3C WebAuthn): signs in with one, or makes one. The server checks; this only asks the device.

const form = document.getElementById("passkey") ?? document.getElementById("register");
const go = document.getElementById("go");
const trouble = document.getElementById("trouble");

const octets = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

async function use() {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: octets(form.dataset.challenge),
      rpId: form.dataset.host,
      userVerification: "required",
    },
  });
  return {
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    response: {
      clientDataJSON: text(found.response.clientDataJSON),
      authenticatorData: text(found.response.authenticatorData),
      signature: text(found.response.signature),
      userHandle: found.response.userHandle ? text(found.response.userHandle) : null,
    },
    clientExtensionResults: {},
  };
}

async function make() {
  const mailbox = document.getElementById("mailbox").value.trim();
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: octets(form.dataset.challenge),
      rp: { id: form.dataset.host, name: form.dataset.organization },
      user: {
        id: crypto.getRandomValues(new Uint8Array(32)),
        name: mailbox,
        displayName: mailbox,
      },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    },
  });
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
    clientExtensionResults: {},
  };
}

function say(sentence) {
  const line = document.createElement("p");
  line.className = "problem";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  trouble.replaceChildren(line);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  go.disabled = true;
  try {
    const credential = await (form.id === "passkey" ? use() : make());
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    say("Your device gave no passkey for this address. Try again, or use another way in.");
    go.disabled = false;
  }
});
go.disabled = !window.PublicKeyCredential;
if (go.disabled) {
  say("This browser knows no passkeys. Use another, or a certificate.");
}

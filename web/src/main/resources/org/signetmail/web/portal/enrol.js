// Makes a person's keys, asks for certificates, and writes the key file. The signing key is made in
// this window and leaves it only in that file, under the password; the encryption key leaves it
// sealed to the archive, and to the gateway's ring where the gateway reads for the person.

import { base64, profile } from "./apple.js";
import { certificate } from "./der.js";
import { keyFile } from "./keyfile.js";
import { encryptionPair, privateInfo, publicInfo, signingPair } from "./keys.js";
import { binding, sealed } from "./parcel.js";
import { request } from "./request.js";

const SHORTEST_PASSWORD = 12;
const form = document.getElementById("make");
const go = document.getElementById("go");
const problem = document.getElementById("problem");
const { mailbox, owner, name, organization, csrf } = form.dataset;
const archive = octets(form.dataset.archive);
const root = octets(form.dataset.root);
const ring = octets(form.dataset.ring);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.hidden = true;
  const password = document.getElementById("password").value;
  const objection = objectionTo(password);
  if (objection) {
    return complain(objection);
  }
  go.disabled = true;
  try {
    await make(document.getElementById("kind").value, password);
  } catch (error) {
    complain(error.message);
    go.disabled = false;
  }
});
go.disabled = false;

function objectionTo(password) {
  if (password.length < SHORTEST_PASSWORD) {
    return "The password has fewer than " + SHORTEST_PASSWORD + " characters.";
  }
  return password === document.getElementById("again").value
    ? ""
    : "The two passwords are not the same.";
}

async function make(kind, password) {
  begin("step-keys");
  const [signing, encryption] = await Promise.all([signingPair(kind), encryptionPair()]);
  end("step-keys");

  begin("step-certificates");
  const certificates = await issued(signing, encryption);
  end("step-certificates");

  begin("step-file");
  const [forSigning, forEncryption, ...issuers] = certificates;
  const keys = [await privateInfo(signing), await privateInfo(encryption)];
  const file = await keyFile(
    [
      { name: name + " (signing)", certificate: forSigning, key: keys[0] },
      { name: name + " (encryption)", certificate: forEncryption, key: keys[1] },
    ],
    issuers,
    password,
  );
  keys.forEach((key) => key.fill(0));
  end("step-file");
  handOut(file, issuers);
}

/** Asks for certificates, and holds what comes against the keys. */
async function issued(signing, encryption) {
  const parcel = await sealed(encryption, owner, archive);
  const body = new URLSearchParams({
    csrf,
    signing: base64(await request(signing, name, mailbox)),
    encryption: base64(parcel),
    binding: base64(await binding(signing, owner, parcel)),
    reason: document.getElementById("reason")?.value ?? "",
  });
  if (ring.length > 0 && (document.getElementById("gateway")?.checked ?? true)) {
    body.set("ring", base64(await sealed(encryption, owner, ring)));
  }
  const answer = await fetch("/keys", { method: "POST", body });
  const text = await answer.text();
  const type = answer.headers.get("Content-Type") ?? "";
  if (!answer.ok) {
    throw new Error(type.startsWith("text/plain") ? text.trim() : "This request was not taken. Load the page again.");
  }
  const certificates = [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END/g)].map(
    ([, body]) => octets(body.replace(/\s/g, "")),
  );
  const mine = [await publicInfo(signing), await publicInfo(encryption)];
  if (!mine.every((key, i) => same(certificate(certificates[i]).key, key))) {
    throw new Error("The certificates are not for the keys made here; tell your administrator.");
  }
  return certificates;
}

function handOut(file, issuers) {
  const short = mailbox.split("@")[0].replace(/[^A-Za-z0-9._-]/g, "_");
  offer("save", short + ".p12", new Blob([file], { type: "application/x-pkcs12" }));
  const xml = profile({ organization, mailbox, root, issuers, keyFile: file });
  offer("apple", short + ".mobileconfig", new Blob([xml], { type: "application/x-apple-aspen-config" }));
  document.getElementById("password").value = "";
  document.getElementById("again").value = "";
  document.getElementById("done").hidden = false;
  document.getElementById("done-title").focus();
  addEventListener("beforeunload", warn);
}

function offer(id, fileName, blob) {
  const link = document.getElementById(id);
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.addEventListener("click", () => removeEventListener("beforeunload", warn));
}

/** The file is nowhere else. */
function warn(event) {
  event.preventDefault();
}

function begin(id) {
  document.getElementById(id).className = "now";
}

function end(id) {
  document.getElementById(id).className = "done";
}

function complain(text) {
  document.querySelectorAll(".steps .now").forEach((step) => (step.className = ""));
  problem.textContent = text;
  problem.hidden = false;
}

function octets(text) {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

function same(a, b) {
  return a.length === b.length && a.every((octet, i) => octet === b[i]);
}

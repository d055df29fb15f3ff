// Opens an encrypted mail with the reader's own key file, in this browser's memory: neither the key nor
// what is read with it is sent anywhere, and nothing in it is drawn but letters. Of who signed it, the system
// is told what signer.js says.

import { opened } from "./envelope.js";
import { openedKeys } from "./keyfile-open.js";
import { canonical, decoded, entity, parts, plainText } from "./mail.js";
import { checked, NOT_CHECKED } from "./signature.js";
import { judged } from "./signer.js";

const CMS = /^application\/(x-)?pkcs7-mime$/;
const SIGNATURE = /^application\/(x-)?pkcs7-signature$/;

/** Whether a mail is encrypted at its root; what is encrypted deeper is not looked for. */
export function isEncrypted(octets) {
  const { type } = entity(octets);
  return CMS.test(type.name) && /^(authe|e)nveloped-data$/i.test(type.parameters["smime-type"] ?? "enveloped-data");
}

/**
 * @param csrf the word of the page, with which the system is asked about the signer
 * @returns shape and sentence of the verdict, facts (name and value), findings, text; what is not to be shown
 *     is not in it
 */
export async function read(octets, keyFile, password, csrf) {
  const keys = await openedKeys(keyFile, password);
  const outer = entity(octets);
  const { content, isWhole } = await opened(decoded(outer), keys);
  const inner = await signedIn(content);
  if (!isWhole && !inner.signer) {
    return {
      shape: "broken",
      sentence:
        "Not shown. It opens, but its encryption (AES-CBC) does not show changes, and inside "
        + (inner.problem ?? inner.unknown ?? "is no signature")
        + ": it may have been rewritten on its way (EFAIL).",
      facts: [["What to do", "Ask for it signed, or encrypted with AES-GCM; or read it with a program that loads"
        + " nothing from outside: signet open --key FILE mail.eml"]],
      findings: [],
      text: "",
    };
  }
  return shown(outer, inner, csrf);
}

async function shown(outer, inner, csrf) {
  const { fields, from } = entity(inner.content);
  const { shape, sentence, facts, findings } = await verdict(inner, authors(outer, from), csrf);
  const inside = ["from", "to", "date", "subject"]
    .filter((name) => fields[name])
    .map((name) => [name[0].toUpperCase() + name.slice(1) + ", inside the encryption", fields[name]]);
  if (from.length > 0 && outer.fields.from && from[0] !== outer.fields.from) {
    inside.push(["From, outside", outer.fields.from]);
  }
  return {
    shape,
    sentence: "Opened in this browser. " + sentence,
    facts: [...facts, ...inside],
    findings,
    text: plainText(inner.content)
      ?? "(There is no plain text in it. A mail program shows the rest; here nothing else is drawn.)",
  };
}

/** The From that is shown; where programs disagree which that is, all of them, and then none counts. */
const authors = (outer, from) => (outer.from.length > 1 || from.length === 0 ? outer.from : from);

async function verdict({ signer, problem, unknown }, from, csrf) {
  if (signer) {
    const judgement = await judged(signer, from, csrf);
    return judgement.shape === "filled"
      ? judgement
      : {
          ...judgement,
          sentence: "Unchanged since it was signed with the key of " + signer.name + ". But: " + judgement.sentence,
          facts: [["Signer, as the certificate says", signer.name + " (" + signer.mailboxes.join(", ") + ")"]],
        };
  }
  const [shape, sentence] = problem
    ? ["broken", "Of its signature: " + problem + " (failed)"]
    : unknown
      ? ["open", "Cannot say: " + unknown + " (indeterminate); signet open --trust root.pem does"]
      : ["empty", "Not signed: anybody may have written this (unsigned)"];
  return { shape, sentence, facts: [], findings: [] };
}

/** What is inside, and who signed it, as far as anybody did at its root. */
async function signedIn(content) {
  const { type, body, fields } = entity(content);
  if (CMS.test(type.name)) {
    return checked(decoded({ fields, body }));
  }
  if (type.name === "multipart/signed") {
    const [first, second, ...more] = parts({ type, body });
    const signature = second && entity(second);
    if (!signature || more.length > 0 || !SIGNATURE.test(signature.type.name)) {
      return { content, ...NOT_CHECKED };
    }
    return { ...(await checked(decoded(signature), canonical(first))), content: first };
  }
  return { content };
}

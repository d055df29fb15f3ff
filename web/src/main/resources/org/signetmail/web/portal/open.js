// Opens an encrypted mail with the reader's own key file, in this browser's memory: neither the key nor
// what is read with it is sent anywhere, and nothing in it is drawn but letters.

import { opened } from "./envelope.js";
import { openedKeys } from "./keyfile-open.js";
import { canonical, decoded, entity, parts, plainText } from "./mail.js";
import { checked } from "./signature.js";

const CMS = /^application\/(x-)?pkcs7-mime$/;
const SIGNATURE = /^application\/(x-)?pkcs7-signature$/;

/** Whether a mail is encrypted at its root; what is encrypted deeper is not looked for. */
export function isEncrypted(octets) {
  const { type } = entity(octets);
  return CMS.test(type.name) && /^(authe|e)nveloped-data$/i.test(type.parameters["smime-type"] ?? "enveloped-data");
}

/**
 * @returns shape and sentence of the verdict, facts (name and value), text; what is not to be shown is not
 *     in it
 */
export async function read(octets, keyFile, password) {
  const keys = await openedKeys(keyFile, password);
  const outer = entity(octets);
  const { content, isWhole } = await opened(decoded(outer), keys);
  const inner = await signedIn(content);
  if (!isWhole && !inner.signer) {
    return {
      shape: "broken",
      sentence:
        "Not shown. It opens, but its encryption (AES-CBC) does not show changes, and inside "
        + (inner.problem ?? "is no signature")
        + ": it may have been rewritten on its way (EFAIL).",
      facts: [["What to do", "Ask for it signed, or encrypted with AES-GCM; or read it with a program that loads"
        + " nothing from outside: signet open --key FILE mail.eml"]],
      text: "",
    };
  }
  return shown(outer, inner);
}

function shown(outer, { content, signer, problem }) {
  const { fields } = entity(content);
  const text = plainText(content);
  const from = fields.from ?? outer.fields.from ?? "";
  const isAuthor = signer?.mailboxes.some((one) => one.toLowerCase() === addressIn(from));
  const facts = ["from", "to", "date", "subject"]
    .filter((name) => fields[name])
    .map((name) => [name[0].toUpperCase() + name.slice(1) + ", inside the encryption", fields[name]]);
  if (signer) {
    facts.unshift(["Signer", signer.name + " (" + signer.mailboxes.join(", ") + ")"]);
    facts.push(["Not judged here", "whether the signer's certificate counts; signet open --trust root.pem does"]);
  }
  return {
    shape: signer ? (isAuthor ? "open" : "broken") : problem ? "broken" : "empty",
    sentence: sentence(signer, isAuthor, problem, from),
    facts,
    text: text ?? "(There is no plain text in it. A mail program shows the rest; here nothing else is drawn.)",
  };
}

/** The address alone: what stands before it, anybody may write. */
function addressIn(from) {
  const bracketed = from.match(/<([^<>]*)>\s*$/);
  return (bracketed ? bracketed[1] : from).trim().toLowerCase();
}

function sentence(signer, isAuthor, problem, from) {
  if (signer) {
    return isAuthor
      ? "Opened in this browser. Unchanged since it was signed with the key of " + signer.name
      : "Opened in this browser. Signed, but not by who it says it is from (" + from + ")";
  }
  return problem
    ? "Opened in this browser. Of its signature: " + problem
    : "Opened in this browser. Not signed: anybody may have written this (unsigned)";
}

/** What is inside, and who signed it, as far as anybody did at its root. */
async function signedIn(content) {
  const { type, body, fields } = entity(content);
  if (CMS.test(type.name)) {
    const result = await checked(decoded({ fields, body }));
    return result;
  }
  if (type.name === "multipart/signed") {
    const [first, second, ...more] = parts({ type, body });
    const signature = second && entity(second);
    if (!signature || more.length > 0 || !SIGNATURE.test(signature.type.name)) {
      return { content, problem: "its signature is of a form that is not checked here" };
    }
    return { ...(await checked(decoded(signature), canonical(first))), content: first };
  }
  return { content };
}

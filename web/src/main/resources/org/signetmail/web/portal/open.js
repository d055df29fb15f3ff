// Opens an encrypted mail with the reader's own key file, in this browser's memory: neither the key nor
// what is read with it is sent anywhere, and nothing in it is drawn but letters. Of who signed it, the system
// is told what signer.js says.

import { opened } from "./envelope.js";
import { headersOf } from "./headers.js";
import { openedKeys } from "./keyfile-open.js";
import { canonical, decoded, entity, parts, plainText } from "./mail.js";
import { checked, NOT_CHECKED } from "./signature.js";
import { verdict } from "./verdict.js";

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
  const flaw = isWhole ? undefined : flawOf(inner.signatures);
  if (flaw) {
    return {
      shape: "broken",
      sentence:
        "Not shown. It opens, but its encryption (AES-CBC) does not show changes, and inside "
        + flaw
        + ": it may have been rewritten on its way (EFAIL).",
      facts: [["What to do", "Ask for it signed, or encrypted with AES-GCM; or read it with a program that loads"
        + " nothing from outside: signet open --key FILE mail.eml"]],
      findings: [],
      text: "",
    };
  }
  return shown(outer, inner, csrf);
}

/** Why nothing shows that it is as somebody wrote it; none when a signature holds over it, and none is broken. */
function flawOf(signatures) {
  const bad = signatures.find((each) => each.problem) ?? signatures.find((each) => each.unknown);
  return signatures.some((each) => each.signer) && !bad?.problem
    ? undefined
    : (bad?.problem ?? bad?.unknown ?? "is no signature");
}

async function shown(outer, inner, csrf) {
  const headers = headersOf(outer, inner.content);
  const { shape, sentence, facts, findings } = await verdict(
    inner.signatures, authors(outer, headers.from), csrf);
  return {
    shape,
    sentence: "Opened in this browser. " + sentence,
    facts: [...facts, ...headers.facts],
    findings: [...findings, ...headers.findings],
    text: plainText(headers.body)
      ?? "(There is no plain text in it. A mail program shows the rest; here nothing else is drawn.)",
  };
}

/** The From that is shown; where programs disagree which that is, all of them, and then none counts. */
const authors = (outer, from) => (outer.from.length > 1 || from.length === 0 ? outer.from : from);

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
      return { content, signatures: [NOT_CHECKED] };
    }
    return { ...(await checked(decoded(signature), canonical(first))), content: first };
  }
  return { content, signatures: [] };
}

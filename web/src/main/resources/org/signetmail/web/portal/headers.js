// The header fields of an opened letter that stand inside its protection (RFC 9788), and where the outside says
// something else than its author let it say.

import { entity, words } from "./mail.js";

/** Added on the way, or about how the body is made: of no author (as in Signet's own mail). */
const NOT_THE_AUTHORS = new RegExp(
  "^(content-.*|mime-version|hp-outer|received|return-path|delivered-to|(dkim|domainkey)-signature|arc-.*"
    + "|authentication-results|received-spf|(resent-)?bcc|x-original-to)$",
);
/** What decides who answers and reads: none of it may come from the way (RFC 9788 §6.2). */
const ADDRESSES = ["from", "sender", "reply-to", "to", "cc"];
const OBSCURED = "[...]";

/**
 * @param outer the mail as it came
 * @param content what was protected in it
 * @returns from (each From line inside), body (what the letter is in), facts (name and value) and findings
 */
export function headersOf(outer, content) {
  const root = entity(content);
  const isWrapped = root.type.name === "message/rfc822"; // RFC 8551 §3.1
  const inner = isWrapped ? entity(root.body) : root;
  const form = isWrapped ? "older" : formOf(root.type.parameters);
  const fields = inner.lines.filter(({ name }) => isAuthors(name));
  const left = inner.lines.filter(({ name }) => isNamed(name, "hp-outer")).map(({ value }) => leftOutside(value));
  const facts = fields.map(({ name, value }) => [name + ", inside the encryption", words(value)]);
  const findings = [];
  for (const name of new Set(outer.lines.map((line) => line.name.toLowerCase()).filter(isAuthors))) {
    const said = flat(outer.fields[name]);
    const own = name in inner.fields ? flat(inner.fields[name]) : undefined;
    const shown = outer.lines.find((line) => isNamed(line.name, name)).name;
    if (own === undefined && form === "hp" && ADDRESSES.includes(name)) {
      facts.push([shown + ", outside", words(said)]);
      findings.push(shown + ": stands outside only; its author wrote none (RFC 9788 §6.2); do not answer to it");
    } else if (own !== undefined && own !== said && !isMeant(name, said, form, left)) {
      facts.push([shown + ", outside", words(said)]);
      findings.push(
        shown + ": outside is another than inside (RFC 9788 §4); believe the one inside, the other was changed on the way");
    }
  }
  return { from: inner.from, body: inner.whole, facts, findings };
}

/** hp at the root of what is protected; an older draft said protected-headers. Marks elsewhere say nothing. */
function formOf(parameters) {
  if (/^(clear|cipher)$/i.test(parameters.hp ?? "")) {
    return "hp";
  }
  return (parameters["protected-headers"] ?? "").toLowerCase() === "v1" ? "older" : "none";
}

/** HP-Outer: name and value that the author let the outside have (RFC 9788 §2.2.1). */
function leftOutside(field) {
  const at = field.indexOf(":");
  return { name: field.slice(0, at).trim().toLowerCase(), value: flat(field.slice(at + 1)) };
}

/** Older forms do not say what they hid: it was the subject, if anything. */
function isMeant(name, said, form, left) {
  return form === "older"
    ? name === "subject"
    : left.some((one) => one.name === name && one.value === said) || (name === "subject" && said === OBSCURED);
}

const isAuthors = (name) => !NOT_THE_AUTHORS.test(name.toLowerCase());
const isNamed = (name, wanted) => name.toLowerCase() === wanted;
const flat = (value) => value.replace(/\s+/g, " ").trim();

// What is read from a certificate (RFC 5280) in the browser: by what messages name it, and whose it is.

import { inside, octetsOf, oidOf, parsed } from "./ber.js";

const SUBJECT_KEY_ID = "2.5.29.14";
const ALTERNATIVE_NAMES = "2.5.29.17";
const COMMON_NAME = "2.5.4.3";
const RFC822_NAME = 0x81;

/** issuer, serial, info (SubjectPublicKeyInfo), keyId, name and mailboxes. */
export function facts(der) {
  const fields = inside(inside(parsed(der), 0x30)[0], 0x30).filter((one) => one.tag !== 0xa0);
  const [serial, , issuer, , subject, info] = fields;
  const extensions = fields.find((one) => one.tag === 0xa3);
  return {
    issuer: issuer.whole,
    serial: serial.whole,
    info: info.whole,
    keyId: extension(extensions, SUBJECT_KEY_ID, (value) => octetsOf(value)),
    name: commonName(subject),
    mailboxes: extension(extensions, ALTERNATIVE_NAMES, mailboxes) ?? [],
  };
}

function extension(extensions, wanted, read) {
  for (const one of extensions ? inside(extensions.kids[0], 0x30) : []) {
    const parts = inside(one, 0x30);
    if (oidOf(parts[0]) === wanted) {
      return read(parsed(octetsOf(parts.at(-1))));
    }
  }
  return undefined;
}

const mailboxes = (names) =>
  inside(names, 0x30)
    .filter((one) => one.tag === RFC822_NAME)
    .map((one) => new TextDecoder().decode(one.body));

function commonName(subject) {
  for (const set of inside(subject, 0x30)) {
    for (const attribute of inside(set, 0x31)) {
      const [type, value] = inside(attribute, 0x30);
      if (oidOf(type) === COMMON_NAME) {
        return new TextDecoder().decode(value.body);
      }
    }
  }
  return "somebody without a name";
}

// Opens a key file, PKCS#12 (RFC 7292), in this browser's memory: those that the portal and signet make,
// PBES2 with PBKDF2 and AES-CBC (RFC 8018) under HMAC-SHA-256 or PBMAC1 (RFC 9579).

import { algorithmOf, inside, numberOf, octetsOf, oidOf, parsed, same } from "./ber.js";
import { facts } from "./certificate.js";
import { macKey } from "./keyfile.js";

const DATA = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const PBMAC1 = "1.2.840.113549.1.5.14";
const SHA256 = "2.16.840.1.101.3.4.2.1";
const AES_CBC = { "2.16.840.1.101.3.4.1.2": 128, "2.16.840.1.101.3.4.1.42": 256 };
const HMAC = {
  "1.2.840.113549.2.7": "SHA-1",
  "1.2.840.113549.2.9": "SHA-256",
  "1.2.840.113549.2.10": "SHA-384",
  "1.2.840.113549.2.11": "SHA-512",
};
const KEY_BAG = "1.2.840.113549.1.12.10.1.1";
const SHROUDED_BAG = "1.2.840.113549.1.12.10.1.2";
const CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3";
const LOCAL_KEY_ID = "1.2.840.113549.1.9.21";
const MOST_ROUNDS = 10000000;

const utf8 = (text) => new TextEncoder().encode(text);
const older = () =>
  new Error("This key file is written in a form that is not opened here; make a new one in the portal"
    + " (your keys), or use: signet open --key FILE");

/**
 * The keys of a file, each with its certificate.
 *
 * @returns issuer, serial, keyId (subjectKeyIdentifier, if any), info (SubjectPublicKeyInfo), secret (PKCS#8)
 */
export async function openedKeys(file, password) {
  const [version, safe, mac] = inside(parsed(file), 0x30);
  if (numberOf(version) !== 3 || !mac) {
    throw older();
  }
  const content = dataOf(safe);
  await mustBeWhole(mac, content, password);
  const keys = [];
  const certificates = [];
  for (const part of inside(parsed(content), 0x30)) {
    for (const bag of inside(parsed(await safeContents(part, password)), 0x30)) {
      await take(bag, password, keys, certificates);
    }
  }
  return keys.flatMap(({ id, secret }) =>
    certificates
      .filter((one) => id && one.id && same(id, one.id))
      .map((one) => ({ ...facts(one.der), secret })));
}

function dataOf(info) {
  const [type, content] = inside(info, 0x30);
  if (oidOf(type) !== DATA) {
    throw older();
  }
  return octetsOf(inside(content, 0xa0)[0]);
}

async function safeContents(info, password) {
  const [type, content] = inside(info, 0x30);
  if (oidOf(type) === DATA) {
    return octetsOf(inside(content, 0xa0)[0]);
  }
  if (oidOf(type) !== ENCRYPTED_DATA) {
    throw older();
  }
  const [, encrypted] = inside(inside(content, 0xa0)[0], 0x30);
  const [, scheme, octets] = inside(encrypted, 0x30);
  return underPassword(scheme, octetsOf(octets), password);
}

async function take(bag, password, keys, certificates) {
  const [type, value, attributes] = inside(bag, 0x30);
  const [content] = inside(value, 0xa0);
  const id = localKeyId(attributes);
  switch (oidOf(type)) {
    case KEY_BAG:
      keys.push({ id, secret: content.whole });
      break;
    case SHROUDED_BAG: {
      const [scheme, octets] = inside(content, 0x30);
      keys.push({ id, secret: await underPassword(scheme, octetsOf(octets), password) });
      break;
    }
    case CERTIFICATE_BAG:
      certificates.push({ id, der: octetsOf(inside(inside(content, 0x30)[1], 0xa0)[0]) });
      break;
    default: // what else may be in it is of no use here
  }
}

function localKeyId(attributes) {
  for (const attribute of attributes ? inside(attributes, 0x31) : []) {
    const [type, values] = inside(attribute, 0x30);
    if (oidOf(type) === LOCAL_KEY_ID) {
      return octetsOf(inside(values, 0x31)[0]);
    }
  }
  return undefined;
}

async function underPassword(scheme, encrypted, password) {
  const { name, parameters } = algorithmOf(scheme);
  if (name !== PBES2) {
    throw older();
  }
  const [derivation, encryption] = inside(parameters, 0x30).map(algorithmOf);
  const bits = AES_CBC[encryption.name];
  if (!bits) {
    throw older();
  }
  const key = await crypto.subtle.importKey(
    "raw", await derived(derivation, bits, password), "AES-CBC", false, ["decrypt"]);
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: "AES-CBC", iv: octetsOf(encryption.parameters) }, key, encrypted));
  } catch {
    throw wrong();
  }
}

async function derived({ name, parameters }, bits, password) {
  if (name !== PBKDF2) {
    throw older();
  }
  const [salt, rounds, ...rest] = inside(parameters, 0x30);
  const prf = rest.find((one) => one.tag === 0x30);
  const hash = prf ? HMAC[algorithmOf(prf).name] : "SHA-1";
  const iterations = numberOf(rounds);
  if (!hash || iterations < 1 || iterations > MOST_ROUNDS) {
    throw older();
  }
  const secret = await crypto.subtle.importKey("raw", utf8(password), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "PBKDF2", hash, salt: octetsOf(salt), iterations }, secret, bits));
}

/** A password that is wrong shows here. */
async function mustBeWhole(mac, content, password) {
  const [digestInfo, salt, rounds] = inside(mac, 0x30);
  const [method, digest] = inside(digestInfo, 0x30);
  const { name, parameters } = algorithmOf(method);
  let key;
  if (name === SHA256) {
    const iterations = rounds ? numberOf(rounds) : 1;
    if (iterations > MOST_ROUNDS / 10) {
      throw older();
    }
    key = macKey(password, octetsOf(salt), iterations);
  } else if (name === PBMAC1) {
    const [derivation, scheme] = inside(parameters, 0x30).map(algorithmOf);
    if (HMAC[scheme.name] !== "SHA-256") {
      throw older();
    }
    key = await derived(derivation, 256, password);
  } else {
    throw older();
  }
  const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  if (!(await crypto.subtle.verify("HMAC", hmac, octetsOf(digest), content))) {
    throw wrong();
  }
}

const wrong = () => new Error("The password is not that of this key file, or the file was changed.");

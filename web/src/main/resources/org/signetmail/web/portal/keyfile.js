// A key file, PKCS#12 (RFC 7292), as OpenSSL 3, NSS, Thunderbird, Windows and Apple import it: PBES2
// with PBKDF2-HMAC-SHA-256 and AES-256-CBC (RFC 8018) around keys and certificates, HMAC-SHA-256
// around all. Made here, because the signing key is nowhere else.

import { algorithm, explicit, integer, joined, nothing, octets, oid, sequence, setOf, tagged, utf8 } from "./der.js";
import { random } from "./keys.js";
import { sha256 } from "./sha256.js";

const ROUNDS = 200000;
const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const HMAC_SHA256 = "1.2.840.113549.2.9";
const SHA256 = "2.16.840.1.101.3.4.2.1";
const AES256_CBC = "2.16.840.1.101.3.4.1.42";
const DATA = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
const KEY_BAG = "1.2.840.113549.1.12.10.1.2"; // pkcs8ShroudedKeyBag
const CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3";
const X509 = "1.2.840.113549.1.9.22.1";
const FRIENDLY_NAME = "1.2.840.113549.1.9.20";
const LOCAL_KEY_ID = "1.2.840.113549.1.9.21";

/**
 * @param entries each a name for people, the certificate (DER) and its private key (PKCS#8)
 * @param issuers certificates of authorities, DER
 */
export async function keyFile(entries, issuers, password) {
  const encryption = await underPassword(password);
  const keys = [];
  const certificates = [];
  for (const { name, certificate, key } of entries) {
    const attributes = setOf(
      attribute(FRIENDLY_NAME, tagged(0x1e, bmp(name))),
      attribute(LOCAL_KEY_ID, octets(sha256(certificate).subarray(0, 20))),
    );
    const { scheme, encrypted } = await encryption(key);
    keys.push(bag(KEY_BAG, sequence(scheme, octets(encrypted)), attributes));
    certificates.push(bag(CERTIFICATE_BAG, x509(certificate), attributes));
  }
  issuers.forEach((one) => certificates.push(bag(CERTIFICATE_BAG, x509(one))));
  const { scheme, encrypted } = await encryption(sequence(...certificates));
  const safes = sequence(
    sequence(
      oid(ENCRYPTED_DATA),
      explicit(0, sequence(integer(0), sequence(oid(DATA), scheme, tagged(0x80, encrypted)))),
    ),
    data(sequence(...keys)),
  );
  return sequence(integer(3), data(safes), await integrity(safes, password));
}

const data = (content) => sequence(oid(DATA), explicit(0, octets(content)));
const bag = (type, value, ...attributes) => sequence(oid(type), explicit(0, value), ...attributes);
const x509 = (certificate) => sequence(oid(X509), explicit(0, octets(certificate)));
const attribute = (type, value) => sequence(oid(type), setOf(value));

/** Encrypts under keys from one salt, so that a reader derives once. */
async function underPassword(password) {
  const salt = random(16);
  const secret = await crypto.subtle.importKey("raw", utf8(password), "PBKDF2", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    secret,
    { name: "AES-CBC", length: 256 },
    false,
    ["encrypt"],
  );
  const derivation = algorithm(
    PBKDF2,
    sequence(octets(salt), integer(ROUNDS), integer(32), algorithm(HMAC_SHA256, nothing())),
  );
  return async (content) => {
    const iv = random(16);
    const scheme = algorithm(PBES2, sequence(derivation, algorithm(AES256_CBC, octets(iv))));
    const encrypted = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, content);
    return { scheme, encrypted: new Uint8Array(encrypted) };
  };
}

/** MacData (RFC 7292 §4). */
async function integrity(content, password) {
  const salt = random(16);
  const hmac = await crypto.subtle.importKey(
    "raw", macKey(password, salt, ROUNDS), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", hmac, content));
  return sequence(
    sequence(algorithm(SHA256, nothing()), octets(mac)), octets(salt), integer(ROUNDS));
}

/** The key of the integrity (RFC 7292 appendix B.2, with the identifier 3). */
export function macKey(password, salt, rounds) {
  const secret = joined(bmp(password), Uint8Array.of(0, 0));
  let key = sha256(joined(new Uint8Array(64).fill(3), filled(salt), filled(secret)));
  for (let i = 1; i < rounds; i++) {
    key = sha256(key);
  }
  return key;
}

/** Repeated until whole blocks are full. */
function filled(value) {
  const out = new Uint8Array(Math.ceil(value.length / 64) * 64);
  return out.map((_, i) => value[i % value.length]);
}

/** BMPString: two octets a character; what lies beyond is two characters, as other writers have it. */
function bmp(text) {
  return Uint8Array.from(
    [...Array(text.length).keys()].flatMap((i) => [text.charCodeAt(i) >> 8, text.charCodeAt(i) & 0xff]),
  );
}

// Key pairs, made and used by the browser's own cryptography (W3C Web Cryptography API).

import { integer, sequence } from "./der.js";

const EXPONENT = Uint8Array.of(1, 0, 1);
const SIGNING = {
  "p-256": { name: "ECDSA", namedCurve: "P-256" },
  "rsa-3072": {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 3072,
    publicExponent: EXPONENT,
    hash: "SHA-256",
  },
};

/** A pair that signs. It can be written into a key file, and is sent nowhere. */
export const signingPair = (kind) =>
  crypto.subtle.generateKey(SIGNING[kind], true, ["sign", "verify"]);

/** A pair that mail is encrypted to: RSA, because common programs read no curve in encryption. */
export const encryptionPair = () =>
  crypto.subtle.generateKey(
    { name: "RSA-OAEP", modulusLength: 3072, publicExponent: EXPONENT, hash: "SHA-256" },
    true,
    ["encrypt", "decrypt"],
  );

/** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
export const publicInfo = async (pair) =>
  new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));

/** PKCS#8 (RFC 5958 §2): the secret itself. Who asks for it clears it. */
export const privateInfo = async (pair) =>
  new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));

/** A signature with SHA-256 in the form that certificates and requests have. */
export async function signed(pair, data) {
  const { name } = pair.privateKey.algorithm;
  const raw = new Uint8Array(
    await crypto.subtle.sign({ name, hash: "SHA-256" }, pair.privateKey, data),
  );
  const half = raw.length / 2;
  return name === "ECDSA"
    ? sequence(integer(raw.slice(0, half)), integer(raw.slice(half))) // RFC 3279 §2.2.3
    : raw;
}

export const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

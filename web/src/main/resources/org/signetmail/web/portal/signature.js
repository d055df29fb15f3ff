// Checks SignedData (RFC 5652 §5) over what was decrypted, in this browser: whether nothing of it was
// changed since somebody signed it. Whether that somebody's certificate counts, signer.js asks.

import { algorithmOf, inside, numberOf, octetsOf, oidOf, parsed, same } from "./ber.js";
import { facts } from "./certificate.js";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";
const ALGORITHM_PROTECTION = "1.2.840.113549.1.9.52";
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const ONE_VALUE = [
  CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, ALGORITHM_PROTECTION, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2];
const HASHES = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const RSA = "1.2.840.113549.1.1.1";
const PSS = "1.2.840.113549.1.1.10";
const ED25519 = "1.3.101.112";
/** Those that name a digest, which is then the one of the content too (RFC 8933 §3). */
const WITH_DIGEST = {
  "1.2.840.113549.1.1.11": ["RSASSA-PKCS1-v1_5", "SHA-256"],
  "1.2.840.113549.1.1.12": ["RSASSA-PKCS1-v1_5", "SHA-384"],
  "1.2.840.113549.1.1.13": ["RSASSA-PKCS1-v1_5", "SHA-512"],
  "1.2.840.10045.4.3.2": ["ECDSA", "SHA-256"],
  "1.2.840.10045.4.3.3": ["ECDSA", "SHA-384"],
  "1.2.840.10045.4.3.4": ["ECDSA", "SHA-512"],
};
const CURVES = {
  "1.2.840.10045.3.1.7": ["P-256", 32],
  "1.3.132.0.34": ["P-384", 48],
  "1.3.132.0.35": ["P-521", 66],
};

/** Of signatures more are not looked at; nobody's mail has them. */
const MOST_SIGNERS = 8;

const CHANGED = { problem: "it was changed since it was signed" };
/** It may be good: here it cannot be said. */
export const NOT_CHECKED = { unknown: "its signature is of a form that is not checked in this browser" };

/**
 * @param message ContentInfo, BER
 * @param detached what it is over, where that is not in it
 * @returns content, and signatures, each with signer (name, mailboxes, and what signer.js tells of it), or
 *     problem, or unknown
 */
export async function checked(message, detached) {
  const [type, wrapper] = inside(parsed(message), 0x30);
  if (oidOf(type) !== SIGNED_DATA) {
    throw new Error("is no SignedData");
  }
  const fields = inside(inside(wrapper, 0xa0)[0], 0x30);
  const encapsulated = inside(fields[2], 0x30);
  const content = detached ?? octetsOf(inside(encapsulated[1], 0xa0)[0]);
  const certificates = (fields.find((one) => one.tag === 0xa0)?.kids ?? [])
    .filter((one) => one.tag === 0x30)
    .map((one) => ({ ...facts(one.whole), whole: one.whole }));
  const signers = inside(fields.at(-1), 0x31);
  if (signers.length === 0) {
    return { content, signatures: [{ problem: "it is a signature of nobody" }] };
  }
  if (signers.length > MOST_SIGNERS) {
    return { content, signatures: [{ problem: "it has " + signers.length + " signers, more than are looked at" }] };
  }
  const contentType = oidOf(encapsulated[0]);
  return { content, signatures: await Promise.all(signers.map((each) => tried(each, certificates, contentType, content))) };
}

async function tried(signerInfo, certificates, contentType, content) {
  try {
    return await one(signerInfo, certificates, contentType, content);
  } catch {
    return NOT_CHECKED;
  }
}

async function one(signerInfo, certificates, contentType, content) {
  const fields = inside(signerInfo, 0x30);
  const digest = fields[2];
  const hash = HASHES[algorithmOf(digest).name];
  if (fields[3].tag !== 0xa0) {
    return { problem: "it is signed without signed attributes (RFC 8551 §2.5)" };
  }
  const attribute = attributesOf(fields[3]);
  const [method, signature] = fields.slice(4);
  if (!hash) {
    return NOT_CHECKED;
  }
  const said = attribute(MESSAGE_DIGEST);
  const kind = attribute(CONTENT_TYPE);
  const found = new Uint8Array(await crypto.subtle.digest(hash, content));
  if (!said || !kind || oidOf(kind) !== contentType || !same(octetsOf(said), found)) {
    return CHANGED;
  }
  if (!isProtected(attribute(ALGORITHM_PROTECTION), digest, method)) {
    return CHANGED;
  }
  const signed = fields[3].whole.slice();
  signed[0] = 0x31; // RFC 5652 §5.4: signed as a SET
  const candidates = certificates.filter((each) => isNamed(fields[1], each));
  for (const certificate of candidates) {
    if (
      (await isSignedBy(certificate, algorithmOf(method), hash, octetsOf(signature), signed))
      && (await isMeant(attribute, certificate))
    ) {
      const others = certificates.filter((each) => each !== certificate);
      return {
        signer: {
          name: certificate.name,
          mailboxes: certificate.mailboxes,
          certificates: [certificate, ...others].map((each) => each.whole),
          digest: digest.whole,
          signature: method.whole,
          time: attribute(SIGNING_TIME),
        },
      };
    }
  }
  return candidates.length > 0 ? CHANGED : { unknown: "the signer's certificate does not come with it" };
}

function isNamed(name, certificate) {
  if (name.tag === 0x30) {
    const [issuer, serial] = inside(name, 0x30);
    return same(issuer.whole, certificate.issuer) && same(serial.whole, certificate.serial);
  }
  return certificate.keyId !== undefined && same(octetsOf(name), certificate.keyId);
}

/** The one value of each attribute, by its name; none is there twice (RFC 5652 §5.3, §11). */
function attributesOf(set) {
  const found = new Map();
  for (const each of set.kids) {
    const [type, values] = inside(each, 0x30);
    const name = oidOf(type);
    const [value, ...more] = inside(values, 0x31);
    if (found.has(name) || (ONE_VALUE.includes(name) && (!value || more.length > 0))) {
      throw new Error(name);
    }
    found.set(name, value);
  }
  return (wanted) => found.get(wanted);
}

/** Whether the attribute names the algorithms that the signer is said to have used (RFC 6211). */
function isProtected(attribute, digest, method) {
  if (!attribute) {
    return true;
  }
  const [first, second] = inside(attribute, 0x30);
  const named = second.tag === 0xa1 && oidOf(second.kids[0]);
  return algorithmOf(first).name === algorithmOf(digest).name && named === algorithmOf(method).name;
}

/** Whether it was signed under this certificate, and not under another over the same key (RFC 5035). */
async function isMeant(attribute, certificate) {
  for (const [name, usual] of [[SIGNING_CERTIFICATE, "SHA-1"], [SIGNING_CERTIFICATE_V2, "SHA-256"]]) {
    const value = attribute(name);
    if (value) {
      const id = inside(inside(inside(value, 0x30)[0], 0x30)[0], 0x30);
      const hash = id[0].tag === 0x30 ? HASHES[algorithmOf(id[0]).name] : usual;
      const said = octetsOf(id.find((one) => one.tag === 0x04));
      if (!same(said, new Uint8Array(await crypto.subtle.digest(hash, certificate.whole)))) {
        return false;
      }
    }
  }
  return true;
}

async function isSignedBy(certificate, { name, parameters }, hash, signature, signed) {
  const [method, named] = WITH_DIGEST[name] ?? [];
  if (named && named !== hash) {
    throw new Error(name);
  }
  if (name === RSA || method === "RSASSA-PKCS1-v1_5") {
    return verified(certificate, { name: "RSASSA-PKCS1-v1_5", hash }, signature, signed);
  }
  if (name === PSS) {
    return verified(certificate, { name: "RSA-PSS", hash, saltLength: salt(parameters, hash) }, signature, signed);
  }
  if (name === ED25519) {
    return verified(certificate, { name: "Ed25519" }, signature, signed);
  }
  if (method !== "ECDSA") {
    throw new Error(name);
  }
  const key = algorithmOf(inside(parsed(certificate.info), 0x30)[0]);
  const [namedCurve, half] = CURVES[oidOf(key.parameters)];
  const raw = new Uint8Array(2 * half); // RFC 3279 §2.2.3 has two numbers
  inside(parsed(signature), 0x30).forEach((number, i) => {
    const digits = number.body.subarray(Math.max(0, number.body.length - half));
    raw.set(digits, (i + 1) * half - digits.length);
  });
  return verified(certificate, { name: "ECDSA", namedCurve, hash }, raw, signed);
}

/** Of RSASSA-PSS-params (RFC 4055 §3.1), which browsers take with one digest for all. */
function salt(parameters, hash) {
  const field = (tag) => parameters.kids.find((one) => one.tag === tag)?.kids[0];
  const [digest, mask, length] = [0xa0, 0xa1, 0xa2].map(field);
  const masked = mask && algorithmOf(algorithmOf(mask).parameters).name;
  if (!digest || HASHES[algorithmOf(digest).name] !== hash || HASHES[masked] !== hash) {
    throw new Error(PSS);
  }
  return length ? numberOf(length) : 20;
}

async function verified(certificate, method, signature, signed) {
  const key = await crypto.subtle.importKey("spki", certificate.info, method, false, ["verify"]);
  return crypto.subtle.verify(method, key, signature, signed);
}

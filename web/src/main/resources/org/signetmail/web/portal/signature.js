// Checks SignedData (RFC 5652 §5) over what was decrypted, in this browser: whether nothing of it was
// changed since somebody signed it. Whether that somebody's certificate counts is not judged here.

import { algorithmOf, inside, octetsOf, oidOf, parsed, same } from "./ber.js";
import { facts } from "./certificate.js";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const HASHES = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const RSA = /^1\.2\.840\.113549\.1\.1\.(1|11|12|13)$/;
const PSS = "1.2.840.113549.1.1.10";
const ECDSA = /^1\.2\.840\.10045\.4\.3\.[234]$/;
const ED25519 = "1.3.101.112";
const CURVES = {
  "1.2.840.10045.3.1.7": ["P-256", 32],
  "1.3.132.0.34": ["P-384", 48],
  "1.3.132.0.35": ["P-521", 66],
};

/**
 * @param message ContentInfo, BER
 * @param detached what it is over, where that is not in it
 * @returns content, and signer (name, mailboxes) or problem
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
    .map((one) => ({ ...facts(one.whole) }));
  const signers = inside(fields.at(-1), 0x31);
  if (signers.length !== 1) {
    return { content, problem: "it has " + signers.length + " signers, and one is wanted" };
  }
  try {
    return { content, ...(await one(signers[0], certificates, oidOf(encapsulated[0]), content)) };
  } catch {
    return { content, problem: "its signature is of a form that is not checked here" };
  }
}

async function one(signerInfo, certificates, contentType, content) {
  const fields = inside(signerInfo, 0x30);
  const certificate = certificates.find((each) => isNamed(fields[1], each));
  if (!certificate) {
    return { problem: "the signer's certificate does not come with it" };
  }
  const hash = HASHES[algorithmOf(fields[2]).name];
  const attributes = fields[3].tag === 0xa0 ? fields[3] : undefined;
  const [method, signature] = fields.slice(attributes ? 4 : 3);
  if (!hash) {
    return { problem: "its digest is of a form that is not checked here" };
  }
  let signed = content;
  if (attributes) {
    const digest = new Uint8Array(await crypto.subtle.digest(hash, content));
    const said = only(attributes, MESSAGE_DIGEST);
    const kind = only(attributes, CONTENT_TYPE);
    if (!said || !kind || oidOf(kind) !== contentType || !same(octetsOf(said), digest)) {
      return { problem: "it was changed since it was signed" };
    }
    signed = attributes.whole.slice();
    signed[0] = 0x31; // RFC 5652 §5.4: signed as a SET
  }
  return (await isSignedBy(certificate, algorithmOf(method), hash, octetsOf(signature), signed))
    ? { signer: { name: certificate.name, mailboxes: certificate.mailboxes } }
    : { problem: "it was changed since it was signed" };
}

function isNamed(name, certificate) {
  if (name.tag === 0x30) {
    const [issuer, serial] = inside(name, 0x30);
    return same(issuer.whole, certificate.issuer) && same(serial.whole, certificate.serial);
  }
  return certificate.keyId !== undefined && same(octetsOf(name), certificate.keyId);
}

/** The one value of an attribute that is there once (RFC 5652 §11). */
function only(attributes, wanted) {
  const found = attributes.kids
    .map((each) => inside(each, 0x30))
    .filter(([type]) => oidOf(type) === wanted);
  const values = found.length === 1 ? inside(found[0][1], 0x31) : [];
  return values.length === 1 ? values[0] : undefined;
}

async function isSignedBy(certificate, { name, parameters }, hash, signature, signed) {
  if (RSA.test(name)) {
    return verified(certificate, { name: "RSASSA-PKCS1-v1_5", hash }, signature, signed);
  }
  if (name === PSS) {
    const salt = parameters.kids.find((one) => one.tag === 0xa2);
    const saltLength = salt ? salt.kids[0].body.at(-1) : 20;
    return verified(certificate, { name: "RSA-PSS", hash, saltLength }, signature, signed);
  }
  if (name === ED25519) {
    return verified(certificate, { name: "Ed25519" }, signature, signed);
  }
  if (!ECDSA.test(name)) {
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

async function verified(certificate, method, signature, signed) {
  const key = await crypto.subtle.importKey("spki", certificate.info, method, false, ["verify"]);
  return crypto.subtle.verify(method, key, signature, signed);
}

// Opens EnvelopedData (RFC 5652 §6) and AuthEnvelopedData (RFC 5083) with a key in this browser's memory.

import { algorithmOf, inside, numberOf, octetsOf, oidOf, parsed, same } from "./ber.js";
import { explicit, octets, sequence } from "./der.js";
import { pkcs1 } from "./rsa.js";

const ENVELOPED = "1.2.840.113549.1.7.3";
const AUTH_ENVELOPED = "1.2.840.113549.1.9.16.1.23";
const OAEP = "1.2.840.113549.1.1.7";
const RSA = "1.2.840.113549.1.1.1";
const MGF1 = "1.2.840.113549.1.1.8";
const EC = "1.2.840.10045.2.1";
const X25519 = "1.3.101.110";
const CURVES = {
  "1.2.840.10045.3.1.7": ["P-256", 256],
  "1.3.132.0.34": ["P-384", 384],
  "1.3.132.0.35": ["P-521", 528],
};
const HASHES = {
  "1.3.14.3.2.26": "SHA-1",
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
/** Key agreement with the key derivation of ANSI X9.63 (RFC 5753 §7.1.4) or HKDF (RFC 8418 §2). */
const AGREEMENTS = {
  "1.3.133.16.840.63.0.2": ["X963", "SHA-1"],
  "1.3.132.1.11.1": ["X963", "SHA-256"],
  "1.3.132.1.11.2": ["X963", "SHA-384"],
  "1.3.132.1.11.3": ["X963", "SHA-512"],
  "1.2.840.113549.1.9.16.3.19": ["HKDF", "SHA-256"],
  "1.2.840.113549.1.9.16.3.20": ["HKDF", "SHA-384"],
  "1.2.840.113549.1.9.16.3.21": ["HKDF", "SHA-512"],
};
const WRAPS = { "2.16.840.1.101.3.4.1.5": 128, "2.16.840.1.101.3.4.1.45": 256 };
const CONTENT = {
  "2.16.840.1.101.3.4.1.2": ["AES-CBC", 128],
  "2.16.840.1.101.3.4.1.42": ["AES-CBC", 256],
  "2.16.840.1.101.3.4.1.6": ["AES-GCM", 128],
  "2.16.840.1.101.3.4.1.46": ["AES-GCM", 256],
};

/** A tag may be cut to as little as this (RFC 5084 §3.2), and says nothing when it is shorter. */
const SHORTEST_TAG = 12;

/** What this browser cannot do; the command can. */
export const notHere = (what) =>
  new Error(what + " is not opened here. Your mail program may, and so does: signet open --key FILE mail.eml");

/**
 * @param message ContentInfo, BER
 * @param keys as a key file has them
 * @returns content, and isWhole: whether its encryption itself shows every change (AEAD)
 */
export async function opened(message, keys) {
  const [type, wrapper] = inside(parsed(message), 0x30);
  const isAuthenticated = oidOf(type) === AUTH_ENVELOPED;
  if (!isAuthenticated && oidOf(type) !== ENVELOPED) {
    throw notHere("A message of another kind than encrypted");
  }
  const fields = inside(inside(wrapper, 0xa0)[0], 0x30).slice(1); // without version
  if (fields[0].tag === 0xa0) {
    fields.shift(); // originatorInfo
  }
  const [recipients, encrypted, ...rest] = fields;
  const [, method, content] = inside(encrypted, 0x30);
  const { name, parameters } = algorithmOf(method);
  const [cipher, bits] = CONTENT[name] ?? [];
  if (!cipher || (cipher === "AES-GCM") !== isAuthenticated || !content) {
    throw notHere("What is encrypted with this algorithm (" + name + ")");
  }
  const secret = await contentKey(inside(recipients, 0x31), keys, bits);
  const key = await crypto.subtle.importKey("raw", secret, cipher, false, ["decrypt"]);
  secret.fill(0);
  try {
    const plain = await crypto.subtle.decrypt(...settings(cipher, parameters, rest, key, octetsOf(content)));
    return { content: new Uint8Array(plain), isWhole: isAuthenticated };
  } catch {
    throw new Error("It was changed on the way, or is for another key. Nothing of it is shown.");
  }
}

function settings(cipher, parameters, rest, key, content) {
  if (cipher === "AES-CBC") {
    return [{ name: cipher, iv: octetsOf(parameters) }, key, content];
  }
  const [nonce, length] = inside(parameters, 0x30);
  const attributes = rest.find((one) => one.tag === 0xa1);
  const tag = octetsOf(rest.find((one) => one.tag === 0x04));
  if (tag.length < SHORTEST_TAG || tag.length !== (length ? numberOf(length) : SHORTEST_TAG)) {
    throw new Error("tag");
  }
  const sealed = new Uint8Array(content.length + tag.length);
  sealed.set(content);
  sealed.set(tag, content.length);
  // RFC 5083 §2.2: the attributes as they would be outside of the message, a SET
  const additionalData = attributes ? attributes.whole.slice() : new Uint8Array(0);
  if (attributes) {
    additionalData[0] = 0x31;
  }
  return [{ name: cipher, iv: octetsOf(nonce), additionalData, tagLength: 8 * tag.length }, key, sealed];
}

async function contentKey(recipients, keys, bits) {
  let isNamed = false;
  for (const recipient of recipients) {
    for (const key of keys) {
      const wrapped = forKey(recipient, key);
      if (wrapped) {
        isNamed = true;
        const secret = await (recipient.tag === 0x30
          ? transported(recipient, key, wrapped, bits)
          : agreed(recipient, key, wrapped));
        if (secret.length * 8 === bits) {
          return secret;
        }
      }
    }
  }
  throw new Error(
    isNamed
      ? "It was changed on the way. Nothing of it is shown."
      : "It is encrypted to other keys than those of this file. An older key comes back by the portal or by"
        + " 'signet recovery request'.");
}

/** The encrypted key that is for this one. */
function forKey(recipient, key) {
  if (recipient.tag === 0x30) {
    const [, name, , wrapped] = inside(recipient, 0x30);
    return isNamed(name, key) ? octetsOf(wrapped) : undefined;
  }
  if (recipient.tag !== 0xa1) {
    return undefined; // by a password or a shared key: nothing for a key file
  }
  for (const one of inside(recipient.kids.at(-1), 0x30)) {
    const [name, wrapped] = inside(one, 0x30);
    if (isNamed(name, key)) {
      return octetsOf(wrapped);
    }
  }
  return undefined;
}

function isNamed(name, key) {
  if (name.tag === 0x30) {
    const [issuer, serial] = inside(name, 0x30);
    return same(issuer.whole, key.issuer) && same(serial.whole, key.serial);
  }
  const id = name.tag === 0x80 ? name.body : name.tag === 0xa0 ? octetsOf(name.kids[0]) : undefined;
  return id !== undefined && key.keyId !== undefined && same(id, key.keyId);
}

/** RFC 5652 §6.2.1. */
async function transported(recipient, key, wrapped, bits) {
  const { name, parameters } = algorithmOf(inside(recipient, 0x30)[2]);
  if (name === RSA) {
    return pkcs1(key.secret, wrapped, bits / 8);
  }
  if (name !== OAEP) {
    throw notHere("A key that was sent by this method (" + name + ")");
  }
  const { hash, label } = oaep(parameters);
  const own = await crypto.subtle.importKey("pkcs8", key.secret, { name: "RSA-OAEP", hash }, false, ["decrypt"]);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "RSA-OAEP", label }, own, wrapped));
}

/** RSAES-OAEP-params (RFC 4055 §4.1). */
function oaep(parameters) {
  let digest = "SHA-1";
  let mask = "SHA-1";
  let label = new Uint8Array(0);
  for (const one of parameters?.kids ?? []) {
    const method = algorithmOf(one.kids[0]);
    if (one.tag === 0xa0) {
      digest = HASHES[method.name];
    } else if (one.tag === 0xa1 && method.name === MGF1) {
      mask = HASHES[algorithmOf(method.parameters).name];
    } else if (one.tag === 0xa2) {
      label = octetsOf(method.parameters);
    }
  }
  if (!digest || digest !== mask) {
    throw notHere("OAEP with two different digests");
  }
  return { hash: digest, label };
}

/** RFC 5753 §3.1, RFC 8418 §2. */
async function agreed(recipient, key, wrapped) {
  const fields = recipient.kids.slice(1);
  const [originator] = inside(fields.shift(), 0xa0);
  const ukm = fields[0].tag === 0xa1 ? octetsOf(fields.shift().kids[0]) : undefined;
  const { name, parameters } = algorithmOf(fields[0]);
  const [kind, hash] = AGREEMENTS[name] ?? [];
  const wrap = algorithmOf(parameters);
  const bits = WRAPS[wrap.name];
  if (!kind || !bits || originator.tag !== 0xa1) {
    throw notHere("A key that was agreed on by this method (" + name + ")");
  }
  const point = octetsOf(originator.kids[1]).subarray(1); // BIT STRING: no unused bits
  const shared = await sharedSecret(key, point);
  const info = sequence(
    wrap.whole,
    ...(ukm ? [explicit(0, octets(ukm))] : []),
    explicit(2, octets(Uint8Array.of(0, 0, bits >> 8, bits & 0xff))),
  );
  const outer = await (kind === "HKDF" ? hkdf : x963)(shared, info, hash, bits);
  shared.fill(0);
  const wrapping = await crypto.subtle.importKey("raw", outer, "AES-KW", false, ["unwrapKey"]);
  outer.fill(0);
  try {
    const inner = await crypto.subtle.unwrapKey(
      "raw", wrapped, wrapping, "AES-KW", { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
    return new Uint8Array(await crypto.subtle.exportKey("raw", inner));
  } catch {
    return new Uint8Array(0);
  }
}

async function sharedSecret(key, point) {
  const kind = algorithmOf(inside(parsed(key.info), 0x30)[0]);
  if (kind.name === X25519) {
    return bitsOf(key, { name: "X25519" }, point, 256);
  }
  const [namedCurve, bits] = (kind.name === EC && CURVES[oidOf(kind.parameters)]) || [];
  if (!namedCurve) {
    throw notHere("A key of this kind (" + kind.name + ")");
  }
  return bitsOf(key, { name: "ECDH", namedCurve }, point, bits);
}

async function bitsOf(key, method, point, bits) {
  let own;
  let theirs;
  try {
    own = await crypto.subtle.importKey("pkcs8", key.secret, method, false, ["deriveBits"]);
    theirs = await crypto.subtle.importKey("raw", point, method, false, []);
  } catch {
    throw notHere("A key on this curve, in this browser,");
  }
  return new Uint8Array(await crypto.subtle.deriveBits({ name: method.name, public: theirs }, own, bits));
}

async function hkdf(shared, info, hash, bits) {
  const key = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "HKDF", hash, salt: new Uint8Array(0), info }, key, bits));
}

/** SEC 1 §3.6.1; one round is as long as any key here, but for SHA-1. */
async function x963(shared, info, hash, bits) {
  const out = [];
  for (let counter = 1; out.length * 8 < bits; counter++) {
    const input = new Uint8Array(shared.length + 4 + info.length);
    input.set(shared);
    input.set([0, 0, 0, counter], shared.length);
    input.set(info, shared.length + 4);
    out.push(...new Uint8Array(await crypto.subtle.digest(hash, input)));
  }
  return Uint8Array.from(out.slice(0, bits / 8));
}

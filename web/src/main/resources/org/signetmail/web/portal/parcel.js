// The encryption key on its way into the archive: the pair and whose it is, sealed to the archive's
// transport certificate (AuthEnvelopedData, RFC 5083, AES-256-GCM, ECDH P-256 by RFC 5753), and the
// signing key's word that it is of the same person.

import { algorithm, bits, certificate, explicit, integer, joined, octets, oid, sequence, setOf, tagged, utf8 } from "./der.js";
import { privateInfo, publicInfo, random, sha256, signed } from "./keys.js";

const TITLE = "signet transported key 1";
const BINDING = "signet key binding v1\n";
const EC_PUBLIC_KEY = "1.2.840.10045.2.1";
const P256 = { name: "ECDH", namedCurve: "P-256" };
const ECDH_SHA256 = "1.3.132.1.11.1";
const AES256_WRAP = "2.16.840.1.101.3.4.1.45";
const AES256_GCM = "2.16.840.1.101.3.4.1.46";
const DATA = "1.2.840.113549.1.7.1";
const AUTH_ENVELOPED_DATA = "1.2.840.113549.1.9.16.1.23";
const TAG_OCTETS = 16;

/**
 * The sealed pair.
 *
 * @param owner the mailbox as its key: the form under which mailboxes are compared
 * @param archive the transport certificate, DER
 */
export async function sealed(pair, owner, archive) {
  const secret = await privateInfo(pair);
  const parcel = packed(utf8(TITLE), utf8(owner), await publicInfo(pair), secret);
  secret.fill(0);
  try {
    return await sealedTo(archive, parcel);
  } finally {
    parcel.fill(0);
  }
}

/** Signed over mailbox and parcel (RFC 9883 says the same in a request of a key that cannot sign). */
export async function binding(signing, owner, parcel) {
  return signed(signing, joined(utf8(BINDING + owner + "\n"), await sha256(parcel)));
}

/** Each part after its length in two octets. */
function packed(...parts) {
  return joined(...parts.flatMap((p) => [Uint8Array.of(p.length >> 8, p.length & 0xff), p]));
}

async function sealedTo(archive, content) {
  const recipient = certificate(archive);
  const theirs = await crypto.subtle.importKey("spki", recipient.key, P256, false, []);
  const ours = await crypto.subtle.generateKey(P256, true, ["deriveBits"]);
  const shared = new Uint8Array(
    await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256),
  );
  const wrap = algorithm(AES256_WRAP);
  // ECC-CMS-SharedInfo (RFC 5753 §7.2): the length of the key that is made, in bits
  const info = sequence(wrap, explicit(2, octets(Uint8Array.of(0, 0, 1, 0))));
  const wrapping = await sha256(joined(shared, Uint8Array.of(0, 0, 0, 1), info));
  const outer = await crypto.subtle.importKey("raw", wrapping, "AES-KW", false, ["wrapKey"]);
  const inner = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("raw", inner, outer, "AES-KW"));
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  shared.fill(0);
  wrapping.fill(0);

  const nonce = random(12);
  const encrypted = new Uint8Array(
    await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, inner, content),
  );
  const agreement = explicit(
    1,
    integer(3),
    explicit(0, explicit(1, algorithm(EC_PUBLIC_KEY), bits(point))),
    algorithm(ECDH_SHA256, wrap),
    sequence(sequence(sequence(recipient.issuer, recipient.serial), octets(wrapped))),
  );
  const end = encrypted.length - TAG_OCTETS;
  const gcm = algorithm(AES256_GCM, sequence(octets(nonce), integer(TAG_OCTETS)));
  const data = sequence(
    integer(0),
    setOf(agreement),
    sequence(oid(DATA), gcm, tagged(0x80, encrypted.subarray(0, end))),
    octets(encrypted.subarray(end)),
  );
  return sequence(oid(AUTH_ENVELOPED_DATA), explicit(0, data));
}

// RSAES-PKCS1-v1_5 (RFC 8017 §7.2.2), which browsers have no more and most mail is still encrypted with.
// It runs in the reader's own browser, for one message that they chose, and tells nobody how it went or
// how long it took: an oracle (RFC 3218) needs somebody who asks.

import { inside, octetsOf, parsed } from "./ber.js";
import { random } from "./keys.js";

/**
 * The key in it; random octets where there is none, so that what follows fails as it would for another.
 *
 * @param secret PKCS#8
 * @param length of the key in octets
 */
export function pkcs1(secret, encrypted, length) {
  const fields = inside(parsed(octetsOf(inside(parsed(secret), 0x30)[2])), 0x30);
  const [modulus, , , p, q, dp, dq, inverse] = fields.slice(1).map((one) => number(one.body));
  const sealed = number(encrypted);
  const other = random(length);
  if (sealed >= modulus) {
    return other;
  }
  // Chinese remainder theorem (RFC 8017 §5.1.2)
  const a = power(sealed % p, dp, p);
  const b = power(sealed % q, dq, q);
  const plain = b + q * ((((a - b) % p) + p) * inverse % p);
  const width = Math.ceil(modulus.toString(16).length / 2);
  const block = octets(plain, width);
  const end = block.length - length;
  const isPadded =
    block[0] === 0 && block[1] === 2 && block[end - 1] === 0 && !block.subarray(2, end - 1).includes(0);
  return isPadded && end >= 11 ? block.slice(end) : other;
}

const number = (octets) =>
  BigInt("0x" + [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join(""));

function octets(value, width) {
  const hex = value.toString(16).padStart(2 * width, "0");
  return Uint8Array.from({ length: width }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === "1") {
      result = (result * base) % modulus;
    }
  }
  return result;
}

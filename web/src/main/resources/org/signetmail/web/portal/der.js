// DER (X.690 §10): what requests, sealed keys and key files are written in. Only what they need.

/** One array of octets out of several. */
export function joined(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A value with its tag and length. */
export function tagged(tag, ...content) {
  const value = joined(...content);
  let length = [value.length];
  if (value.length > 0x7f) {
    length = [];
    for (let rest = value.length; rest > 0; rest = Math.floor(rest / 256)) {
      length.unshift(rest % 256);
    }
    length.unshift(0x80 | length.length);
  }
  return joined(Uint8Array.of(tag, ...length), value);
}

export const sequence = (...content) => tagged(0x30, ...content);
export const octets = (content) => tagged(0x04, content);
export const bits = (content) => tagged(0x03, Uint8Array.of(0), content);
export const nothing = () => Uint8Array.of(0x05, 0);
export const explicit = (number, ...content) => tagged(0xa0 | number, ...content);
export const utf8 = (text) => new TextEncoder().encode(text);

/** SET OF: in ascending order of the encodings (X.690 §11.6). */
export const setOf = (...members) => tagged(0x31, ...members.sort(compared));

function compared(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) {
      return a[i] - b[i];
    }
  }
  return a.length - b.length;
}

/** A number below 2^31, or the octets of an unsigned one. */
export function integer(value) {
  let unsigned = value;
  if (typeof value === "number") {
    unsigned = [value & 0xff];
    for (let rest = value >>> 8; rest > 0; rest >>>= 8) {
      unsigned.unshift(rest & 0xff);
    }
  }
  let from = 0;
  while (from < unsigned.length - 1 && unsigned[from] === 0) {
    from++;
  }
  const shortest = Uint8Array.from(unsigned.slice(from));
  return tagged(0x02, shortest[0] & 0x80 ? joined(Uint8Array.of(0), shortest) : shortest);
}

/** An object identifier from its numbers with dots. */
export function oid(text) {
  const [first, second, ...rest] = text.split(".").map(Number);
  const out = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift(0x80 | (left % 128));
    }
    out.push(...groups);
  }
  return tagged(0x06, Uint8Array.from(out));
}

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
export const algorithm = (name, ...parameters) => sequence(oid(name), ...parameters);

/** The values inside a constructed value, each whole. */
export function children(der) {
  const [from, to] = content(der);
  const found = [];
  for (let at = from; at < to; ) {
    const rest = der.subarray(at, to);
    const end = content(rest)[1];
    found.push(rest.subarray(0, end));
    at += end;
  }
  return found;
}

/** Where the content of the first value begins and ends. */
function content(der) {
  let length = der[1];
  let from = 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    if (count < 1 || count > 3) {
      throw new Error("a certificate has a length that is not DER (X.690 §10.1)");
    }
    length = 0;
    for (let i = 0; i < count; i++) {
      length = length * 256 + der[from++];
    }
  }
  if (!(from + length <= der.length)) {
    throw new Error("a certificate is cut short; load the page again");
  }
  return [from, from + length];
}

/** What a certificate says of issuer, serial number, subject and key (RFC 5280 §4.1), each as DER. */
export function certificate(der) {
  const fields = children(children(der)[0]);
  if (fields[0][0] === 0xa0) {
    fields.shift(); // version
  }
  return { serial: fields[0], issuer: fields[2], subject: fields[4], key: fields[5] };
}

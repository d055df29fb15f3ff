// Reads BER (X.690 §8), in which messages and key files are written: also lengths that are found at the
// end only, and octets in pieces. It goes so deep and makes so many values, and no more.

const DEEPEST = 40;
const MOST = 200000;

/**
 * The value that these octets are.
 *
 * @returns tag (identifier octet), whole (its octets), body (what is in it), kids (its values, when it
 *     has any)
 */
export function parsed(octets) {
  const budget = { left: MOST };
  const { value, end } = read(octets, 0, octets.length, 0, budget);
  if (end !== octets.length) {
    throw broken("goes on after its end");
  }
  return value;
}

/** The octets of an OCTET STRING, in one piece or in several. */
export function octetsOf(value) {
  if (!value.kids) {
    return value.body;
  }
  const pieces = value.kids.map(octetsOf);
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** A small number. */
export function numberOf(value) {
  need(value, 0x02);
  if (value.body.length < 1 || value.body.length > 4 || value.body[0] & 0x80) {
    throw broken("has a number that is none here");
  }
  return value.body.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** An object identifier in numbers with dots. */
export function oidOf(value) {
  need(value, 0x06);
  const arcs = [];
  let arc = 0;
  for (const octet of value.body) {
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 128) {
      throw broken("has an identifier that is too long");
    }
    if (!(octet & 0x80)) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const first = Math.min(2, Math.floor(arcs[0] / 40));
  return [first, arcs[0] - 40 * first, ...arcs.slice(1)].join(".");
}

/** The values in a value with this tag. */
export function inside(value, tag) {
  need(value, tag);
  if (!value.kids) {
    throw broken("has no value where one is wanted");
  }
  return value.kids;
}

/** An AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
export function algorithmOf(value) {
  const [name, parameters] = inside(value, 0x30);
  return { name: oidOf(name), parameters, whole: value.whole };
}

/** Whether two octet strings are the same. */
export const same = (a, b) => a.length === b.length && a.every((octet, i) => octet === b[i]);

function need(value, tag) {
  if (!value || value.tag !== tag) {
    throw broken("has another value than is wanted");
  }
}

function read(octets, from, to, depth, budget) {
  if (depth > DEEPEST || --budget.left < 0) {
    throw broken("is deeper or longer than is read here");
  }
  const tag = octets[from];
  if (from + 2 > to || (tag & 0x1f) === 0x1f) {
    throw broken("is cut short");
  }
  const { length, at } = lengthAt(octets, from + 1, to);
  const isConstructed = (tag & 0x20) !== 0;
  if (length < 0 && !isConstructed) {
    throw broken("has no length");
  }
  const limit = length < 0 ? to : at + length;
  if (!isConstructed) {
    return made(octets, tag, from, at, limit, limit, undefined);
  }
  const kids = [];
  let place = at;
  while (length < 0 ? !isEnd(octets, place, to) : place < limit) {
    const { value, end } = read(octets, place, limit, depth + 1, budget);
    kids.push(value);
    place = end;
  }
  return made(octets, tag, from, at, place, length < 0 ? place + 2 : place, kids);
}

function made(octets, tag, from, at, bodyEnd, end, kids) {
  const value = { tag, whole: octets.subarray(from, end), body: octets.subarray(at, bodyEnd), kids };
  return { value, end };
}

function isEnd(octets, place, to) {
  if (place + 2 > to) {
    throw broken("is cut short");
  }
  return octets[place] === 0 && octets[place + 1] === 0;
}

/** -1 for one that ends where its end is marked. */
function lengthAt(octets, from, to) {
  const first = octets[from];
  if (first < 0x80) {
    return checked(first, from + 1, to);
  }
  if (first === 0x80) {
    return { length: -1, at: from + 1 };
  }
  const count = first & 0x7f;
  if (count > 4 || from + 1 + count > to) {
    throw broken("has a length that cannot be");
  }
  let length = 0;
  for (let i = 0; i < count; i++) {
    length = length * 256 + octets[from + 1 + i];
  }
  return checked(length, from + 1 + count, to);
}

function checked(length, at, to) {
  if (at + length > to) {
    throw broken("is cut short");
  }
  return { length, at };
}

const broken = (what) => new Error("What is encoded " + what + " (X.690). Save the file anew.");

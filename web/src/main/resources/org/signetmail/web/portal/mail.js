// As much of a mail (RFC 5322, RFC 2045) as the reader needs: its headers, its parts, its text.

const DEEPEST = 20;
const CR = 13;
const LF = 10;

/** Headers (names in small letters; the first of each, every From, and all as they stand) and body, of a mail or a part. */
export function entity(octets) {
  const end = emptyLine(octets);
  const header = new TextDecoder().decode(octets.subarray(0, end.from));
  const fields = {};
  const from = [];
  const lines = [];
  for (const line of header.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const at = line.indexOf(":");
    const name = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    if (!/^[\x21-\x39\x3b-\x7e]+[ \t]*:/.test(line)) {
      continue;
    }
    lines.push({ name: line.slice(0, at).trim(), value });
    if (!(name in fields)) {
      fields[name] = value;
    }
    if (name === "from") {
      from.push(value);
    }
  }
  return { fields, from, lines, type: mediaType(fields["content-type"]), body: octets.subarray(end.to), whole: octets };
}

/** The body without its transfer encoding. */
export function decoded({ fields, body }) {
  switch ((fields["content-transfer-encoding"] ?? "7bit").toLowerCase()) {
    case "base64":
      return Uint8Array.from(atob(latin(body).replace(/[^A-Za-z0-9+/=]/g, "")), (one) => one.charCodeAt(0));
    case "quoted-printable":
      return Uint8Array.from(
        latin(body)
          .replace(/[ \t]*\r?\n/g, "\r\n")
          .replace(/=\r\n/g, "")
          .replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
        (one) => one.charCodeAt(0),
      );
    default:
      return body;
  }
}

/** The parts of a multipart, each from its first octet to the end of line before the next boundary. */
export function parts({ type, body }) {
  const boundary = type.parameters.boundary;
  if (!boundary) {
    return [];
  }
  const text = latin(body);
  const found = [];
  let from = -1;
  const line = /(^|\r?\n)--([^\r\n]*?)[ \t]*(?=\r?\n|$)/g;
  for (let match = line.exec(text); match; match = line.exec(text)) {
    const isEnd = match[2] === boundary + "--";
    if (match[2] === boundary || isEnd) {
      if (from >= 0) {
        found.push(body.subarray(from, match.index));
      }
      const after = match.index + match[0].length;
      from = after + (text[after] === "\r" ? 2 : 1);
      if (isEnd) {
        break;
      }
    }
  }
  return found;
}

/** The first plain text in it; undefined when there is none. */
export function plainText(octets, depth = 0) {
  const part = entity(octets);
  if (part.type.name.startsWith("multipart/") && depth < DEEPEST) {
    for (const inner of parts(part)) {
      const text = plainText(inner, depth + 1);
      if (text !== undefined) {
        return text;
      }
    }
    return undefined;
  }
  if (part.type.name !== "text/plain") {
    return undefined;
  }
  const text = letters(part.type.parameters.charset, decoded(part));
  return part.type.parameters["hp-legacy-display"] === "1" ? withoutLegacy(text) : text;
}

/** Without header fields that are said again at its top, up to the first empty line (RFC 9788 §4.5.3.2). */
function withoutLegacy(text) {
  const lines = text.split("\n");
  const empty = lines.findIndex((line) => line.trim() === "");
  return empty >= 0 && empty < lines.length - 1 ? lines.slice(empty + 1).join("\n") : text;
}

function letters(charset, octets) {
  try {
    return new TextDecoder(charset ?? "utf-8").decode(octets);
  } catch {
    return latin(octets);
  }
}

/** What a field says in words (RFC 2047). */
export function words(value) {
  return value
    .replace(/(\?=)\s+(?==\?)/g, "$1")
    .replace(/=\?([^?*\s]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?\s]*)\?=/g, (whole, charset, way, text) => {
      try {
        const octets = /b/i.test(way) ? atob(text) : text.replace(/_/g, " ").replace(
          /=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
        return letters(charset, Uint8Array.from(octets, (one) => one.charCodeAt(0)));
      } catch {
        return whole;
      }
    });
}

/** With the ends of line that signatures are over (RFC 8551 §3.1.1). */
export function canonical(octets) {
  const out = [];
  octets.forEach((octet, i) => {
    if (octet === LF && octets[i - 1] !== CR) {
      out.push(CR);
    }
    out.push(octet);
  });
  return Uint8Array.from(out);
}

function mediaType(field) {
  const [name, ...rest] = (field ?? "text/plain").match(/(?:"(?:\\.|[^"\\])*"|[^;"])+/g) ?? ["text/plain"];
  const parameters = {};
  for (const one of rest) {
    const at = one.indexOf("=");
    const value = one.slice(at + 1).trim();
    parameters[one.slice(0, at).trim().toLowerCase()] = value.startsWith('"')
      ? value.slice(1, -1).replace(/\\(.)/g, "$1")
      : value;
  }
  return { name: name.trim().toLowerCase(), parameters };
}

function emptyLine(octets) {
  for (let i = 0; i < octets.length; i++) {
    if (octets[i] === LF) {
      const next = octets[i + 1] === CR ? i + 2 : i + 1;
      if (octets[next] === LF) {
        return { from: i + 1, to: next + 1 };
      }
    }
  }
  return { from: octets.length, to: octets.length };
}

function latin(octets) {
  let text = "";
  for (let i = 0; i < octets.length; i += 8192) {
    text += String.fromCharCode(...octets.subarray(i, i + 8192));
  }
  return text;
}

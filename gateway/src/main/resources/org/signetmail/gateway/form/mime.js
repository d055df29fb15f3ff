// Reads a message (RFC 5322, RFC 2045, RFC 2046) that was decrypted in this page: text in, parts out.
// A string here holds one octet in each character.
const DEEPEST = 20, MOST_PARTS = 1000;

function binary(octets) {
  let text = '';
  for (let i = 0; i < octets.length; i += 32768) {
    text += String.fromCharCode.apply(null, octets.subarray(i, i + 32768));
  }
  return text;
}

function octets(text) {
  const all = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) all[i] = text.charCodeAt(i);
  return all;
}

function inCharset(all, charset) {
  try {
    return new TextDecoder(charset || 'utf-8').decode(all);
  } catch (e) {
    return new TextDecoder('utf-8').decode(all);
  }
}

function base64(text) {
  const clean = text.replace(/[^A-Za-z0-9+/]/g, '');
  return octets(atob(clean.slice(0, clean.length - (clean.length % 4 === 1 ? 1 : 0))));
}

function quotedPrintable(text) {
  return octets(text.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (all, hex) => String.fromCharCode(parseInt(hex, 16))));
}

// A header value as people read it (RFC 2047).
function words(value) {
  const joined = value.replace(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[bq]\?)/gi, '$1');
  if (/[\x80-\xff]/.test(joined)) return inCharset(octets(joined), 'utf-8');
  return joined.replace(/=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi, (all, charset, kind, text) => {
    try {
      const plain = kind.toLowerCase() === 'b' ? base64(text) : quotedPrintable(text.replace(/_/g, ' '));
      return inCharset(plain, charset.split('*')[0]);
    } catch (e) {
      return all;
    }
  });
}

// A value with parameters (RFC 2045 section 5.1, RFC 2231).
function structured(field) {
  const found = {value: field.split(';')[0].trim().toLowerCase()};
  const pieces = {};
  for (const one of field.matchAll(/;\s*([^=\s;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)/g)) {
    const text = one[2].startsWith('"') ? one[2].slice(1, -1).replace(/\\(.)/g, '$1') : one[2].trim();
    const name = /^([^*]+)(?:\*(\d+))?(\*)?$/.exec(one[1].toLowerCase());
    if (!name) continue;
    if (name[2] === undefined && !name[3]) found[name[1]] = words(text);
    else (pieces[name[1]] ||= [])[Math.min(Number(name[2] || 0), 999)] = {text, coded: !!name[3]};
  }
  for (const [name, all] of Object.entries(pieces)) {
    let charset = 'utf-8', plain = '';
    all.forEach((piece, i) => {
      let text = piece.text;
      const lead = i === 0 && piece.coded ? /^([^']*)'[^']*'/.exec(text) : null;
      if (lead) { charset = lead[1]; text = text.slice(lead[0].length); }
      plain += piece.coded ? text.replace(/%([0-9A-Fa-f]{2})/g, (c, hex) => String.fromCharCode(parseInt(hex, 16))) : text;
    });
    found[name] = inCharset(octets(plain), charset);
  }
  return found;
}

function header(text) {
  const fields = {};
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields[line.slice(0, colon).trim().toLowerCase()] ??= line.slice(colon + 1).trim();
  }
  return fields;
}

function entity(text, depth = 0, count = {parts: 0}) {
  const end = /^\r?\n|\r?\n\r?\n/.exec(text);
  const fields = header(end ? text.slice(0, end.index) : text);
  const body = end ? text.slice(end.index + end[0].length) : '';
  const part = {
    fields, body,
    type: structured(fields['content-type'] || 'text/plain'),
    disposition: structured(fields['content-disposition'] || ''),
    parts: [],
  };
  const boundary = part.type.boundary;
  if (part.type.value.startsWith('multipart/') && boundary && depth < DEEPEST) {
    const line = new RegExp('(?:^|\\r?\\n)--' + boundary.replace(/[^A-Za-z0-9]/g, '\\$&') + '(--)?[ \\t]*(?=\\r?\\n|$)', 'g');
    let begin = -1;
    for (const found of body.matchAll(line)) {
      if (begin >= 0 && count.parts++ < MOST_PARTS) {
        part.parts.push(entity(body.slice(begin, found.index).replace(/^\r?\n/, ''), depth + 1, count));
      }
      begin = found[1] ? -1 : found.index + found[0].length;
    }
    if (begin >= 0) part.parts.push(entity(body.slice(begin).replace(/^\r?\n/, ''), depth + 1, count));
  }
  return part;
}

function decoded(part) {
  const how = (part.fields['content-transfer-encoding'] || '').toLowerCase();
  return how === 'base64' ? base64(part.body) : how === 'quoted-printable' ? quotedPrintable(part.body) : octets(part.body);
}

function isShown(part) {
  return /^text\/(plain|html)$/.test(part.type.value) && part.disposition.value !== 'attachment' && !part.disposition.filename;
}

function shows(part, type) {
  return isShown(part) ? part.type.value === type : part.parts.some(one => shows(one, type));
}

// Fills in what is shown and what is attached; of alternatives, the richest that can be shown.
function sort(part, shown, attached) {
  if (part.parts.length > 0) {
    if (part.type.value === 'multipart/signed') return sort(part.parts[0], shown, attached);
    if (part.type.value === 'multipart/alternative') {
      const last = type => part.parts.findLast(one => shows(one, type));
      const best = last('text/html') || last('text/plain');
      for (const one of part.parts) {
        if (one === best || !isShown(one) && !shows(one, 'text/plain')) sort(one, shown, attached);
      }
      return;
    }
    part.parts.forEach(one => sort(one, shown, attached));
  } else if (isShown(part)) {
    shown.push(part);
  } else {
    attached.push(part);
  }
}

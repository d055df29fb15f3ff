const CHUNK = 65536, TAG = 16;
const at = id => document.getElementById(id);
const aad = new TextEncoder().encode(at('parameters').textContent);
const parameters = JSON.parse(at('parameters').textContent);
let links = [];

// What people hear on the telephone they type with blanks, in capitals, without hyphens.
function typed(password) {
  return parameters.password === 'made'
    ? password.toLowerCase().replace(/[^a-z0-9]/g, '').replace(/(.{4})(?=.)/g, '$1-')
    : password.normalize('NFC');
}

async function keyOf(password) {
  const raw = await crypto.subtle.importKey('raw', new TextEncoder().encode(typed(password)), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    {name: 'PBKDF2', hash: 'SHA-256', salt: base64(parameters.salt), iterations: parameters.iterations},
    raw, {name: 'AES-GCM', length: 256}, false, ['decrypt']);
}

function decrypt(key, iv, data) {
  return crypto.subtle.decrypt({name: 'AES-GCM', iv, additionalData: aad, tagLength: 128}, key, data);
}

// Each chunk under its number; the last one says that it is the last.
async function unsealed(key) {
  const sealed = base64(at('sealed').textContent);
  const count = Math.max(1, Math.ceil(sealed.length / (CHUNK + TAG)));
  const plain = new Uint8Array(Math.max(0, sealed.length - count * TAG));
  for (let i = 0; i < count; i++) {
    const iv = new Uint8Array(12);
    new DataView(iv.buffer).setUint32(7, i);
    iv[11] = i === count - 1 ? 1 : 0;
    const from = i * (CHUNK + TAG);
    plain.set(new Uint8Array(await decrypt(key, iv, sealed.subarray(from, from + CHUNK + TAG))), i * CHUNK);
  }
  return plain;
}

function say(text, wrong) {
  at('status').className = wrong ? 'wrong' : '';
  at('status').textContent = text;
}

function element(name, text, parent) {
  const made = document.createElement(name);
  made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

function link(anchor, data) {
  const address = URL.createObjectURL(new Blob([data], {type: 'application/octet-stream'}));
  links.push(address);
  anchor.href = address;
  return anchor;
}

const SHAPES = {
  organisation: 'M16 1l3.700 3.200 4.900-.3 1.200 4.700 4.100 2.600-1.900 4.500 1.900 4.500-4.100 2.600-1.200 4.700-4.900-.3L16 30.400l-3.700-3.200-4.900.3-1.200-4.700-4.100-2.600L4 15.700l-1.900-4.500 4.100-2.600 1.200-4.700 4.900.3zM10 15.700l4.500 4.500 8-8.500-1.800-1.700-6.200 6.600-2.700-2.700z',
  person: 'M16 2a14 14 0 1 0 0 28 14 14 0 0 0 0-28zM10 15.700l4.500 4.500 8-8.500-1.800-1.700-6.200 6.600-2.700-2.700z',
  none: 'M16 2a14 14 0 1 0 0 28 14 14 0 0 0 0-28zm0 3a11 11 0 1 1 0 22 11 11 0 0 1 0-22z',
};

function showVerdict(facts) {
  const kind = SHAPES[facts.signature] ? facts.signature : 'none';
  const box = at('verdict');
  box.className = kind === 'none' ? 'verdict unsigned' : 'verdict';
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 32 32');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', SHAPES[kind]);
  path.setAttribute('fill', 'currentColor');
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  const words = document.createElement('div');
  const name = utf8(facts.signer || '');
  const what = kind === 'organisation' ? 'Sealed by ' + name + ', unchanged since.'
    : kind === 'person' ? 'Signed by ' + name + ', unchanged since.'
    : 'Not signed. Unchanged since it was put under your password.';
  const strong = element('strong', what);
  element('p', '', words).append(strong);
  element('p', 'Whoever made this file knows your password, and nothing in it has changed. '
    + (kind === 'none' ? '' : 'The ' + (kind === 'person' ? 'signature' : 'seal')
      + ' is in the original message: a mail program that reads S/MIME checks it. Its certificate has the SHA-256 '
      + facts.certificate + '.'), words);
  box.replaceChildren(svg, words);
}

function utf8(text) {
  return inCharset(octets(text), 'utf-8');
}

function showFields(fields) {
  const list = at('fields');
  list.replaceChildren();
  for (const name of ['Subject', 'From', 'To', 'Cc', 'Date']) {
    const value = fields[name.toLowerCase()];
    if (!value) continue;
    const date = name === 'Date' ? new Date(value.replace(/\([^)]*\)/g, '')) : null;
    element('dt', name, list);
    element('dd', date && !isNaN(date) ? date.toLocaleString('en-GB', {dateStyle: 'full', timeStyle: 'long'}) : words(value), list);
  }
}

// Scripts do not run in the frame, and nothing is fetched into it: this takes out what would not work.
function tamed(html, pictures, used) {
  const inside = new DOMParser().parseFromString(html, 'text/html');
  inside.querySelectorAll('script, meta, base, link, object, embed, iframe, frame, frameset').forEach(one => one.remove());
  inside.querySelectorAll('[src], [background]').forEach(one => {
    for (const name of ['src', 'background']) {
      const cid = /^cid:(.+)$/i.exec(one.getAttribute(name) || '');
      const picture = cid && pictures[cid[1].replace(/%40/i, '@')];
      if (picture) {
        one.setAttribute(name, picture.address);
        used.add(picture.part);
      }
    }
  });
  inside.querySelectorAll('a[href], area[href]').forEach(one => {
    if (!one.getAttribute('href').startsWith('#')) one.target = '_blank';
    one.rel = 'noopener noreferrer';
  });
  return '<!doctype html>' + inside.documentElement.outerHTML;
}

function picturesOf(attached) {
  const pictures = {};
  for (const part of attached) {
    const id = (part.fields['content-id'] || '').replace(/^<|>$/g, '');
    if (id && /^image\/(png|jpeg|gif|webp)$/.test(part.type.value)) {
      pictures[id] = {part, address: 'data:' + part.type.value + ';base64,' + btoa(binary(decoded(part)))};
    }
  }
  return pictures;
}

// Gives what is left to be shown as an attachment: all but the pictures that stand in the text.
function showContent(shown, attached) {
  const content = at('content');
  content.replaceChildren();
  const pictures = picturesOf(attached);
  const used = new Set();
  for (const part of shown) {
    const text = inCharset(decoded(part), part.type.charset);
    if (part.type.value === 'text/html') {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
      frame.title = 'The message';
      frame.srcdoc = tamed(text, pictures, used);
      content.append(frame);
    } else {
      element('pre', text, content);
    }
  }
  return attached.filter(part => !used.has(part));
}

function size(count) {
  return count < 1000 ? count + ' B' : count < 1e6 ? (count / 1e3).toFixed(1) + ' kB' : (count / 1e6).toFixed(1) + ' MB';
}

function showAttached(attached) {
  const list = at('attachments');
  list.replaceChildren();
  attached.forEach((part, i) => {
    const name = (part.disposition.filename || part.type.name
      || (part.type.value === 'message/rfc822' ? 'message-' + (i + 1) + '.eml' : 'attachment-' + (i + 1))).replace(/[\/\\\x00-\x1f]/g, '_');
    const data = decoded(part);
    const row = element('li', '', list);
    const anchor = link(element('a', name, row), data);
    anchor.download = name;
    element('span', ' ' + size(data.length), row);
  });
  at('attached').hidden = attached.length === 0;
}

function show(plain) {
  const text = binary(plain);
  const end = text.indexOf('\r\n\r\n') + 4;
  const facts = header(text.slice(0, end));
  const message = entity(text.slice(end));
  const shown = [], attached = [];
  sort(message, shown, attached);
  showVerdict(facts);
  showFields(message.fields);
  showAttached(showContent(shown, attached));
  link(at('original'), plain.subarray(end));
  const subject = words(message.fields.subject || '');
  at('answer').href = 'mailto:' + encodeURIComponent(facts.author || '').replace('%40', '@')
    + '?subject=' + encodeURIComponent('Re: your confidential message');
  at('title').textContent = subject || 'A confidential message';
  at('form').hidden = true;
  at('opened').hidden = false;
  at('opened').focus();
  window.scrollTo(0, 0);
}

async function open(event) {
  event.preventDefault();
  at('open').disabled = true;
  say('Opening...');
  try {
    const key = await keyOf(at('password').value);
    try {
      await decrypt(key, new Uint8Array(12).fill(255), base64(at('check').textContent));
    } catch (e) {
      say('This password does not open it. Look for a slip, and ask for it again by telephone.', true);
      at('password').select();
      return;
    }
    let plain;
    try {
      plain = await unsealed(key);
    } catch (e) {
      say('The password is right, but this file was changed on its way. Nothing of it is shown; ask for it to be sent again.', true);
      return;
    }
    at('password').value = '';
    say('');
    show(plain);
  } finally {
    at('open').disabled = false;
  }
}

function close() {
  links.forEach(URL.revokeObjectURL);
  links = [];
  for (const id of ['fields', 'content', 'attachments', 'verdict']) at(id).replaceChildren();
  at('title').textContent = 'A confidential message';
  at('opened').hidden = true;
  at('form').hidden = false;
  at('password').focus();
}

if (window.crypto && crypto.subtle) {
  at('form').hidden = false;
  at('form').addEventListener('submit', open);
  at('close').addEventListener('click', close);
  at('show').addEventListener('change', e => { at('password').type = e.target.checked ? 'text' : 'password'; });
  at('password').focus();
} else {
  say('This viewer cannot decrypt. Save the file, then open it with a browser such as Firefox, Chrome, Edge or Safari.', true);
}

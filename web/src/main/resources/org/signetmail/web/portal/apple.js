// A configuration profile for Apple's systems (Configuration Profile Reference: com.apple.security.root,
// .pkcs1, .pkcs12): the authorities and the key file, installed in one step. Made here, for it holds
// the keys; the key file stays under its password, for which the device asks.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escaped = (text) => text.replace(/[&<>]/g, (c) => ESCAPES[c]);

/** Octets in Base64. */
export function base64(octets) {
  let text = "";
  octets.forEach((octet) => (text += String.fromCharCode(octet)));
  return btoa(text);
}

/** The profile as XML. Everything is DER. */
export function profile({ organization, mailbox, root, issuers, keyFile }) {
  const payloads = [
    payload("com.apple.security.root", organization + " root", base64(root)),
    ...issuers.map((one) => payload("com.apple.security.pkcs1", organization, base64(one))),
    payload("com.apple.security.pkcs12", mailbox, base64(keyFile)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
${payloads.join("")}  </array>
${described("Configuration", "Secure mail of " + organization)}  <key>PayloadOrganization</key><string>${escaped(organization)}</string>
</dict>
</plist>
`;
}

function payload(type, name, content) {
  return `    <dict>
${described(type, name)}  <key>PayloadContent</key><data>${content}</data>
    </dict>
`;
}

function described(type, name) {
  const uuid = crypto.randomUUID().toUpperCase();
  return `  <key>PayloadType</key><string>${type}</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>PayloadIdentifier</key><string>org.signetmail.portal.${uuid}</string>
  <key>PayloadUUID</key><string>${uuid}</string>
  <key>PayloadDisplayName</key><string>${escaped(name)}</string>
`;
}

// A certification request, PKCS#10 (RFC 2986), signed by the key it is for.

import { algorithm, bits, explicit, integer, nothing, octets, oid, sequence, setOf, tagged, utf8 } from "./der.js";
import { publicInfo, signed } from "./keys.js";

const COMMON_NAME = "2.5.4.3";
const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
const SUBJECT_ALT_NAME = "2.5.29.17";
const SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9";
const ECDSA_SHA256 = "1.2.840.10045.4.3.2";
const RSA_SHA256 = "1.2.840.113549.1.1.11";

export async function request(pair, name, mailbox) {
  const subject = sequence(setOf(sequence(oid(COMMON_NAME), tagged(0x0c, utf8(name)))));
  const names = sequence(
    oid(SUBJECT_ALT_NAME),
    octets(sequence(generalName(mailbox))),
  );
  const info = sequence(
    integer(0),
    subject,
    await publicInfo(pair),
    explicit(0, sequence(oid(EXTENSION_REQUEST), setOf(sequence(names)))),
  );
  const method =
    pair.privateKey.algorithm.name === "ECDSA"
      ? algorithm(ECDSA_SHA256)
      : algorithm(RSA_SHA256, nothing());
  return sequence(info, method, bits(await signed(pair, info)));
}

/** rfc822Name, or SmtpUTF8Mailbox where the local part is not ASCII (RFC 9598 §3). */
function generalName(mailbox) {
  return /^[\x20-\x7e]*$/.test(mailbox)
    ? tagged(0x81, utf8(mailbox))
    : tagged(0xa0, oid(SMTP_UTF8_MAILBOX), explicit(0, tagged(0x0c, utf8(mailbox))));
}

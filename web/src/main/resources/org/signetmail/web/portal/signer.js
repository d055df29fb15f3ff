// Asks the system whether the certificate counts that a signature holds under. It hears certificates, the names
// of algorithms, the time of signing and the From line: neither content nor digest nor signature.

const latin = (octets) => Array.from(octets, (octet) => String.fromCharCode(octet)).join("");
const base64 = (octets) => btoa(latin(octets));

/**
 * @param signer as signature.js found it
 * @param from the From lines that are shown
 * @param csrf the word of the page
 * @returns shape, sentence, and what is beneath: facts (name and value) and findings
 */
export async function judged(signer, from, csrf) {
  const body = new URLSearchParams({
    csrf,
    certificates: signer.certificates.map(base64).join(" "),
    digest: base64(signer.digest),
    signature: base64(signer.signature),
    time: time(signer.time),
    from: from.join("\n"),
  });
  try {
    const answer = await fetch("/read/signer", { method: "POST", body });
    const [shape, sentence, ...lines] = (await answer.text()).trimEnd().split("\n");
    return answer.ok
      ? {
          shape,
          sentence,
          facts: lines.filter((line) => line.includes("\t")).map((line) => line.split("\t")),
          findings: lines.filter((line) => !line.includes("\t")),
        }
      : unknown(answer.headers.get("Content-Type").startsWith("text/plain") ? shape : "the system refuses to say");
  } catch {
    return unknown("the system does not answer");
  }
}

const unknown = (why) => ({
  shape: "open",
  sentence: "Cannot say yet whether its certificate counts: " + why + " (indeterminate)",
  facts: [],
  findings: [],
});

/** RFC 5652 §11.3: UTCTime up to 2049. */
function time(value) {
  const text = value ? latin(value.body) : "";
  const full = value?.tag === 0x17 ? (text < "5" ? "20" : "19") + text : text;
  const [, ...parts] = full.match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/) ?? [];
  return parts.length > 0 ? parts.slice(0, 3).join("-") + "T" + parts.slice(3).join(":") + "Z" : "";
}

// What all signatures of a letter come to: one that counts, and none that is broken, as the system judges mail
// from outside. Each is named; who signed beside the one that counts takes nothing away and adds nothing.

import { judged } from "./signer.js";

/**
 * @param signatures as signature.js found them; none for a letter that nobody signed
 * @param from the From lines that are shown
 * @param csrf the word of the page
 * @returns shape, sentence, facts (name and value), findings
 */
export async function verdict(signatures, from, csrf) {
  if (signatures.length === 0) {
    return plain("empty", "Not signed: anybody may have written this (unsigned)");
  }
  const each = await Promise.all(signatures.map((one) => alone(one, from, csrf)));
  if (each.length === 1) {
    return each[0];
  }
  const facts = each.map((one, i) => ["Signature " + (i + 1) + " of " + each.length, named(one, signatures[i])]);
  const counting = each.filter((one) => one.shape === "filled");
  const broken = signatures.findIndex((one) => one.problem);
  if (broken >= 0) {
    return { ...plain("broken", "Of its signatures one does not hold: " + signatures[broken].problem + " (failed)"), facts };
  }
  if (counting.length > 1) {
    const sentence = counting.length + " signatures count where one belongs: nobody can say who speaks (failed)";
    return { ...plain("broken", sentence), facts };
  }
  const chosen = counting[0] ?? each.find((one) => one.shape === "broken") ?? each[0];
  return { ...chosen, facts: [...chosen.facts, ...facts] };
}

async function alone({ signer, problem, unknown }, from, csrf) {
  if (problem) {
    return plain("broken", "Of its signature: " + problem + " (failed)");
  }
  if (unknown) {
    return plain("open", "Cannot say: " + unknown + " (indeterminate); signet open --trust root.pem does");
  }
  const judgement = await judged(signer, from, csrf);
  return judgement.shape === "filled"
    ? judgement
    : {
        ...judgement,
        sentence: "Unchanged since it was signed with the key of " + signer.name + ". But: " + judgement.sentence,
        facts: [["Signer, as the certificate says", stated(signer)]],
      };
}

const named = ({ shape, sentence }, { signer }) =>
  shape === "filled" ? stated(signer) + ": it counts" : (signer ? stated(signer) + ". " : "") + sentence;

const stated = (signer) => signer.name + " (" + signer.mailboxes.join(", ") + ")";

const plain = (shape, sentence) => ({ shape, sentence, facts: [], findings: [] });

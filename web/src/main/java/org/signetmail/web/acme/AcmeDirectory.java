package org.signetmail.web.acme;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.signetmail.enrolment.acme.AcmeRules;

/**
 * What the directory says (RFC 8555 §7.1.1), and how often it may be asked.
 *
 * @param base where clients find us: {@code https://host:port}, without a slash at its end
 * @param caaIdentities our names in CAA records
 * @param requestsAMinute of one address
 */
public record AcmeDirectory(
    String base, AcmeRules.Binding binding, Set<String> caaIdentities, int requestsAMinute) {
  public AcmeDirectory {
    caaIdentities = Set.copyOf(caaIdentities);
  }

  AcmeAnswer answer(AcmeUrls urls) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("externalAccountRequired", binding == AcmeRules.Binding.REQUIRED);
    meta.put("caaIdentities", caaIdentities.stream().sorted().toList());
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("newNonce", urls.newNonce());
    object.put("newAccount", urls.newAccount());
    object.put("newOrder", urls.newOrder());
    object.put("revokeCert", urls.revokeCert());
    object.put("keyChange", urls.keyChange());
    object.put("renewalInfo", urls.renewalInfo());
    object.put("meta", meta);
    return AcmeAnswer.object(200, object);
  }
}

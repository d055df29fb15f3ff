package org.signetmail.web.cmp;

import java.util.Locale;
import org.signetmail.pkix.cmp.CmpBody;

/**
 * What is asked at an address of its own (RFC 9483 §6.1); what follows goes to the same address.
 */
enum CmpOperation {
  INITIALIZATION,
  CERTIFICATION,
  KEYUPDATE,
  PKCS10,
  REVOCATION,
  GETCACERTS,
  GETROOTUPDATE,
  GETCERTREQTEMPLATE;

  /** As in the path. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a message belongs to it. */
  boolean has(CmpBody body) {
    return switch (body) {
      case CmpBody.Enrolment enrolment ->
          this
              == switch (enrolment.kind()) {
                case INITIALIZATION -> INITIALIZATION;
                case CERTIFICATION -> CERTIFICATION;
                case KEY_UPDATE -> KEYUPDATE;
                case PKCS10 -> PKCS10;
              };
      case CmpBody.Confirmation _, CmpBody.Poll _ -> ordinal() <= PKCS10.ordinal();
      case CmpBody.Revocation _ -> this == REVOCATION;
      case CmpBody.Information(String type) ->
          switch (type) {
            case CmpBody.Information.CA_CERTS -> this == GETCACERTS;
            case CmpBody.Information.ROOT_CA_CERT -> this == GETROOTUPDATE;
            case CmpBody.Information.CERT_REQ_TEMPLATE -> this == GETCERTREQTEMPLATE;
            default -> false;
          };
    };
  }
}

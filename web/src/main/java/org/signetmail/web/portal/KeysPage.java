package org.signetmail.web.portal;

/**
 * What the page needs on which a browser makes keys.
 *
 * @param owner the mailbox in the form under which mailboxes are compared
 * @param archive the archive's transport certificate, DER in Base64
 * @param root the root certificate, DER in Base64
 * @param gateway whether the gateway gets the encryption key too, and who says so
 * @param ring the ring's transport certificate, DER in Base64; empty where it gets none
 * @param isReplacement whether the person has certificates already
 */
public record KeysPage(
    String mailbox,
    String owner,
    String name,
    String archive,
    String root,
    int required,
    int officers,
    Gateway gateway,
    String ring,
    boolean isReplacement) {
  /** Whether the gateway reads this person's mail. */
  public enum Gateway {
    NO,
    /** Where the person says so, on this page. */
    IF_THE_PERSON_LIKES,
    /** The organisation says so. */
    YES
  }

  public boolean isAsked() {
    return gateway == Gateway.IF_THE_PERSON_LIKES;
  }

  public boolean isRead() {
    return gateway == Gateway.YES;
  }
}

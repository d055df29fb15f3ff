package org.signetmail.web.portal;

/**
 * What the page needs on which a browser makes keys.
 *
 * @param owner the mailbox in the form under which mailboxes are compared
 * @param archive the archive's transport certificate, DER in Base64
 * @param root the root certificate, DER in Base64
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
    boolean isReplacement) {}

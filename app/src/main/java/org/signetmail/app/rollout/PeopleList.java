package org.signetmail.app.rollout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.migration.Csv;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.SignIn;
import org.signetmail.lookup.LdapPeople;
import org.signetmail.lookup.LdapSignIn;
import org.signetmail.lookup.LdifPeople;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.ListedMember;

/**
 * People of a list that an administrator gives: LDIF (RFC 2849), or a table (RFC 4180) whose first
 * line names the columns {@code mailbox} and {@code group}; several groups stand between
 * semicolons, or several lines name one mailbox.
 */
public final class PeopleList {
  private static final Map<String, String> OTHER_HEADINGS =
      Map.of(
          "mail",
          "mailbox",
          "email",
          "mailbox",
          "address",
          "mailbox",
          "groups",
          "group",
          "department",
          "group",
          "ou",
          "group");

  private PeopleList() {}

  /**
   * Reads a list.
   *
   * @param name how errors name it
   */
  public static List<ListedMember> read(byte[] octets, String name) {
    String start = new String(octets, 0, Math.min(octets.length, 4_096), StandardCharsets.UTF_8);
    boolean isLdif = start.lines().anyMatch(line -> line.matches("(?i)(dn|version):.*"));
    try {
      return isLdif ? ldif(octets) : csv(new String(octets, StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(
          ExitCode.UNREADABLE,
          name + ": " + e.getMessage() + "; give LDIF, or a table with columns mailbox,group",
          e);
    }
  }

  private static List<ListedMember> ldif(byte[] octets) throws IOException {
    return members(LdifPeople.read(new ByteArrayInputStream(octets)));
  }

  /**
   * Everybody of the directory that people sign in at ({@code portal.sign-in.ldap}).
   *
   * @throws Failure when there is none, or it does not let itself be read
   */
  public static List<ListedMember> ofDirectory(Organization organization) throws IOException {
    LdapSignIn directory =
        SignIn.directory(organization)
            .orElseThrow(() ->
                Failure.usage(
                    "--directory: no directory is known; write it into signet.yaml under"
                        + " portal.sign-in.ldap"));
    try {
      return members(LdapPeople.read(directory));
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(
          ExitCode.UNREADABLE,
          "directory "
              + directory.host()
              + ": "
              + e.getMessage()
              + "; see portal.sign-in.ldap in signet.yaml, or give its LDIF to --people",
          e);
    }
  }

  private static List<ListedMember> members(List<LdifPeople.Found> found) {
    return found.stream()
        .map(one -> ListedMember.of(Mailbox.of(one.mail()), one.groups(), ListedMember.Origin.LIST))
        .toList();
  }

  private static List<ListedMember> csv(String text) throws IOException {
    List<List<String>> rows = Csv.rows(text);
    List<String> heading =
        rows.isEmpty() ? List.of() : rows.getFirst().stream().map(PeopleList::heading).toList();
    int mailbox = heading.indexOf("mailbox");
    int group = heading.indexOf("group");
    if (mailbox < 0) {
      throw new IOException("has no column 'mailbox' in its first line");
    }
    List<ListedMember> members = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      if (mailbox < row.size() && !row.get(mailbox).isEmpty()) {
        Set<String> groups = group >= 0 && group < row.size() ? split(row.get(group)) : Set.of();
        members.add(
            ListedMember.of(Mailbox.of(row.get(mailbox)), groups, ListedMember.Origin.LIST));
      }
    }
    return members;
  }

  private static Set<String> split(String groups) {
    Set<String> names = new TreeSet<>();
    Stream.of(groups.split(";")).map(String::strip).filter(g -> !g.isEmpty()).forEach(names::add);
    return names;
  }

  private static String heading(String cell) {
    String word = cell.strip().toLowerCase(Locale.ROOT);
    return OTHER_HEADINGS.getOrDefault(word, word);
  }
}

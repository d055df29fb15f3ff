package org.signetmail.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an organisation has at a moment. Everything in it can be named as evidence by its {@code
 * id()}. Immutable.
 *
 * @param members everybody for whom secure mail is planned, in order of address
 * @param programs the mail programs of each member, by {@link org.signetmail.pkix.Mailbox#key}
 * @param correspondents those with most mail first
 * @param certificates in order of their end
 * @param sample how many messages were looked at
 */
public record Inventory(
    Instant at,
    List<ListedMember> members,
    SortedMap<String, SortedSet<MailProgram>> programs,
    List<Correspondent> correspondents,
    List<FoundCertificate> certificates,
    List<MailServer> servers,
    Sample sample) {

  /** Orders programs for people. */
  public static final Comparator<MailProgram> PROGRAM_ORDER =
      Comparator.comparing(MailProgram::product).thenComparingInt(MailProgram::version);

  /**
   * How large a sample was.
   *
   * @param messages looked at
   * @param unreadable passed over
   * @param full whether there were more names in it than are counted
   */
  public record Sample(int messages, int unreadable, boolean full) {
    /** As it stands in evidence. */
    public String id() {
      return "sample/mail";
    }
  }

  /**
   * A group with what its people write mail with.
   *
   * @param members how many
   * @param fitness how many of them have a program of this fitness, each counted at the worst
   * @param unseen members of whose mail there is none in the sample
   */
  public record Group(
      String name, int members, SortedMap<MailProgram.Fitness, Integer> fitness, int unseen) {
    /** As it stands in evidence. */
    public String id() {
      return "group/" + name;
    }

    /** How many have something to upgrade or replace, or something unknown. */
    public int unfit() {
      return fitness.entrySet().stream()
          .filter(e -> e.getKey() != MailProgram.Fitness.FIT)
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
  }

  public Inventory {
    members = List.copyOf(members);
    correspondents = List.copyOf(correspondents);
    certificates = List.copyOf(certificates);
    servers = List.copyOf(servers);
  }

  /** The groups, in order of name. */
  public List<Group> groups() {
    SortedMap<String, List<ListedMember>> byName = new TreeMap<>();
    for (ListedMember member : members) {
      for (String group : member.groups()) {
        byName.computeIfAbsent(group, _ -> new ArrayList<>()).add(member);
      }
    }
    List<Group> groups = new ArrayList<>();
    byName.forEach((name, people) -> groups.add(group(name, people)));
    return groups;
  }

  private Group group(String name, List<ListedMember> people) {
    SortedMap<MailProgram.Fitness, Integer> fitness = new TreeMap<>();
    int unseen = 0;
    for (ListedMember member : people) {
      SortedSet<MailProgram> own = programsOf(member);
      if (own.isEmpty()) {
        unseen++;
      } else {
        fitness.merge(worst(own), 1, Integer::sum);
      }
    }
    return new Group(name, people.size(), fitness, unseen);
  }

  /** The programs that somebody reads mail in. */
  public SortedSet<MailProgram> programsOf(ListedMember member) {
    return programs.getOrDefault(member.mailbox().key(), new TreeSet<>(PROGRAM_ORDER));
  }

  /** How many members use each program, robots left out; in order of name. */
  public SortedMap<MailProgram, Integer> users() {
    SortedMap<MailProgram, Integer> users = new TreeMap<>(PROGRAM_ORDER);
    for (ListedMember member : members) {
      programsOf(member).forEach(program -> users.merge(program, 1, Integer::sum));
    }
    return users;
  }

  static MailProgram.Fitness worst(SortedSet<MailProgram> programs) {
    return programs.stream()
        .map(MailProgram::fitness)
        .max(Comparator.comparingInt(Inventory::badness))
        .orElse(MailProgram.Fitness.UNKNOWN);
  }

  private static int badness(MailProgram.Fitness fitness) {
    return switch (fitness) {
      case ROBOT, FIT -> 0;
      case UNKNOWN -> 1;
      case UPGRADE -> 2;
      case REPLACE -> 3;
    };
  }
}

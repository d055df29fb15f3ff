package org.signetmail.lookup.served;

import com.unboundid.ldap.sdk.Filter;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.directory.ListedWords;
import org.signetmail.pkix.Mailbox;

/**
 * What a search filter (RFC 4511 §4.5.1.7) asks about people: by which mailboxes, and by which
 * beginnings of words, everybody is found who can match it. Whom that finds is held against the
 * whole filter afterwards ({@link #exact}), so this may be wider than the filter and never is
 * narrower, with one exception that the page on the directory names: a part of a name is looked for
 * at the beginning of words.
 */
public sealed interface Question {
  /** Nobody can match. */
  record Nobody() implements Question {}

  /**
   * Only these can match.
   *
   * @param words in lower case, each as long as it has to be
   */
  record Of(Set<Mailbox> mailboxes, Set<String> words) implements Question {
    public Of {
      mailboxes = Set.copyOf(mailboxes);
      words = Set.copyOf(words);
    }
  }

  /** It names neither a mailbox nor enough letters: it would list everybody. */
  record TooWide() implements Question {}

  /** Beyond these a filter is no mail program's. */
  int MOST_COMPONENTS = 256;

  int DEEPEST = 10;
  int MOST_MAILBOXES = 50;
  int MOST_WORDS = 4;

  String MAIL = "mail";

  /** Active Directory's "ambiguous name resolution", which Outlook likes. */
  String ANY_NAME = "anr";

  List<String> NAMES = List.of("displayName", "cn", "sn", "givenName", MAIL);

  /** What programs call attributes that people have here, in lower case. */
  Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry(MAIL, MAIL),
          Map.entry("rfc822mailbox", MAIL),
          Map.entry("uid", "uid"),
          Map.entry("userid", "uid"),
          Map.entry("userprincipalname", MAIL),
          Map.entry("proxyaddresses", MAIL),
          Map.entry("cn", "cn"),
          Map.entry("commonname", "cn"),
          Map.entry("name", "cn"),
          Map.entry("sn", "sn"),
          Map.entry("surname", "sn"),
          Map.entry("givenname", "givenName"),
          Map.entry("gn", "givenName"),
          Map.entry("displayname", "displayName"),
          Map.entry("0.9.2342.19200300.100.1.3", MAIL),
          Map.entry("0.9.2342.19200300.100.1.1", "uid"),
          Map.entry("2.5.4.3", "cn"),
          Map.entry("2.5.4.4", "sn"),
          Map.entry("2.5.4.42", "givenName"),
          Map.entry("2.16.840.1.113730.3.1.241", "displayName"));

  /** What everybody here has, so that asking for it says nothing. */
  Set<String> EVERYBODYS =
      Set.of("objectclass", "usercertificate", "usercertificate;binary", "usersmimecertificate");

  /** What everybody here is. */
  Set<String> CLASSES = Set.of("top", "person", "organizationalperson", "inetorgperson", "pkiuser");

  /** The same filter in names and values as entries have them. */
  static Filter exact(Filter filter) {
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(exactly(filter.getComponents()));
      case Filter.FILTER_TYPE_OR -> Filter.createORFilter(exactly(filter.getComponents()));
      case Filter.FILTER_TYPE_NOT -> Filter.createNOTFilter(exact(filter.getNOTComponent()));
      case Filter.FILTER_TYPE_EQUALITY, Filter.FILTER_TYPE_APPROXIMATE_MATCH -> equality(filter);
      case Filter.FILTER_TYPE_SUBSTRING ->
          known(filter)
              .map(name ->
                  Filter.createSubstringFilter(
                      name,
                      filter.getSubInitialString(),
                      filter.getSubAnyStrings(),
                      filter.getSubFinalString()))
              .orElse(filter);
      case Filter.FILTER_TYPE_PRESENCE ->
          known(filter).map(Filter::createPresenceFilter).orElse(filter);
      default -> filter;
    };
  }

  /**
   * @param letters so many of a word are enough
   */
  static Question of(Filter filter, int letters) {
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND -> all(parts(filter, letters));
      case Filter.FILTER_TYPE_OR -> any(parts(filter, letters));
      case Filter.FILTER_TYPE_EQUALITY, Filter.FILTER_TYPE_APPROXIMATE_MATCH ->
          one(filter, letters);
      case Filter.FILTER_TYPE_SUBSTRING -> part(filter, letters);
      case Filter.FILTER_TYPE_PRESENCE ->
          known(filter).isPresent() || isEverybodys(filter) ? new TooWide() : new Nobody();
      default -> new TooWide();
    };
  }

  /** Whether it has more parts, or deeper ones, than are looked at: ask this first. */
  static boolean isTooLarge(Filter filter) {
    return size(filter, 0) > MOST_COMPONENTS;
  }

  private static List<Question> parts(Filter filter, int letters) {
    return Stream.of(filter.getComponents()).map(one -> of(one, letters)).toList();
  }

  /** Every one must hold: the narrowest is enough. */
  private static Question all(List<Question> parts) {
    if (parts.stream().anyMatch(Nobody.class::isInstance)) {
      return new Nobody();
    }
    return parts.stream()
        .filter(Of.class::isInstance)
        .min(Comparator.comparingInt(part -> width((Of) part)))
        .orElse(new TooWide());
  }

  /** One must hold: all of them together. */
  private static Question any(List<Question> parts) {
    Set<Mailbox> mailboxes = new LinkedHashSet<>();
    Set<String> words = new LinkedHashSet<>();
    boolean wide = false;
    for (Question part : parts) {
      switch (part) {
        case Nobody() -> {}
        case TooWide() -> wide = true;
        case Of(Set<Mailbox> someMailboxes, Set<String> someWords) -> {
          mailboxes.addAll(someMailboxes);
          words.addAll(someWords);
        }
      }
    }
    if (wide || mailboxes.size() > MOST_MAILBOXES || words.size() > MOST_WORDS) {
      return new TooWide();
    }
    return mailboxes.isEmpty() && words.isEmpty() ? new Nobody() : new Of(mailboxes, words);
  }

  private static int width(Of question) {
    int shortest = question.words().stream().mapToInt(String::length).min().orElse(100);
    return question.words().size() * 1_000 - shortest * 10 + question.mailboxes().size();
  }

  private static Question one(Filter filter, int letters) {
    Optional<String> name = known(filter);
    String value = filter.getAssertionValue();
    if (name.isEmpty()) {
      boolean holds =
          name(filter).equals("objectclass")
              ? CLASSES.contains(value.toLowerCase(Locale.ROOT))
              : isEverybodys(filter);
      return holds ? new TooWide() : new Nobody();
    }
    return switch (name.get()) {
      case MAIL, "uid" -> mailbox(value).<Question>map(Question::only).orElse(new Nobody());
      case ANY_NAME ->
          mailbox(value).<Question>map(Question::only).orElse(word(List.of(value), letters));
      default -> word(List.of(value), letters);
    };
  }

  private static Of only(Mailbox mailbox) {
    return new Of(Set.of(mailbox), Set.of());
  }

  private static Question part(Filter filter, int letters) {
    if (known(filter).isEmpty()) {
      return isEverybodys(filter) ? new TooWide() : new Nobody();
    }
    return word(
        Stream.concat(
                Stream.ofNullable(filter.getSubInitialString()),
                Stream.concat(
                    Stream.of(filter.getSubAnyStrings()),
                    Stream.ofNullable(filter.getSubFinalString())))
            .toList(),
        letters);
  }

  /** The longest word; what stands behind an @ is a domain, which everybody has. */
  private static Question word(Collection<String> pieces, int letters) {
    return pieces.stream()
        .map(piece -> piece.indexOf('@') < 0 ? piece : piece.substring(0, piece.indexOf('@')))
        .flatMap(piece -> ListedWords.of(piece).stream())
        .max(Comparator.comparingInt(String::length))
        .filter(word -> word.length() >= letters)
        .<Question>map(word -> new Of(Set.of(), Set.of(word)))
        .orElse(new TooWide());
  }

  private static Filter equality(Filter filter) {
    String value = filter.getAssertionValue();
    return known(filter)
        .map(name ->
            switch (name) {
              case ANY_NAME ->
                  Filter.createORFilter(
                      NAMES.stream()
                          .map(one -> Filter.createSubInitialFilter(one, value))
                          .toList());
              case MAIL, "uid" ->
                  Filter.createEqualityFilter(
                      name, mailbox(value).map(Mailbox::toString).orElse(value));
              default -> Filter.createEqualityFilter(name, value);
            })
        .orElse(filter);
  }

  private static List<Filter> exactly(Filter[] components) {
    return Stream.of(components).map(Question::exact).toList();
  }

  private static Optional<String> known(Filter filter) {
    String name = name(filter);
    return name.equals(ANY_NAME) ? Optional.of(name) : Optional.ofNullable(ATTRIBUTES.get(name));
  }

  private static boolean isEverybodys(Filter filter) {
    return EVERYBODYS.contains(name(filter));
  }

  private static String name(Filter filter) {
    return Optional.ofNullable(filter.getAttributeName()).orElse("").toLowerCase(Locale.ROOT);
  }

  private static Optional<Mailbox> mailbox(String value) {
    boolean marked = value.regionMatches(true, 0, "smtp:", 0, 5); // as proxyAddresses has them
    try {
      return Optional.of(Mailbox.of(marked ? value.substring(5) : value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** How many parts it has, so far as that matters; too many when it is too deep. */
  private static int size(Filter filter, int depth) {
    if (depth > DEEPEST) {
      return MOST_COMPONENTS + 1;
    }
    int size = 1;
    Filter[] inside =
        filter.getFilterType() == Filter.FILTER_TYPE_NOT
            ? new Filter[] {filter.getNOTComponent()}
            : filter.getComponents();
    for (Filter one : inside) {
      size += size(one, depth + 1);
      if (size > MOST_COMPONENTS) {
        return size;
      }
    }
    return size;
  }
}

package org.signetmail.lookup.served;

import com.unboundid.ldap.listener.SearchEntryParer;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.directory.AskingLimits;
import org.signetmail.directory.ListedPeople;
import org.signetmail.directory.ListedPerson;
import org.signetmail.directory.Purses;
import org.signetmail.lookup.served.DirectoryEvents.Outcome;
import org.signetmail.pkix.Mailbox;

/**
 * Answers searches (RFC 4511 §4.5). Whoever asks by mailbox is answered; whoever asks by name gets
 * a few people for enough letters; whoever asks for everybody is told to ask for somebody. Safe for
 * use by many threads.
 */
final class Search {
  private static final System.Logger LOG = System.getLogger(Search.class.getName());
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Mailboxes looked at for one beginning of a word. */
  private static final int MOST_LOOKED_AT = 200;

  /** People in one answer to clients of ours. */
  private static final int MOST_FOR_OURS = 500;

  private final DirectoryTree tree;
  private final ListedPeople people;
  private final Purses purses;
  private final DirectoryEvents events;
  private final InstantSource clock;

  Search(
      DirectoryTree tree,
      ListedPeople people,
      Purses purses,
      DirectoryEvents events,
      InstantSource clock) {
    this.tree = tree;
    this.people = people;
    this.purses = purses;
    this.events = events;
    this.clock = clock;
  }

  /** How a search ended. */
  record Done(ResultCode code, @Nullable String text) {
    static final Done SUCCESS = new Done(ResultCode.SUCCESS, null);
  }

  /** Takes entries of an answer. */
  interface Sink {
    void send(Entry entry) throws LDAPException;
  }

  Done answer(SearchRequestProtocolOp request, InetAddress client, Sink sink) {
    if (Question.isTooLarge(request.getFilter())) {
      return new Done(
          ResultCode.ADMIN_LIMIT_EXCEEDED, "the filter is too large; ask in several questions");
    }
    Optional<DN> base = DirectoryTree.parsed(request.getBaseDN());
    if (base.isEmpty()) {
      return new Done(ResultCode.INVALID_DN_SYNTAX, "the base is no name (RFC 4514)");
    }
    try {
      return new Answer(request, client, sink).to(base.get());
    } catch (LDAPException e) {
      return new Done(e.getResultCode(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Done(ResultCode.UNAVAILABLE, "the directory is closing");
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "directory: a search failed", e);
      events.asked(Outcome.FAILED);
      return new Done(ResultCode.UNAVAILABLE, "the store does not answer; ask again later");
    }
  }

  /** One answer, on its way. */
  private final class Answer {
    private final SearchRequestProtocolOp request;
    private final InetAddress client;
    private final Sink sink;
    private final Filter filter;
    private final SearchEntryParer parer;
    private final Instant now = clock.instant();
    private final long until;
    private final int most;
    private int sent;

    Answer(SearchRequestProtocolOp request, InetAddress client, Sink sink) {
      this.request = request;
      this.client = client;
      this.sink = sink;
      this.filter = request.getFilter();
      this.parer = new SearchEntryParer(request.getAttributes(), tree.schema());
      long seconds = request.getTimeLimit() > 0 ? request.getTimeLimit() : LONGEST.toSeconds();
      this.until =
          System.nanoTime() + Math.min(LONGEST.toNanos(), Duration.ofSeconds(seconds).toNanos());
      int ours = purses.isFree(client) ? MOST_FOR_OURS : purses.limits().entries();
      this.most = request.getSizeLimit() > 0 ? Math.min(ours, request.getSizeLimit()) : ours;
    }

    Done to(DN base) throws LDAPException, InterruptedException {
      boolean itself = request.getScope().equals(SearchScope.BASE);
      if (itself && base.isNullDN()) {
        return one(tree.rootDse());
      }
      if (itself && base.equals(DirectoryTree.SCHEMA)) {
        return one(tree.subschema());
      }
      if (base.isNullDN() || base.isDescendantOf(tree.suffix(), true)) {
        return below(base);
      }
      Optional<Entry> authority = tree.authorityBySubject(base);
      if (authority.isEmpty()) {
        return new Done(ResultCode.NO_SUCH_OBJECT, "here everything is below " + tree.suffix());
      }
      return request.getScope().equals(SearchScope.ONE) ? Done.SUCCESS : one(authority.get());
    }

    /** The upper entries and authorities in scope, then people. */
    private Done below(DN base) throws LDAPException, InterruptedException {
      Filter exact = Question.exact(filter);
      for (Entry entry : tree.others()) {
        if (entry.getParsedDN().matchesBaseAndScope(base, request.getScope())
            && matches(exact, entry)) {
          send(entry);
        }
      }
      Optional<Mailbox> mailbox = tree.mailboxOf(base);
      if (mailbox.isPresent()) {
        return request.getScope().equals(SearchScope.ONE)
            ? Done.SUCCESS
            : people(new Question.Of(Set.of(mailbox.get()), Set.of()));
      }
      boolean peopleInScope =
          switch (request.getScope().intValue()) {
            case SearchScope.SUB_INT_VALUE, SearchScope.SUBORDINATE_SUBTREE_INT_VALUE ->
                base.isNullDN() || tree.people().isDescendantOf(base, true);
            case SearchScope.ONE_INT_VALUE -> base.equals(tree.people());
            default -> false;
          };
      return peopleInScope ? people(Question.of(filter, purses.limits().letters())) : Done.SUCCESS;
    }

    private Done people(Question question) throws LDAPException, InterruptedException {
      return switch (question) {
        case Question.Nobody() -> {
          events.asked(Outcome.NOBODY);
          yield Done.SUCCESS;
        }
        case Question.TooWide() -> {
          events.asked(Outcome.TOO_WIDE);
          yield new Done(
              ResultCode.ADMIN_LIMIT_EXCEEDED,
              "this would list people; ask by mail, or with "
                  + purses.limits().letters()
                  + " letters of a name");
        }
        case Question.Of asked -> {
          if (!admit()) {
            events.asked(Outcome.REFUSED);
            yield new Done(
                ResultCode.BUSY,
                "too many questions from one client; again in "
                    + Math.max(1, purses.again(client).toSeconds())
                    + " s");
          }
          yield people(asked);
        }
      };
    }

    private boolean admit() throws InterruptedException {
      Optional<Duration> wait = purses.ask(client);
      if (wait.isEmpty()) {
        return false;
      }
      if (wait.get().isPositive()) {
        Thread.sleep(wait.get());
      }
      return true;
    }

    private Done people(Question.Of asked) throws LDAPException {
      Filter exact = Question.exact(filter);
      int unknown = 0;
      int before = sent;
      Done end = Done.SUCCESS;
      for (Mailbox mailbox : asked.mailboxes()) {
        Optional<ListedPerson> person = people.of(mailbox, now);
        unknown += person.isEmpty() ? 1 : 0;
        end = person.isPresent() ? offer(person.get(), exact) : end;
      }
      for (String word : asked.words()) {
        end = end.code().equals(ResultCode.SUCCESS) ? byName(word, asked, exact) : end;
      }
      int found = sent - before;
      events.asked(found > 0 ? Outcome.FOUND : Outcome.NOBODY);
      purses.pay(client, price(asked, unknown, found));
      return end;
    }

    private Done byName(String word, Question.Of asked, Filter exact) throws LDAPException {
      Set<Mailbox> seen = new LinkedHashSet<>(asked.mailboxes());
      List<Mailbox> candidates = people.beginning(word, MOST_LOOKED_AT);
      for (Mailbox mailbox : candidates) {
        if (!seen.add(mailbox)) {
          continue;
        }
        if (System.nanoTime() > until) {
          return new Done(ResultCode.TIME_LIMIT_EXCEEDED, "ask with more letters");
        }
        Optional<ListedPerson> person = people.of(mailbox, now);
        Done end = person.isPresent() ? offer(person.get(), exact) : Done.SUCCESS;
        if (!end.code().equals(ResultCode.SUCCESS)) {
          return end;
        }
      }
      return candidates.size() < MOST_LOOKED_AT ? Done.SUCCESS : tooMany();
    }

    private int price(Question.Of asked, int unknown, int found) {
      int more = Math.max(0, asked.mailboxes().size() - 1);
      int price = more * AskingLimits.QUESTION + unknown * AskingLimits.UNKNOWN;
      return asked.words().isEmpty() ? price : price + AskingLimits.BY_NAME * (1 + found);
    }

    private Done offer(ListedPerson person, Filter exact) throws LDAPException {
      Entry entry = tree.person(person, request.getAttributes());
      if (!matches(exact, entry)) {
        return Done.SUCCESS;
      }
      if (sent >= most) {
        return tooMany();
      }
      send(entry);
      return Done.SUCCESS;
    }

    private Done tooMany() {
      return new Done(ResultCode.SIZE_LIMIT_EXCEEDED, "there are more; ask with more letters");
    }

    private Done one(Entry entry) throws LDAPException {
      if (matches(filter, entry)) {
        send(entry);
      }
      return Done.SUCCESS;
    }

    private void send(Entry entry) throws LDAPException {
      boolean list =
          entry.hasAttribute("cACertificate;binary")
              && !request.getAttributes().isEmpty()
              && DirectoryTree.wants(request.getAttributes(), "certificateRevocationList");
      Entry pared = parer.pareEntry(list ? tree.withList(entry) : entry);
      sink.send(request.typesOnly() ? typesOnly(pared) : pared);
      sent++;
    }

    private boolean matches(Filter exact, Entry entry) throws LDAPException {
      return exact.matchesEntry(entry, tree.schema());
    }

    private static Entry typesOnly(Entry entry) {
      return new Entry(
          entry.getDN(),
          entry.getAttributes().stream().map(one -> new Attribute(one.getName())).toList());
    }
  }
}

package org.signetmail.smime.internal.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.smime.Budget;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.internal.BudgetExceeded;

/**
 * The leaves of an entity, changed where they stand: every octet that is not of a changed leaf
 * stays as it is. What is signed inside is not entered.
 */
final class Leaves {
  /** Which leaves are looked at. */
  enum Which {
    /** What programs show as the text of the message (RFC 9788 §5.2.4, RFC 9787 §7.1). */
    MAIN_BODY,
    ALL
  }

  /** All fields of an entity, and its body. */
  record Part(Header header, Octets body) {}

  /** Another form of a leaf, or none when it is to stay. */
  interface Change {
    Optional<Part> of(Part leaf) throws IOException;
  }

  private final Which which;
  private final Change change;
  private final Budget budget;

  Leaves(Which which, Change change, Budget budget) {
    this.which = which;
    this.change = change;
    this.budget = budget;
  }

  /** The entity with its leaves changed; empty when none was, or when it is beyond the budget. */
  Optional<Part> change(Part whole) throws IOException {
    try {
      return change(whole, 0);
    } catch (BudgetExceeded | MalformedMessage e) {
      return Optional.empty(); // what cannot be taken apart has no text to be found
    }
  }

  private Optional<Part> change(Part part, int depth) throws IOException {
    ContentType type = part.header().contentType();
    if (type.isMultipart()) {
      return multipart(part, type, depth);
    }
    boolean isAttached =
        part.header()
            .value("Content-Disposition")
            .filter(v -> v.strip().toLowerCase(Locale.ROOT).startsWith("attachment"))
            .isPresent();
    return isAttached ? Optional.empty() : change.of(part);
  }

  private Optional<Part> multipart(Part whole, ContentType type, int depth) throws IOException {
    Optional<String> boundary = type.parameter("boundary").filter(b -> !b.isEmpty());
    int looked = looked(type);
    if (boundary.isEmpty() || looked == 0 || depth > budget.mimeDepth()) {
      return Optional.empty();
    }
    Octets body = whole.body();
    Multipart parts = Multipart.scan(body, boundary.get(), budget.mimeParts());
    List<Octets> out = new ArrayList<>();
    long kept = 0; // up to here the octets are taken over
    for (Multipart.Part place : parts.parts().stream().limit(looked).toList()) {
      Octets octets = place.of(body);
      Header header = Header.ofPart(octets, budget.headerBytes());
      long length = octets.size() - header.bodyOffset();
      Optional<Part> changed =
          change(new Part(header, octets.slice(header.bodyOffset(), length)), depth + 1);
      if (changed.isPresent()) {
        out.add(body.slice(kept, place.start() - kept));
        out.add(Entity.join(changed.get().header().fields(), changed.get().body()));
        kept = place.end();
      }
    }
    if (out.isEmpty()) {
      return Optional.empty();
    }
    out.add(body.slice(kept, body.size() - kept));
    return Optional.of(new Part(whole.header(), Octets.concat(out)));
  }

  /** How many of its parts are looked at. */
  private int looked(ContentType type) {
    if (type.is("multipart/signed") || type.is("multipart/encrypted")) {
      return 0;
    }
    if (which == Which.ALL || type.is("multipart/alternative")) {
      return Integer.MAX_VALUE;
    }
    return type.is("multipart/mixed") || type.is("multipart/related") ? 1 : 0;
  }
}

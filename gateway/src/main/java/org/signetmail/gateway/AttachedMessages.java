package org.signetmail.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * The messages that are attached to a message, whole (message/rfc822, RFC 2046 §5.2.1; message/
 * global, RFC 6532 §3.7), in order and not what is attached to those in turn. Owns them. For one
 * thread.
 */
public final class AttachedMessages implements Closeable {
  /** How many a message may bring. */
  public static final int MOST = 50;

  private static final Set<String> MESSAGE = Set.of("message/rfc822", "message/global");
  private static final int DEEPEST = 20;
  private static final int MOST_PARTS = 1_000;
  private static final int LONGEST_LINE = 1 << 16; // octets of a header line
  private static final int LONGEST_HEADER = 1 << 20;

  private final List<Octets> messages;

  private AttachedMessages(List<Octets> messages) {
    this.messages = messages;
  }

  /**
   * Those of a message, without the transfer encodings around them.
   *
   * @throws MalformedMessage in one line when there are more than {@link #MOST}, or its structure
   *     cannot be followed
   */
  public static AttachedMessages of(Octets message, Spool spool) throws IOException {
    AttachedMessages attached = new AttachedMessages(new ArrayList<>());
    try (InputStream in = message.stream()) {
      attached.gather(in, spool);
      return attached;
    } catch (MimeException e) {
      attached.close();
      throw new MalformedMessage(
          "message: its parts cannot be told from each other (RFC 2046 §5.1); attach the old"
              + " message in a new mail");
    } catch (IOException | RuntimeException e) {
      attached.close();
      throw e;
    }
  }

  /** Views; good as long as this is open. */
  public List<Octets> messages() {
    return List.copyOf(messages);
  }

  private void gather(InputStream in, Spool spool) throws IOException, MimeException {
    MimeTokenStream stream =
        new MimeTokenStream(
            MimeConfig.custom()
                .setMaxLineLen(LONGEST_LINE)
                .setMaxHeaderLen(LONGEST_HEADER)
                .setMaxHeaderCount(MOST_PARTS)
                .setMaxContentLen(-1)
                .build());
    stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    stream.parse(in);
    int depth = 0;
    int parts = 0;
    for (EntityState state = stream.getState();
        state != EntityState.T_END_OF_STREAM;
        state = stream.next()) {
      switch (state) {
        case T_START_MULTIPART -> depth++;
        case T_END_MULTIPART -> depth--;
        case T_BODY -> {
          parts++;
          if (MESSAGE.contains(stream.getBodyDescriptor().getMimeType())) {
            take(stream, spool);
          }
        }
        default -> {}
      }
      if (depth > DEEPEST || parts > MOST_PARTS) {
        throw tooMuch("more than " + DEEPEST + " levels or " + MOST_PARTS + " parts");
      }
    }
  }

  private void take(MimeTokenStream stream, Spool spool) throws IOException {
    if (messages.size() == MOST) {
      throw tooMuch("more than " + MOST + " messages");
    }
    try (InputStream body = stream.getDecodedInputStream()) {
      messages.add(spool.keep(body));
    }
  }

  private static MalformedMessage tooMuch(String what) {
    return new MalformedMessage("message: has " + what + "; attach fewer at a time");
  }

  @Override
  public void close() throws IOException {
    for (Octets one : messages) {
      one.close();
    }
  }
}

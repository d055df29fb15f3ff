package org.signetmail.backup.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.archive.DocumentText;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.backup.BackupSources;
import org.signetmail.backup.HomeFile;
import org.signetmail.backup.internal.ChunkedOutput.Digested;

/**
 * What is inside the sealed body: entries one after the other, each its name (after its length in
 * two octets) and its octets in chunks; the last one, {@code contents}, lists all others with
 * length and SHA-256.
 *
 * <pre>{@code
 * signet backup contents 1
 * entry: 81234 9f86… store
 * entry: 312 5e88… home/signet.yaml
 * }</pre>
 */
public final class Contents {
  private static final String STORE = "store";
  private static final String HOME = "home/";
  private static final String LIST = "contents";
  private static final String TITLE = "signet backup contents 1";
  private static final int LONGEST_NAME = 4096;

  private Contents() {}

  /** Takes the entries as they come. */
  public interface Receiver {
    void store(InputStream octets) throws IOException;

    /**
     * @param name {@linkplain HomeFile#isSafe safe}
     */
    void file(String name, InputStream octets) throws IOException;
  }

  public static void write(BackupSources sources, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    DocumentText.Writer list = new DocumentText.Writer(TITLE);
    entry(out, list, STORE, sources.store()::write);
    for (HomeFile file : sources.files()) {
      entry(
          out,
          list,
          HOME + file.name(),
          into -> {
            try (InputStream in = file.content().open()) {
              in.transferTo(into);
            }
          });
    }
    byte[] listed = list.octets();
    entry(out, list, LIST, into -> into.write(listed));
    out.flush();
  }

  /**
   * Gives each entry to the receiver, then proves that they are those that were written; until it
   * returns, nothing that was received may be used.
   *
   * @throws Damaged when they are not
   */
  public static void read(InputStream from, Receiver receiver) throws IOException {
    DataInputStream in = new DataInputStream(from);
    List<String> seen = new ArrayList<>();
    while (true) {
      String name = name(in);
      ChunkedInput octets = new ChunkedInput(in);
      if (name.equals(LIST)) {
        requireListed(seen, octets.readNBytes(DocumentText.LARGEST));
        octets.drain();
        if (in.read() >= 0) {
          throw new Damaged("something follows after its end");
        }
        return;
      }
      if (name.equals(STORE) && seen.isEmpty()) {
        receiver.store(octets);
      } else if (name.startsWith(HOME) && HomeFile.isSafe(name.substring(HOME.length()))) {
        receiver.file(name.substring(HOME.length()), octets);
      } else {
        throw new UnsafeName();
      }
      seen.add(line(octets.drain(), name));
      if (seen.size() > BackupSources.MOST_FILES + 1) {
        throw new Damaged("it has too many files");
      }
    }
  }

  private static void entry(
      DataOutputStream out, DocumentText.Writer list, String name, Pipe.Source source)
      throws IOException {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    out.writeShort(utf8.length);
    out.write(utf8);
    ChunkedOutput octets = new ChunkedOutput(out);
    source.writeTo(octets);
    list.add("entry", line(octets.finish(), name));
  }

  private static String line(Digested digested, String name) {
    return digested.octets() + " " + digested.digest() + " " + name;
  }

  private static void requireListed(List<String> seen, byte[] list) throws Damaged {
    try {
      DocumentText.Reader in = new DocumentText.Reader(TITLE, list);
      List<String> listed = in.takeAll("entry", BackupSources.MOST_FILES + 1);
      in.end();
      if (!listed.equals(seen)) {
        throw new Damaged("its files are not those in its list");
      }
    } catch (MalformedDocument e) {
      throw new Damaged("its list of files cannot be read");
    }
  }

  private static String name(DataInputStream in) throws IOException {
    try {
      byte[] utf8 = new byte[in.readUnsignedShort()];
      if (utf8.length > LONGEST_NAME) {
        throw new UnsafeName();
      }
      in.readFully(utf8);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (EOFException e) {
      throw new Damaged("it is cut short");
    } catch (CharacterCodingException e) {
      throw new UnsafeName();
    }
  }

  /** A name that leads elsewhere, or stands where it must not. */
  public static final class UnsafeName extends IOException {
    private static final long serialVersionUID = 1L;

    UnsafeName() {
      super("a file's name in it is not a plain relative path");
    }
  }
}

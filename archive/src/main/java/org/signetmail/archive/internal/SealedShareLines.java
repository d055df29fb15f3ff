package org.signetmail.archive.internal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.signetmail.archive.DocumentText;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.archive.RecoveryCase.ResealedShare;

/** Sealed shares as lines: {@code share: KEY INDEX BASE64}. */
public final class SealedShareLines {
  private static final String NAME = "share";

  private SealedShareLines() {}

  public static void write(DocumentText.Writer out, List<ResealedShare> shares) {
    for (ResealedShare share : shares) {
      String octets = Base64.getEncoder().encodeToString(share.sealed());
      out.add(NAME, share.key().hex() + " " + share.index() + " " + octets);
    }
  }

  public static List<ResealedShare> read(DocumentText.Reader in) throws MalformedDocument {
    List<ResealedShare> shares = new ArrayList<>();
    for (String value : in.takeAll(NAME)) {
      String[] parts = value.split(" ", -1);
      if (parts.length != 3) {
        throw new MalformedDocument(
            "share: a line is not key, index and octets; fetch the file again");
      }
      int index = in.number(parts[1]);
      if (index < 1) {
        throw new MalformedDocument("share: indexes begin at 1; fetch the file again");
      }
      shares.add(new ResealedShare(in.key(parts[0]), index, in.octets(parts[2])));
    }
    return shares;
  }
}

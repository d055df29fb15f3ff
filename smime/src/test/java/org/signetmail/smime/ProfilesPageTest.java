package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.smime.CryptoProfile.Area;
import org.signetmail.smime.CryptoProfile.Name;
import org.signetmail.testkit.Fixtures;

/** {@code docs/profiles.md} says what the profiles say. */
class ProfilesPageTest {
  @ParameterizedTest
  @EnumSource(Name.class)
  void thePageHasTheTableOfEachProfile(Name name) throws IOException {
    String page = Files.readString(Fixtures.repository().resolve("docs/profiles.md"));
    String table = table(CryptoProfile.of(name));
    assertTrue(page.contains(table), "docs/profiles.md: put this there\n\n" + table);
  }

  private static String table(CryptoProfile profile) {
    StringBuilder text = new StringBuilder();
    text.append("## `").append(profile).append("`\n\n");
    text.append("| | makes, best first | accepts |\n|---|---|---|\n");
    for (Area area : Area.values()) {
      Set<String> accepted = new TreeSet<>(profile.accepting(area));
      row(text, title(area), words(profile.making(area)), words(accepted));
    }
    row(text, "RSA from", bits(profile.makingRsaBits()), bits(profile.acceptingRsaBits()));
    row(text, "curves from", bits(profile.makingEcBits()), bits(profile.acceptingEcBits()));
    row(text, "only with evidence", words(new TreeSet<>(profile.needingEvidence())), "");
    row(text, "announces", words(profile.announcing()), "");
    return text.toString();
  }

  private static void row(StringBuilder text, String title, String making, String accepting) {
    text.append("| ").append(title).append(" | ").append(making).append(" | ");
    text.append(accepting).append(" |\n");
  }

  private static String title(Area area) {
    return switch (area) {
      case DIGEST -> "digest";
      case SIGNATURE -> "signature";
      case CONTENT -> "content";
      case KEY_MANAGEMENT -> "recipients";
      case KEY_DERIVATION -> "key derivation";
    };
  }

  private static String words(Collection<String> words) {
    return words.isEmpty() ? "–" : String.join(", ", List.copyOf(words));
  }

  private static String bits(int bits) {
    return bits == Integer.MAX_VALUE ? "–" : bits + " bits";
  }
}

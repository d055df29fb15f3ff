package org.signetmail.pkix.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SmimeBaseline;

/** Reads the text form of {@link CertificateProfile}. */
public final class ProfileFile {
  private static final List<String> FIELDS =
      List.of(
          "name",
          "kind",
          "key-usage",
          "extended-key-usage",
          "policies",
          "validity",
          "keys",
          "names");

  private final String fileName;
  private final Map<String, Line> lines = new LinkedHashMap<>();

  private ProfileFile(String fileName) {
    this.fileName = fileName;
  }

  private record Line(int number, String value) {}

  public static CertificateProfile standard(CertificateProfile.Kind kind) {
    CertificateProfile profile = Standard.PROFILES.get(kind);
    if (profile == null) {
      throw new IllegalStateException("no profile of kind " + kind);
    }
    return profile;
  }

  /** Read when first asked for, and never changed. */
  private static final class Standard {
    static final Map<CertificateProfile.Kind, CertificateProfile> PROFILES =
        Stream.of(CertificateProfile.Kind.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ProfileFile::load));
  }

  /** A file of {@code profiles/smime}. */
  public static CertificateProfile baseline(SmimeBaseline baseline, CertificateProfile.Kind kind) {
    String use =
        switch (kind) {
          case PERSON_SIGNING -> "signing";
          case PERSON_ENCRYPTION -> "encryption";
          default ->
              throw new IllegalArgumentException(
                  word(kind) + ": the S/MIME Baseline Requirements are for people's certificates");
        };
    if (baseline.generation() == SmimeBaseline.Generation.LEGACY) {
      throw new IllegalArgumentException(
          baseline.word()
              + ": is not issued since 15 July 2025 (S/MIME BR §7.1.6.1);"
              + " choose multipurpose or strict");
    }
    return load("profiles/smime/" + baseline.word() + "-" + use + ".profile");
  }

  private static CertificateProfile load(CertificateProfile.Kind kind) {
    return load("profiles/" + word(kind) + ".profile");
  }

  private static CertificateProfile load(String file) {
    try (InputStream in = CertificateProfile.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read from the jar", e);
    }
  }

  public static CertificateProfile parse(String text, String fileName) {
    ProfileFile file = new ProfileFile(fileName);
    file.read(text);
    return new CertificateProfile(
        file.one("name", Function.identity()),
        file.one("kind", word -> ofWord(CertificateProfile.Kind.class, word)),
        file.many("key-usage", word -> ofWord(Certificate.Use.class, word)),
        List.copyOf(file.many("extended-key-usage", ProfileFile::oid)),
        List.copyOf(file.many("policies", ProfileFile::oid)),
        file.one("validity", Duration::parse),
        file.many(
            "keys", word -> KeyAlgorithm.ofWord(word).orElseThrow(IllegalArgumentException::new)),
        file.many("names", word -> ofWord(CertificateProfile.Name.class, word)));
  }

  private void read(String text) {
    int number = 0;
    for (String raw : text.split("\\R", -1)) {
      number++;
      String line = raw.replaceFirst("#.*", "").strip();
      if (line.isEmpty()) {
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon).strip();
      if (colon < 0 || !FIELDS.contains(field)) {
        throw wrong(number, "'" + field + "' is not a field; write one of " + FIELDS);
      }
      if (lines.put(field, new Line(number, line.substring(colon + 1).strip())) != null) {
        throw wrong(number, "'" + field + "' stands twice; keep one");
      }
    }
    for (String field : FIELDS) {
      if (!lines.containsKey(field)) {
        throw wrong(number, "'" + field + "' is missing; add a line '" + field + ": …'");
      }
    }
  }

  private <T> T one(String field, Function<String, T> reader) {
    Line line = line(field);
    return convert(field, line, line.value(), reader);
  }

  private <T> Set<T> many(String field, Function<String, T> reader) {
    Line line = line(field);
    Set<T> values = new LinkedHashSet<>();
    if (!line.value().equals("none")) {
      for (String word : line.value().split("\\s+")) {
        values.add(convert(field, line, word, reader));
      }
    }
    return values;
  }

  private Line line(String field) {
    Line line = lines.get(field);
    if (line == null) {
      throw new IllegalStateException(field + " was checked to be there");
    }
    return line;
  }

  private <T> T convert(String field, Line line, String word, Function<String, T> reader) {
    try {
      return reader.apply(word);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw wrong(
          line.number(),
          "'" + word + "' is not a value of " + field + "; see the standard profiles");
    }
  }

  private IllegalArgumentException wrong(int number, String what) {
    return new IllegalArgumentException(fileName + ":" + number + ": " + what);
  }

  private static String oid(String word) {
    String expanded = word.replace("signet.", CertificateProfile.ARC + ".");
    if (!expanded.matches("[0-2](\\.(0|[1-9][0-9]*))+")) {
      throw new IllegalArgumentException(word);
    }
    return expanded;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E ofWord(Class<E> type, String word) {
    for (E constant : new ArrayList<>(List.of(type.getEnumConstants()))) {
      if (word(constant).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(word);
  }
}

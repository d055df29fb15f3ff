package org.signetmail.web.acme;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.acme.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON objects as requests have them: no member twice, nothing behind the object, no depth. Members
 * are asked for by the type they must have.
 */
final class StrictJson {
  private static final int DEEPEST = 10;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String name;
  private final Map<String, Object> members;

  private StrictJson(String name, Map<String, Object> members) {
    this.name = name;
    this.members = members;
  }

  /**
   * @param name of the object, for messages
   */
  @SuppressWarnings("unchecked") // JSON objects have strings for names
  static StrictJson of(String name, byte[] octets) throws Refusal {
    try {
      if (MAPPER.readValue(octets, Object.class) instanceof Map<?, ?> object) {
        return new StrictJson(name, (Map<String, Object>) object);
      }
    } catch (JacksonException e) {
      throw malformed(name + " is no JSON object, or has a member twice (RFC 8259)");
    }
    throw malformed(name + " is no JSON object (RFC 8259)");
  }

  static byte[] write(Map<String, ?> object) {
    return MAPPER.writeValueAsBytes(object);
  }

  static String text(Map<String, ?> object) {
    return MAPPER.writeValueAsString(object);
  }

  boolean has(String member) {
    return members.containsKey(member);
  }

  java.util.Set<String> names() {
    return members.keySet();
  }

  Optional<String> text(String member) throws Refusal {
    return value(member, String.class, "a string");
  }

  String requiredText(String member) throws Refusal {
    return text(member).orElseThrow(() -> malformed(name + " has no " + member));
  }

  Optional<Integer> number(String member) throws Refusal {
    return value(member, Integer.class, "a whole number");
  }

  Optional<Boolean> flag(String member) throws Refusal {
    return value(member, Boolean.class, "true or false");
  }

  @SuppressWarnings("unchecked") // JSON objects have strings for names
  Optional<StrictJson> object(String member) throws Refusal {
    return value(member, Map.class, "an object")
        .map(one -> new StrictJson(member, (Map<String, Object>) one));
  }

  Optional<List<String>> texts(String member) throws Refusal {
    Optional<List<?>> all = value(member, List.class, "an array").map(one -> (List<?>) one);
    if (all.isPresent() && !all.get().stream().allMatch(String.class::isInstance)) {
      throw malformed(name + " has in " + member + " what is no string");
    }
    return all.map(list -> list.stream().map(String.class::cast).toList());
  }

  @SuppressWarnings("unchecked") // JSON objects have strings for names
  List<StrictJson> objects(String member) throws Refusal {
    List<?> all =
        value(member, List.class, "an array")
            .orElseThrow(() -> malformed(name + " has no " + member));
    if (!all.stream().allMatch(Map.class::isInstance)) {
      throw malformed(name + " has in " + member + " what is no object");
    }
    return all.stream().map(one -> new StrictJson(member, (Map<String, Object>) one)).toList();
  }

  /** The members as they are. */
  Map<String, Object> members() {
    return members;
  }

  private <T> Optional<T> value(String member, Class<T> type, String kind) throws Refusal {
    Object value = members.get(member);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw malformed(name + " has a " + member + " that is not " + kind);
    }
    return Optional.of(type.cast(value));
  }

  static Refusal malformed(String detail) {
    return Refusal.of(Problem.Type.MALFORMED, detail);
  }
}

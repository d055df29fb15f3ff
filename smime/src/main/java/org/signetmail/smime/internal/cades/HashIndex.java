package org.signetmail.smime.internal.cades;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;

/**
 * ats-hash-index-v3 (ETSI EN 319 122-1 §5.5.2): the digests of everything beside the signature that
 * an archive time stamp covers.
 *
 * @param encoded ATSHashIndexV3, as it was sent
 */
public record HashIndex(
    Digests algorithm,
    byte[] encoded,
    List<byte[]> certificates,
    List<byte[]> revocations,
    List<byte[]> attributes) {

  /** What an index speaks of, in the octets it was found in. */
  public record Coverage(
      List<byte[]> certificates, List<byte[]> revocations, List<byte[]> attributeValues) {}

  /** Over all that is there now. */
  public static HashIndex over(CadesData data, Digests algorithm, Jca jca) {
    List<byte[]> certificates = digests(data.certificates(), algorithm, jca);
    List<byte[]> revocations = digests(data.revocations(), algorithm, jca);
    List<byte[]> attributes = new ArrayList<>();
    for (UnsignedAttribute attribute : data.unsigned()) {
      List<byte[]> values = attribute.values().stream().map(attribute::indexed).toList();
      attributes.addAll(digests(values, algorithm, jca));
    }
    byte[] encoded =
        Asn1.sequence(
            Asn1.algorithm(algorithm.oid()),
            sequence(certificates),
            sequence(revocations),
            sequence(attributes));
    return new HashIndex(algorithm, encoded, certificates, revocations, attributes);
  }

  /** Reads one; {@code hashIndAlgorithm} may be left out and is SHA-256 then. */
  public static HashIndex of(byte[] value) throws Asn1Exception {
    List<Der> parts = Der.of(value).children(Asn1.SEQUENCE, 3);
    Digests algorithm = Digests.SHA_256;
    if (parts.size() > 3) {
      String oid = parts.getFirst().children(Asn1.SEQUENCE, 1).getFirst().oid();
      algorithm =
          Digests.ofOid(oid).orElseThrow(() -> new Asn1Exception("a digest that is not known"));
      parts = parts.subList(1, parts.size());
    }
    if (parts.size() != 3) {
      throw new Asn1Exception("an index with more parts than it may have");
    }
    return new HashIndex(
        algorithm, value, octets(parts.get(0)), octets(parts.get(1)), octets(parts.get(2)));
  }

  /**
   * What of the data it covers.
   *
   * @throws Asn1Exception when something that it speaks of is not there
   */
  public Coverage match(CadesData data, Jca jca) throws Asn1Exception {
    List<byte[]> foundCertificates = new ArrayList<>();
    List<byte[]> foundRevocations = new ArrayList<>();
    List<byte[]> foundValues = new ArrayList<>();
    Wanted wanted = new Wanted(certificates, algorithm, jca);
    data.certificates().forEach(c -> wanted.find(c, c, foundCertificates::add));
    wanted.requireEmpty("certificates");
    Wanted lists = new Wanted(revocations, algorithm, jca);
    data.revocations().forEach(r -> lists.find(r, r, foundRevocations::add));
    lists.requireEmpty("revocation values");
    Wanted values = new Wanted(attributes, algorithm, jca);
    for (UnsignedAttribute attribute : data.unsigned()) {
      for (byte[] value : attribute.values()) {
        values.find(attribute.indexed(value), value, foundValues::add);
      }
    }
    values.requireEmpty("attributes");
    return new Coverage(foundCertificates, foundRevocations, foundValues);
  }

  /**
   * The message imprint of an archive-time-stamp-v3 with this index (§5.5.3).
   *
   * @param content its digest by {@link #algorithm}
   */
  public byte[] imprint(CadesData data, byte[] content, Jca jca) {
    MessageDigest digest = jca.digest(algorithm.jca());
    digest.update(Asn1.oid(data.contentType()));
    digest.update(content);
    data.signer().forEach(digest::update);
    return digest.digest(encoded);
  }

  /** Digests that each want one thing that has it. */
  private static final class Wanted {
    private final Map<ByteBuffer, Integer> left = new HashMap<>();
    private final Digests algorithm;
    private final Jca jca;

    Wanted(List<byte[]> digests, Digests algorithm, Jca jca) {
      digests.forEach(digest -> left.merge(ByteBuffer.wrap(digest), 1, Integer::sum));
      this.algorithm = algorithm;
      this.jca = jca;
    }

    void find(byte[] digested, byte[] thing, Consumer<byte[]> found) {
      ByteBuffer digest = ByteBuffer.wrap(jca.digest(algorithm.jca()).digest(digested));
      if (left.containsKey(digest)) {
        left.computeIfPresent(digest, (d, count) -> count == 1 ? null : count - 1);
        found.accept(thing);
      }
    }

    void requireEmpty(String what) throws Asn1Exception {
      int missing = left.values().stream().mapToInt(Integer::intValue).sum();
      if (missing > 0) {
        throw new Asn1Exception(missing + " of the " + what + " it covers missing or changed");
      }
    }
  }

  private static List<byte[]> digests(List<byte[]> things, Digests algorithm, Jca jca) {
    return things.stream().map(thing -> jca.digest(algorithm.jca()).digest(thing)).toList();
  }

  private static byte[] sequence(List<byte[]> digests) {
    return Asn1.sequence(digests.stream().map(Asn1::octets).toArray(byte[][]::new));
  }

  private static List<byte[]> octets(Der sequence) throws Asn1Exception {
    List<byte[]> all = new ArrayList<>();
    for (Der one : sequence.children(Asn1.SEQUENCE, 0)) {
      all.add(one.expect(Asn1.OCTET_STRING).octets());
    }
    return all;
  }
}

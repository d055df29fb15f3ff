package org.signetmail.policy.internal;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words that a condition may use, with their types: a word that is not here does not compile.
 */
public final class Vocabulary {
  static final CelType HEADERS =
      MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING));

  static final Map<String, CelType> WORDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("sender.address", SimpleType.STRING),
              Map.entry("sender.domain", SimpleType.STRING),
              Map.entry("sender.login", SimpleType.STRING),
              Map.entry("from.address", SimpleType.STRING),
              Map.entry("from.domain", SimpleType.STRING),
              Map.entry("from.groups", ListType.create(SimpleType.STRING)),
              Map.entry("from.partner", SimpleType.STRING),
              Map.entry("from.places", ListType.create(SimpleType.STRING)),
              Map.entry("recipient.places", ListType.create(SimpleType.STRING)),
              Map.entry("recipient.address", SimpleType.STRING),
              Map.entry("recipient.domain", SimpleType.STRING),
              Map.entry("recipient.groups", ListType.create(SimpleType.STRING)),
              Map.entry("recipient.partner", SimpleType.STRING),
              Map.entry("direction", SimpleType.STRING),
              Map.entry("subject", SimpleType.STRING),
              Map.entry("headers", HEADERS),
              Map.entry("labels", ListType.create(SimpleType.STRING)),
              Map.entry("size", SimpleType.INT),
              Map.entry("message.signed", SimpleType.BOOL),
              Map.entry("message.encrypted", SimpleType.BOOL),
              Map.entry("message.openable", SimpleType.BOOL),
              Map.entry("signature.verdict", SimpleType.STRING),
              Map.entry("signature.codes", ListType.create(SimpleType.STRING)),
              Map.entry("signature.suspicious", SimpleType.BOOL),
              Map.entry("certificate.found", SimpleType.BOOL),
              Map.entry("gateway.found", SimpleType.BOOL),
              Map.entry("signer.available", SimpleType.BOOL),
              Map.entry("signer.own", SimpleType.BOOL)));

  private Vocabulary() {}
}

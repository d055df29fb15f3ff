package org.signetmail.pkix.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** The DER of an {@link ArchiveReceipt}. */
public final class ReceiptForm {
  private static final byte[] PURPOSE =
      "signetmail.org archive receipt 0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST = 64 << 10; // octets: an ML-DSA signature has 5 KiB

  private ReceiptForm() {}

  public static byte[] toBeSigned(ArchiveReceipt receipt) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PURPOSE);
    out.writeBytes(der(kept(receipt)));
    return out.toByteArray();
  }

  public static byte[] encoded(ArchiveReceipt receipt) {
    return der(sequence(kept(receipt), new DEROctetString(receipt.signature())));
  }

  public static ArchiveReceipt parse(byte[] encoded) throws IOException {
    if (encoded.length > LARGEST) {
      throw new IOException("is larger than " + LARGEST + " octets");
    }
    try {
      ASN1Sequence outer = ASN1Sequence.getInstance(Asn1.parse(encoded));
      ASN1Sequence kept = ASN1Sequence.getInstance(outer.getObjectAt(0));
      boolean binds = integer(kept, 0).hasValue(1);
      if (!binds && !integer(kept, 0).hasValue(0)) {
        throw new IOException("is of an unknown version");
      }
      ArchiveReceipt receipt =
          new ArchiveReceipt(
              new KeyId(
                  HexFormat.of()
                      .formatHex(ASN1OctetString.getInstance(kept.getObjectAt(1)).getOctets())),
              Mailbox.of(ASN1UTF8String.getInstance(kept.getObjectAt(2)).getString()),
              Instant.ofEpochMilli(integer(kept, 3).longValueExact()),
              ASN1UTF8String.getInstance(kept.getObjectAt(4)).getString(),
              integer(kept, 5).intValueExact(),
              integer(kept, 6).intValueExact(),
              binds ? octetStrings(ASN1Sequence.getInstance(kept.getObjectAt(7))) : List.of(),
              ASN1OctetString.getInstance(outer.getObjectAt(1)).getOctets());
      if (!Arrays.equals(receipt.encoded(), encoded)) {
        throw new IOException("is not in its one form (X.690 §10)");
      }
      return receipt;
    } catch (RuntimeException e) {
      throw new IOException("is not well-formed", e);
    }
  }

  private static ASN1Sequence kept(ArchiveReceipt receipt) {
    List<byte[]> commitments = receipt.commitments();
    ASN1EncodableVector kept = new ASN1EncodableVector();
    kept.add(new ASN1Integer(commitments.isEmpty() ? 0 : 1));
    kept.add(new DEROctetString(HexFormat.of().parseHex(receipt.keyId().hex())));
    kept.add(new DERUTF8String(receipt.owner().toString()));
    kept.add(new ASN1Integer(receipt.archivedAt().toEpochMilli()));
    kept.add(new DERUTF8String(receipt.record()));
    kept.add(new ASN1Integer(receipt.shares()));
    kept.add(new ASN1Integer(receipt.quorum()));
    if (!commitments.isEmpty()) {
      kept.add(
          sequence(commitments.stream().map(DEROctetString::new).toArray(ASN1Encodable[]::new)));
    }
    return new DERSequence(kept);
  }

  private static List<byte[]> octetStrings(ASN1Sequence sequence) {
    List<byte[]> octets = new ArrayList<>();
    for (ASN1Encodable element : sequence) {
      octets.add(ASN1OctetString.getInstance(element).getOctets());
    }
    return octets;
  }

  private static ASN1Integer integer(ASN1Sequence sequence, int index) {
    return ASN1Integer.getInstance(sequence.getObjectAt(index));
  }

  private static ASN1Sequence sequence(ASN1Encodable... elements) {
    return new DERSequence(elements);
  }

  private static byte[] der(ASN1Sequence sequence) {
    try {
      return sequence.getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("a receipt did not encode", e);
    }
  }
}

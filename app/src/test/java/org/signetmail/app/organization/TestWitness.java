package org.signetmail.app.organization;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.home.WitnessAddress;
import org.signetmail.tlog.Checkpoint;
import org.signetmail.tlog.GrowthFile;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.MerkleTree;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.NoteVerifier;
import org.signetmail.tlog.Verification;
import org.signetmail.tlog.Witness;

/** A witness of one log on loopback, after C2SP tlog-witness: strict, and with a memory. */
final class TestWitness implements AutoCloseable {
  private static final String NAME = "witness.example/w1";

  private final KeyPair pair = NoteSigner.generate(new SecureRandom());
  private final HttpServer server;
  private @Nullable NoteVerifier log;
  private Checkpoint seen = new Checkpoint("-", 0, MerkleTree.emptyRoot());
  private int refused;

  TestWitness() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/w/add-checkpoint", this::answer);
    server.start();
  }

  /** The one log that it watches; it knows none before. */
  synchronized void watch(NoteVerifier verifier) {
    log = verifier;
    seen = new Checkpoint(verifier.name(), 0, seen.root());
  }

  WitnessAddress address() {
    return WitnessAddress.of("http://127.0.0.1:" + server.getAddress().getPort() + "/w " + vkey());
  }

  String vkey() {
    return Witness.of(NAME, pair.getPublic()).vkey();
  }

  synchronized long seen() {
    return seen.size();
  }

  /** How often it was shown a tree that does not grow out of the one it knows. */
  synchronized int refused() {
    return refused;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      GrowthFile growth = GrowthFile.parse(exchange.getRequestBody().readAllBytes());
      if (log == null) {
        send(exchange, 404, "");
      } else if (!(Checkpoint.open(growth.checkpoint(), log) instanceof Verification.Verified)) {
        send(exchange, 403, "");
      } else if (growth.oldSize() != seen.size()) {
        exchange.getResponseHeaders().add("Content-Type", "text/x.tlog.size");
        send(exchange, 409, seen.size() + "\n");
      } else if (growth.verify(seen, log) instanceof Verification.Verified<Checkpoint> grown) {
        seen = grown.value();
        send(exchange, 200, cosignature(growth.checkpoint().text()));
      } else {
        refused++;
        send(exchange, 422, "");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private String cosignature(String text) throws GeneralSecurityException {
    long time = Instant.now().getEpochSecond();
    Signature ed25519 = Signature.getInstance("Ed25519");
    ed25519.initSign(pair.getPrivate());
    ed25519.update(("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8));
    byte[] key = pair.getPublic().getEncoded();
    MessageDigest id = MessageDigest.getInstance("SHA-256");
    id.update((NAME + "\n\u0004").getBytes(StandardCharsets.UTF_8));
    id.update(key, key.length - 32, 32);
    byte[] blob =
        ByteBuffer.allocate(4 + 8 + 64)
            .put(Arrays.copyOf(id.digest(), 4))
            .putLong(time)
            .put(ed25519.sign())
            .array();
    return "— " + NAME + " " + Base64.getEncoder().encodeToString(blob) + "\n";
  }

  /** As if it had seen another tree of this size. */
  synchronized void believes(Hash root) {
    seen = new Checkpoint(seen.origin(), seen.size(), root);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
    exchange.getResponseBody().write(octets);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

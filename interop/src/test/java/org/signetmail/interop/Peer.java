package org.signetmail.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.testkit.Fixtures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody else's S/MIME software. */
enum Peer {
  OPENSSL("openssl", "openssl"),
  GPGSM("gpgsm", "gpgsm"),
  /** The NSS of the distribution, through its {@code cmsutil}. */
  NSS("nss", "cmsutil"),
  /** The newer NSS that Thunderbird brings along, through the same {@code cmsutil}. */
  NSS_TB("nss-tb", "cmsutil"),
  THUNDERBIRD("thunderbird", "thunderbird");

  private static final List<String> READERS =
      List.of(People.BOB, People.CAROL, People.DAVE, People.GINA);

  private static final String UNLUCKY_SALT = "gpgsm: error parsing or decrypting the PKCS#12 file";

  private final String word;
  private final String program;

  Peer(String word, String program) {
    this.word = word;
    this.program = program;
  }

  /** As the tables call it. */
  String word() {
    return word;
  }

  /**
   * What one message looks like in it.
   *
   * @param state {@code s} signature good, {@code S!} bad, {@code S~} good, but the signer is not
   *     the sender; {@code e} opened, {@code E!} could not be opened
   */
  record Shown(String state, String body, String subject, String raw) {}

  /**
   * Opens messages with the keys of Bob, Carol, Dave and Gina, trusting the root.
   *
   * @return by file name what is shown
   */
  Map<String, Shown> open(People people, List<Path> messages, String... more) {
    List<String> options = new ArrayList<>();
    if (this != THUNDERBIRD) {
      options.addAll(List.of("--cert", people.issuer().toString()));
    }
    options.addAll(List.of("--ca", people.root().toString(), "--password", "x"));
    for (String reader : READERS) {
      options.addAll(List.of("--p12", people.pkcs12(reader).toString()));
    }
    options.addAll(List.of(more));
    return open(messages, options);
  }

  /** Opens messages with these keys and roots, given as the script's options. */
  Map<String, Shown> open(List<Path> messages, List<String> options) {
    requireInstalled();
    List<String> command = new ArrayList<>();
    if (this == THUNDERBIRD) {
      command.addAll(List.of(Fixtures.peer("tb-open.py").toString(), "--headless"));
    } else {
      command.addAll(List.of(Fixtures.peer("peer-open.py").toString(), "--peer", word));
    }
    messages.forEach(message -> command.add(message.toString()));
    command.addAll(options);
    Tool run = run(command);
    if (run.out().isBlank()) {
      throw new AssertionError(word + " opened nothing: " + run.errors());
    }
    JsonNode answer = JsonMapper.shared().readTree(run.out());
    Map<String, Shown> shown = new LinkedHashMap<>();
    for (JsonNode one : answer.isArray() ? answer : List.of(answer)) {
      shown.put(one.path("file").asString(), shown(one));
    }
    return shown;
  }

  /**
   * Makes a message; Thunderbird writes it in its own window and sends it.
   *
   * @return where it is
   */
  Path make(People people, Path file, List<String> options) {
    requireInstalled();
    Path caught = file.resolveSibling(file.getFileName() + ".sent");
    List<String> command = new ArrayList<>();
    if (this == THUNDERBIRD) {
      command.addAll(List.of(Fixtures.peer("tb-send.py").toString(), "--headless"));
      command.addAll(List.of("--catch", caught.toString()));
    } else {
      command.addAll(List.of(Fixtures.peer("peer-make.py").toString(), "--peer", word));
      command.addAll(List.of("-o", file.toString()));
    }
    command.addAll(List.of("--ca", people.root().toString()));
    command.addAll(List.of("--password", "x", "--cert", people.issuer().toString()));
    for (String reader : READERS) {
      command.addAll(List.of("--cert", people.certificate(reader).toString()));
    }
    command.addAll(options);
    Tool run = run(command).succeeded();
    return this == THUNDERBIRD
        ? Path.of(JsonMapper.shared().readTree(run.out()).path("files").path(0).asString())
        : file;
  }

  /**
   * Runs the peer's script. gpgsm 2.2 derives a wrong key from one salt in some sixty of
   * PBE-SHA1-3DES and then cannot read the key file that the script has just made for it: with the
   * next salt it can.
   */
  private static Tool run(List<String> command) {
    Tool run = Tool.run(command);
    for (int again = 0; again < 3 && run.errors().contains(UNLUCKY_SALT); again++) {
      run = Tool.run(command);
    }
    return run;
  }

  private void requireInstalled() {
    if (!Tool.isInstalled(program)) {
      throw Fixtures.absent(program, "install it (the peers' install-peers.sh does)");
    }
  }

  private static Shown shown(JsonNode one) {
    if (one.has("error")) {
      return new Shown("ERR", "", "", one.toString());
    }
    String subject = one.path("innerHeaders").path("Subject").asString("");
    return new Shown(state(one), one.path("body").asString("").strip(), subject, one.toString());
  }

  private static String state(JsonNode one) {
    String signed =
        switch (one.path("signed").asString("")) {
          case "ok" -> one.path("fromMatches").asBoolean(true) ? "s" : "S~";
          case "notok" -> "S!";
          case "mismatch" -> "S~";
          case "unknown" -> "S?";
          default -> "";
        };
    String encrypted =
        switch (one.path("encrypted").asString("")) {
          case "ok" -> "e";
          case "notok" -> "E!";
          default -> "";
        };
    return (signed + " " + encrypted).strip();
  }
}

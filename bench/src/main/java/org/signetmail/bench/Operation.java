package org.signetmail.bench;

import java.nio.file.Path;
import java.util.List;

/** One thing a person does with a message, as {@code signet} and as {@code openssl cms} do it. */
enum Operation {
  SIGN("sign"),
  VERIFY("verify"),
  ENCRYPT_CBC("encrypt, CBC"),
  DECRYPT_CBC("decrypt, CBC"),
  ENCRYPT_GCM("encrypt, GCM"),
  DECRYPT_GCM("decrypt, GCM");

  private final String words;

  Operation(String words) {
    this.words = words;
  }

  /** How many times libcrypto's rate small messages are to reach; 0 where nothing was asked. */
  double smallTarget(Material.Key key) {
    return switch (this) {
      case SIGN ->
          switch (key) {
            case RSA_2048 -> 0;
            case RSA_3072 -> 2;
            case P_256 -> 1.5;
          };
      case VERIFY -> 3;
      case ENCRYPT_CBC, ENCRYPT_GCM -> key == Material.Key.P_256 ? 1 : 1.1;
      case DECRYPT_CBC, DECRYPT_GCM ->
          switch (key) {
            case RSA_2048 -> 1.1;
            case RSA_3072 -> 2;
            case P_256 -> 0;
          };
    };
  }

  /** The same for large messages, against {@code openssl cms}. */
  double largeTarget() {
    return switch (this) {
      case SIGN -> 3;
      case VERIFY -> 15;
      case ENCRYPT_GCM -> 5;
      case ENCRYPT_CBC -> 0;
      case DECRYPT_CBC, DECRYPT_GCM -> 6;
    };
  }

  /** The operation whose result this one reads; itself when it reads the plain message. */
  Operation before() {
    return switch (this) {
      case VERIFY -> SIGN;
      case DECRYPT_CBC -> ENCRYPT_CBC;
      case DECRYPT_GCM -> ENCRYPT_GCM;
      case SIGN, ENCRYPT_CBC, ENCRYPT_GCM -> this;
    };
  }

  /** What both programs read: the same file for both. */
  Path input(Material material, Material.Size size) {
    return before() == this
        ? material.message(size)
        : material.folder().resolve(before().result(size));
  }

  /** The name of the file that signet writes. */
  String result(Material.Size size) {
    return size.name() + "-" + name() + ".eml";
  }

  List<String> signet(Path launcher, Material material, Material.Size size) {
    String program = launcher.toString();
    String input = input(material, size).toString();
    String output = material.folder().resolve(result(size)).toString();
    String identity = material.identity(Material.Key.RSA_2048).toString();
    String certificate = material.certificate(Material.Key.RSA_2048).toString();
    String profile = this == ENCRYPT_GCM ? "--profile=modern" : "--profile=compatible";
    return switch (this) {
      case SIGN -> List.of(program, "sign", "--key", identity, "-o", output, input);
      case VERIFY -> List.of(program, "verify", "--trust", material.root().toString(), input);
      case ENCRYPT_CBC, ENCRYPT_GCM ->
          List.of(program, "encrypt", profile, "--to", certificate, "-o", output, input);
      case DECRYPT_CBC, DECRYPT_GCM ->
          List.of(program, "decrypt", "--key", identity, "-o", output, input);
    };
  }

  List<String> openssl(Material material, Material.Size size) {
    String input = input(material, size).toString();
    String output = material.folder().resolve(result(size) + ".openssl").toString();
    String key = material.key(Material.Key.RSA_2048).toString();
    String certificate = material.certificate(Material.Key.RSA_2048).toString();
    String cipher = this == ENCRYPT_GCM ? "-aes-256-gcm" : "-aes-256-cbc";
    return switch (this) {
      case SIGN ->
          List.of(
              "openssl",
              "cms",
              "-sign",
              "-in",
              input,
              "-signer",
              certificate,
              "-inkey",
              key,
              "-out",
              output);
      case VERIFY ->
          List.of(
              "openssl",
              "cms",
              "-verify",
              "-in",
              input,
              "-CAfile",
              material.root().toString(),
              "-out",
              output);
      case ENCRYPT_CBC, ENCRYPT_GCM ->
          List.of("openssl", "cms", "-encrypt", cipher, "-in", input, "-out", output, certificate);
      case DECRYPT_CBC, DECRYPT_GCM ->
          List.of(
              "openssl",
              "cms",
              "-decrypt",
              "-in",
              input,
              "-recip",
              certificate,
              "-inkey",
              key,
              "-out",
              output);
    };
  }

  @Override
  public String toString() {
    return words;
  }
}

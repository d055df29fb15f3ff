package org.signetmail.app.command;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.TimeStampClient;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet sign}: signs a message with a person's own key. */
@Command(
    name = "sign",
    header = {"Example: signet sign --key alice.p12 -o signed.eml mail.eml", ""},
    description = "Signs a message (S/MIME 4.0, RFC 8551 §3.5).",
    sortOptions = false)
final class SignCommand implements Callable<Integer> {
  @Mixin private Keys keys = new Keys();
  @Mixin private Profile profile = new Profile();
  @Mixin private Headers headers = new Headers();
  @Mixin private Services services = new Services();
  @Mixin private Output output = new Output();
  @Mixin private Input input = new Input();

  @Option(
      names = "--opaque",
      description = "One application/pkcs7-mime body instead of multipart/signed.")
  private boolean opaque;

  @Option(
      names = "--compress",
      description = "Compress the text first, where that makes it smaller (RFC 8551 §3.6).")
  private boolean compress;

  @Option(
      names = "--tsa",
      paramLabel = "URL",
      description = "Have the signature stamped by this time stamping authority (RFC 3161).")
  private @Nullable URI tsa;

  @Override
  public Integer call() throws Exception {
    MessageSigner.Options options =
        new MessageSigner.Options(
            opaque ? Form.OPAQUE : Form.MULTIPART_SIGNED, headers.get(), profile.get());
    MessageSigner signer = signer(options);
    return input.workInPlace(
        Spool.standard(),
        message -> {
          output.write(out -> signer.sign(message, Instant.now(), new SecureRandom(), out));
          return ExitCode.DONE.number();
        });
  }

  private MessageSigner signer(MessageSigner.Options options) throws IOException {
    SigningIdentity identity = keys.signer();
    try {
      MessageSigner plain = new MessageSigner(identity, options);
      MessageSigner announcing = keys.answersTo(Instant.now()).map(plain::announcing).orElse(plain);
      MessageSigner signer = services.on(announcing, identity.certificate());
      MessageSigner stamping = tsa == null ? signer : signer.stamping(new TimeStampClient(tsa));
      return compress ? stamping.compressing() : stamping;
    } catch (IllegalArgumentException e) {
      throw Failure.refused(e);
    }
  }
}

package org.signetmail.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.PublicJsonWebKey;
import org.signetmail.ca.Organization;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * A public authority on this machine: ACME over HTTPS with the challenge for mailboxes, written
 * from RFC 8555, RFC 8823 and RFC 9773, strict in all it is told.
 */
public final class TestAuthority implements Closeable {
  /** How its mail goes out. */
  public interface Post {
    void send(Mailbox from, Mailbox to, byte[] mail) throws IOException;
  }

  /** What it does wrong, for tests of those who must notice. */
  public enum Vice {
    NONE,
    ISSUES_FOR_ANOTHER_KEY,
    ISSUES_FOR_ANOTHER_MAILBOX
  }

  public static final Mailbox SENDER = Mailbox.of("acme-challenge@outside.test");
  private static final int LARGEST = 1 << 20;

  public final Organization organization = new Organization();
  public Vice vice = Vice.NONE;
  public final List<String> faults = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private final HttpsServer server;
  private final Post post;
  private final Optional<AcmeAccount.Binding> binding;
  private final SigningIdentity challengeSigner;
  private final Set<String> nonces = new HashSet<>();
  private final Map<String, PublicJsonWebKey> accounts = new HashMap<>();
  private final List<TestOrder> orders = new ArrayList<>();

  /**
   * @param binding what every account must be bound to, if anything
   */
  public TestAuthority(Post post, Optional<AcmeAccount.Binding> binding) throws Exception {
    this.post = post;
    this.binding = binding;
    SigningKey key = organization.signingKey();
    Certificate certificate = organization.signing(key, "Challenges", SENDER);
    challengeSigner = new SigningIdentity(key, List.of(certificate, organization.issuing()));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls()));
    server.createContext("/", this::answer);
    server.start();
  }

  public URI directory() {
    return URI.create(base() + "/directory");
  }

  /** How many responses came to the newest order. */
  public int responses() {
    return orders.getLast().responses;
  }

  /** How many certificates were issued. */
  public synchronized long issued() {
    return orders.stream().filter(order -> !order.chain.isEmpty()).count();
  }

  /** A mail that came in: a response to the newest order, or nothing that counts. */
  public synchronized void receive(byte[] mail) {
    TestOrder order = orders.getLast();
    order.responses++;
    TestMails.fault(mail, order)
        .ifPresent(fault -> {
          order.fault = fault;
          faults.add(fault);
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String base() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Replay-Nonce", nonce());
      try {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) {
          post(exchange, path);
        } else if (path.equals("/directory")) {
          reply(exchange, 200, directoryObject());
        } else if (path.startsWith("/renewal/")) {
          exchange.getResponseHeaders().set("Retry-After", "3600");
          Instant start = Instant.now().plus(20, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
          reply(
              exchange,
              200,
              Map.of(
                  "suggestedWindow",
                  Map.of("start", start.toString(), "end", start.plusSeconds(86_400).toString())));
        } else {
          exchange.sendResponseHeaders(200, -1); // newNonce
        }
      } catch (Refusal refusal) {
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        reply(
            exchange,
            403,
            Map.of(
                "type",
                "urn:ietf:params:acme:error:" + refusal.type,
                "detail",
                String.valueOf(refusal.getMessage())));
      } catch (Exception e) {
        faults.add(e.toString());
        reply(exchange, 500, Map.of("type", "urn:ietf:params:acme:error:serverInternal"));
      }
    }
  }

  private Map<String, Object> directoryObject() {
    return Map.of(
        "newNonce", base() + "/nonce",
        "newAccount", base() + "/account",
        "newOrder", base() + "/order",
        "renewalInfo", base() + "/renewal",
        "meta",
            Map.of(
                "termsOfService",
                "https://outside.test/terms",
                "externalAccountRequired",
                binding.isPresent()));
  }

  private void post(HttpExchange exchange, String path) throws Exception {
    SignedRequest request =
        SignedRequest.of(
            new String(exchange.getRequestBody().readNBytes(LARGEST), StandardCharsets.UTF_8));
    require(nonces.remove(request.header().get("nonce")), "badNonce", "unknown nonce");
    require((base() + path).equals(request.header().get("url")), "unauthorized", "url is another");
    if (path.equals("/account")) {
      account(exchange, request);
      return;
    }
    PublicJsonWebKey key = accounts.get(String.valueOf(request.header().get("kid")));
    if (key == null || !request.isSignedBy(key)) {
      throw new Refusal("unauthorized", "not signed by an account");
    }
    String[] parts = path.split("/");
    if (path.equals("/order")) {
      TestOrder order = order(request.json(), thumbprint(key));
      exchange.getResponseHeaders().set("Location", base() + "/order/" + order.number);
      reply(exchange, 201, orderObject(order));
      post.send(SENDER, order.mailbox, TestMails.challenge(challengeSigner, SENDER, order));
      return;
    }
    TestOrder order = orders.get(Integer.parseInt(parts[2]));
    switch (parts[1]) {
      case "order" -> reply(exchange, 200, orderObject(order));
      case "authorization" -> reply(exchange, 200, authorizationObject(order));
      case "challenge" -> {
        order.isTriggered |= !request.payload().isEmpty();
        exchange
            .getResponseHeaders()
            .add("Link", "<" + base() + "/authorization/" + order.number + ">;rel=\"up\"");
        reply(exchange, 200, challengeObject(order));
      }
      case "finalize" -> {
        require(order.status().equals("ready"), "orderNotReady", "order is " + order.status());
        order.chain =
            issue(order, Base64.getUrlDecoder().decode((String) request.json().get("csr")));
        reply(exchange, 200, orderObject(order));
      }
      default -> certificate(exchange, order);
    }
  }

  private void account(HttpExchange exchange, SignedRequest request) throws Exception {
    PublicJsonWebKey key = request.embeddedKey();
    require(request.isSignedBy(key), "unauthorized", "not signed by its key");
    String location = base() + "/account/" + thumbprint(key);
    boolean isKnown = accounts.containsKey(location);
    if (!isKnown) {
      require(
          Boolean.TRUE.equals(request.json().get("termsOfServiceAgreed")),
          "userActionRequired",
          "agree to the terms");
      if (binding.isPresent()) {
        require(isBound(request), "externalAccountRequired", "needs an external account");
      }
      accounts.put(location, key);
    }
    exchange.getResponseHeaders().set("Location", location);
    reply(exchange, isKnown ? 200 : 201, Map.of("status", "valid"));
  }

  @SuppressWarnings("unchecked")
  private boolean isBound(SignedRequest request) throws Exception {
    Object inner = request.json().get("externalAccountBinding");
    if (!(inner instanceof Map)) {
      return false;
    }
    SignedRequest bound = SignedRequest.of((Map<String, Object>) inner);
    return binding.orElseThrow().keyId().equals(bound.header().get("kid"))
        && bound.isMacOf(binding.orElseThrow().macKey());
  }

  @SuppressWarnings("unchecked")
  private TestOrder order(Map<String, Object> wanted, String thumbprint) throws Refusal {
    List<Map<String, Object>> identifiers =
        (List<Map<String, Object>>) wanted.getOrDefault("identifiers", List.of());
    require(
        identifiers.size() == 1 && "email".equals(identifiers.getFirst().get("type")),
        "unsupportedIdentifier",
        "one mailbox an order");
    Mailbox mailbox = Mailbox.of(String.valueOf(identifiers.getFirst().get("value")));
    TestOrder order = new TestOrder(orders.size(), mailbox, token(), token(), thumbprint);
    orders.add(order);
    return order;
  }

  private List<Certificate> issue(TestOrder order, byte[] csr) throws Exception {
    CertificationRequest request = CertificationRequest.of(csr);
    require(request.mailboxes().equals(List.of(order.mailbox)), "badCSR", "another mailbox");
    KeyUsage uses =
        KeyUsage.getInstance(
            new PKCS10CertificationRequest(csr)
                .getRequestedExtensions()
                .getExtension(Extension.keyUsage)
                .getParsedValue());
    int bits = uses.getBytes()[0] & 0xff;
    Certificate certificate;
    if (vice == Vice.ISSUES_FOR_ANOTHER_KEY) {
      certificate = organization.signing(organization.signingKey(), "Alice", order.mailbox);
    } else if (vice == Vice.ISSUES_FOR_ANOTHER_MAILBOX) {
      certificate = encryption(request, Mailbox.of("eve@example.test"));
    } else if (bits == KeyUsage.digitalSignature) {
      certificate =
          Organization.issued(
              organization.authority.issueSigning(
                  request, organization.subject("Alice"), order.mailbox));
    } else {
      require(
          bits == KeyUsage.keyEncipherment || bits == KeyUsage.keyAgreement, "badCSR", "two uses");
      certificate = encryption(request, order.mailbox);
    }
    return List.of(certificate, organization.issuing());
  }

  private Certificate encryption(CertificationRequest request, Mailbox mailbox) {
    return Organization.issued(
        organization.authority.issueEncryption(
            request.publicKey(),
            organization.subject("Alice"),
            mailbox,
            organization.verified(request.publicKey(), mailbox)));
  }

  private void certificate(HttpExchange exchange, TestOrder order) throws IOException {
    String chain = String.join("", order.chain.stream().map(Certificate::pem).toList());
    byte[] octets = chain.getBytes(StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("Content-Type", "application/pem-certificate-chain");
    exchange.sendResponseHeaders(200, octets.length);
    exchange.getResponseBody().write(octets);
  }

  private Map<String, Object> orderObject(TestOrder order) {
    Map<String, Object> object = new HashMap<>();
    object.put("status", order.status());
    object.put("identifiers", List.of(identifier(order)));
    object.put("authorizations", List.of(base() + "/authorization/" + order.number));
    object.put("finalize", base() + "/finalize/" + order.number);
    if (!order.chain.isEmpty()) {
      object.put("certificate", base() + "/certificate/" + order.number);
    }
    return object;
  }

  private Map<String, Object> authorizationObject(TestOrder order) {
    return Map.of(
        "status", order.authorizationStatus(),
        "identifier", identifier(order),
        "challenges", List.of(challengeObject(order)));
  }

  private Map<String, Object> challengeObject(TestOrder order) {
    Map<String, Object> object = new HashMap<>();
    object.put("type", "email-reply-00");
    object.put("url", base() + "/challenge/" + order.number);
    object.put("status", order.challengeStatus());
    object.put("from", SENDER.toString());
    object.put("token", order.partByHttps);
    if (order.fault != null) {
      object.put(
          "error",
          Map.of("type", "urn:ietf:params:acme:error:unauthorized", "detail", order.fault));
    }
    return object;
  }

  private static Map<String, Object> identifier(TestOrder order) {
    return Map.of("type", "email", "value", order.mailbox.toString());
  }

  private static void reply(HttpExchange exchange, int status, Map<String, ?> object)
      throws IOException {
    byte[] octets = JsonUtil.toJson(object).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
    exchange.sendResponseHeaders(status, octets.length);
    exchange.getResponseBody().write(octets);
  }

  private String nonce() {
    String nonce = token();
    nonces.add(nonce);
    return nonce;
  }

  private String token() {
    byte[] octets = new byte[24];
    random.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private static String thumbprint(PublicJsonWebKey key) {
    return key.calculateBase64urlEncodedThumbprint("SHA-256");
  }

  private SSLContext tls() throws Exception {
    SigningKey key = organization.signingKey();
    Certificate certificate =
        Organization.issued(
            organization.authority.issueService(
                ServiceKind.TLS_SERVER,
                key.publicKey(),
                ServiceNames.ofServer(organization.subject("localhost"), List.of("localhost"))));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server",
        key.privateKey(SecretAccess.TOKEN),
        new char[0],
        new X509Certificate[] {certificate.x509(), organization.issuing().x509()});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void require(boolean holds, String type, String detail) throws Refusal {
    if (!holds) {
      throw new Refusal(type, detail);
    }
  }

  /** A problem document (RFC 8555 §6.7). */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final String type;

    Refusal(String type, String detail) {
      super(detail);
      this.type = type;
    }
  }
}

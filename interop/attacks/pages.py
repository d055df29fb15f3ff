"""Attempts of who reaches the portal, the protocols of enrolment and the directory."""
import base64, os, re, shutil, socket, ssl, sys

from system import HOME, WORK, run, tried


def http(ports, method, path, headers=(), body=b"", tls=True, identity=None):
    client = socket.create_connection(("127.0.0.1", ports["https" if tls else "http"]), 20)
    if tls:
        context = ssl.create_default_context(cafile=HOME + "/certificates/root.pem")
        context.check_hostname = False
        if identity:
            context.load_cert_chain(identity)
        client = context.wrap_socket(client, server_hostname="localhost")
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", f"Content-Length: {len(body)}", *headers]
    answer = b""
    try:
        client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        while part := client.recv(65536):
            answer += part
    except OSError as broken:
        answer = answer or str(broken).encode()
    status = re.match(rb"HTTP/1.1 (\d+)", answer)
    return int(status.group(1)) if status else 0, answer


def sign_in(ports, mailbox):
    """Asks for a code as the page does: with its own cookie and token."""
    _, page = http(ports, "GET", "/signin")
    cookies = re.findall(rb"(?i)set-cookie: ([^;\r]+)", page)
    token = re.search(rb'name="csrf" value="([^"]+)"', page)
    if not cookies or not token:
        sys.exit("redteam: the page /signin has no form to send")
    body = b"csrf=" + token.group(1) + b"&mailbox=" + mailbox.replace("@", "%40").encode()
    status, answer = http(ports, "POST", "/signin",
                          ["Origin: https://localhost", "Cookie: " + b"; ".join(cookies).decode(),
                           "Content-Type: application/x-www-form-urlencoded"], body)
    if status not in (200, 303):
        sys.exit(f"redteam: the form of /signin is answered {status}, so this way of asking shows nothing")
    return status, answer


def web_ports(ports):
    row = "whoever reaches the portal"
    for path in ("/console/people", "/console/recoveries", "/console/policy", "/console/log"):
        status, answer = http(ports, "GET", path)
        tried("a role on the console", f"read {path} without signing in", status != 200 or b"alice@" not in answer, str(status))
    for path in ("/console/signin/passkey", "/console/signout", "/signin"):
        status, _ = http(ports, "POST", path, ["Origin: https://evil.test", "Content-Type: application/x-www-form-urlencoded"], b"a=b")
        tried(row, f"post to {path} from another site", status in (400, 403, 415), str(status))
    for path in ("/../signet.yaml", "/%2e%2e/signet.yaml", "/..%2fpassphrase", "/static/..%5c..%5cpassphrase", "/log/../../keys/issuing.key"):
        status, answer = http(ports, "GET", path, tls=False)
        tried(row, f"read a file by {path}", status != 200 or b"organization" not in answer and b"KEY" not in answer, str(status))
    status, _ = http(ports, "POST", "/ocsp", ["Content-Type: application/ocsp-request"], os.urandom(2_000_000), tls=False)
    tried(row, "a body of 2 MB where 10 KB are the limit", status in (0, 400, 413), str(status or "closed"))
    known = [sign_in(ports, name + "@example.test") for name in ("alice", "nobody")]
    forms = {(status, re.sub(rb"alice|nobody|[A-Za-z0-9_-]{16,}|Date:[^\r]*|Content-Length:[^\r]*", b"", answer)) for status, answer in known}
    tried(row, "learn from the sign-in who is known", len(forms) == 1, f"{known[0][0]} and {known[1][0]}")
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        try:
            context.wrap_socket(socket.create_connection(("127.0.0.1", ports["https"]), 20))
            spoken = "spoken"
        except (ssl.SSLError, OSError) as no:
            spoken = str(no)[:60]
        tried(row, f"speak {version.name}", spoken != "spoken", spoken)


def enrolment(ports):
    """A member who has an own certificate asks for one of somebody else's."""
    row = "a member of the organisation"
    signing = signing_identity("alice.p12")
    run("openssl", "req", "-new", "-newkey", "rsa:3072", "-nodes", "-keyout", "k.pem", "-subj", "/CN=Bob", "-addext",
        "subjectAltName=email:bob@example.test", "-outform", "DER", "-out", "bob.csr")
    request = base64.encodebytes(open(WORK + "/bob.csr", "rb").read())
    guessed = "Authorization: Basic " + base64.b64encode(b"bob@example.test:00000000").decode()
    for how, headers, identity in (("with nothing", (), None), ("with a guessed code", (guessed,), None),
                                   ("with one's own certificate", (), signing)):
        for path in ("simpleenroll", "simplereenroll"):
            status, _ = http(ports, "POST", "/.well-known/est/" + path, ["Content-Type: application/pkcs10", *headers], request,
                             identity=identity)
            tried(row, f"ask for another's certificate by EST ({path}), {how}", 400 <= status < 500, str(status))


def signing_identity(file):
    """The certificate that may sign, with its key, for TLS."""
    pem = run("openssl", "pkcs12", "-in", file, "-nodes", "-passin", "file:secret").stdout
    keys = re.findall(rb"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", pem, re.S)
    for certificate in re.findall(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", pem, re.S):
        usage = run("openssl", "x509", "-noout", "-ext", "keyUsage", stdin=certificate + b"\n").stdout
        public = run("openssl", "x509", "-noout", "-pubkey", stdin=certificate + b"\n").stdout
        for key in keys:
            if b"Digital Signature" in usage and run("openssl", "pkey", "-pubout", stdin=key + b"\n").stdout == public:
                with open(WORK + "/signing.pem", "wb") as out:
                    out.write(certificate + b"\n" + key + b"\n")
                return WORK + "/signing.pem"
    sys.exit("redteam: no key in " + file + " may sign")


def directory(ports):
    row = "whoever reaches the portal"
    if not shutil.which("ldapsearch"):
        return
    search = ["ldapsearch", "-x", "-LLL", "-o", "nettimeout=20", "-H", f"ldap://127.0.0.1:{ports['ldap']}", "-b",
              "ou=people,dc=example,dc=test", "-s", "sub"]
    exact = run(*search, "(mail=alice@example.test)", "mail")
    if b"mail: alice@example.test" not in exact.stdout:
        sys.exit("redteam: the directory does not find alice by her mailbox, so this way of asking shows nothing")
    for what in ("(objectClass=*)", "(mail=*)", "(|(mail=a*)(mail=b*))"):
        answer = run(*search, what, "mail")
        names = set(re.findall(rb"^mail: (.*)$", answer.stdout, re.M))
        tried(row, f"collect the directory by {what}", len(names) < 2, f"{len(names)} names")

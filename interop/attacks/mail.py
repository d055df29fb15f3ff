"""Attempts of who reaches the mail ports."""
import os, re, socket, ssl, sys, time

from system import WORK, run, tried


class Smtp:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.lines = self.socket.makefile("rb")
        self.answer()

    def answer(self):
        while True:
            line = self.lines.readline()
            if not line or line[3:4] != b"-":
                return line.decode(errors="replace").strip()[:80] or "closed"

    def say(self, octets):
        self.socket.sendall(octets)
        return self.answer()

    def mail(self, sender, recipient, text=b"Subject: x\r\n\r\nx\r\n"):
        answers = [self.say(line) for line in (b"EHLO red.test\r\n", b"MAIL FROM:<%s>\r\n" % sender, b"RCPT TO:<%s>\r\n" % recipient)]
        if answers[-1].startswith("250"):
            self.say(b"DATA\r\n")
            answers.append(self.say(text + b".\r\n"))
        self.socket.close()
        return answers[-1]


def refused(answer):
    return answer[:1] in "45c"


def mail_ports(ports, sink):
    row = "whoever reaches the mail ports"
    answer = Smtp(ports["inbound"]).mail(b"x@elsewhere.test", b"y@elsewhere.test")
    tried(row, "relay to somebody else's mailbox", refused(answer), answer)
    answer = Smtp(ports["inbound"]).mail(b"x@elsewhere.test", b"<@example.test:y@elsewhere.test>"[1:-1])
    tried(row, "relay by a source route", refused(answer) or not any("elsewhere" in r for rs, _ in sink.mails for r in rs), answer)
    answer = Smtp(ports["inbound"]).mail(b"x@elsewhere.test", b"alice%elsewhere.test@example.test")
    tried(row, "relay by a percent sign (a name of our own domain, at most)", refused(answer) or not any("@elsewhere" in r for rs, _ in sink.mails for r in rs), answer)
    client = Smtp(ports["outbound"])
    client.say(b"EHLO red.test\r\n")
    answer = client.say(b"AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n")
    tried(row, "log in without TLS", refused(answer), answer)
    client = Smtp(ports["inbound"])
    client.say(b"EHLO red.test\r\n")
    answers = {client.say(b"VRFY <%s@example.test>\r\n" % name) for name in (b"alice", b"nobody")}
    tried(row, "ask who exists (VRFY)", len(answers) == 1, " / ".join(answers))
    before = len(sink.mails)
    for name, end in (("LF . LF", b"\n.\n"), ("LF . CR LF", b"\n.\r\n"), ("CR . CR", b"\r.\r"), ("CR LF . LF", b"\r\n.\n"),
                      ("CR LF NUL . CR LF", b"\r\n\0.\r\n")):
        smuggled = b"Subject: x\r\n\r\nx" + end + b"MAIL FROM:<admin@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\nsmuggled\r\n"
        answer = Smtp(ports["inbound"]).mail(b"x@elsewhere.test", b"alice@example.test", smuggled)
        time.sleep(0.5)  # what is smuggled would come behind
        came = sum(1 for recipients, _ in sink.mails[before:] if any("bob@" in one for one in recipients))
        tried(row, f"smuggle a second mail behind {name}", came == 0, answer)
    client = Smtp(ports["inbound"])
    answer = client.say(b"EHLO " + b"x" * 100_000 + b"\r\n")
    tried(row, "a line of 100,000 octets", refused(answer), answer)
    tried(row, "put a command behind STARTTLS", *behind_starttls(ports["inbound"]))


def behind_starttls(port):
    """What came in the clear must be gone once TLS begins: the answer to QUIT is the first there."""
    client = Smtp(port)
    client.say(b"EHLO red.test\r\n")
    answer = client.say(b"STARTTLS\r\nMAIL FROM:<admin@example.test>\r\n")
    if not answer.startswith("220"):
        return refused(answer), answer
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        client.socket = context.wrap_socket(client.socket)
        client.lines = client.socket.makefile("rb")
        answer = client.say(b"QUIT\r\n")
    except OSError:
        answer = "closed"
    return answer.startswith("221") or answer == "closed", answer


def neighbours(ports):
    row = "a listed neighbour"
    answer = Smtp(ports["inbound"])
    answer.say(b"EHLO red.test\r\n")
    reply = answer.say(b"XCLIENT ADDR=127.0.0.1 NAME=localhost LOGIN=alice\r\n")
    tried(row, "XCLIENT from one that is not listed", refused(reply), reply)
    client = socket.create_connection(("127.0.0.1", ports["inbound"]), 20)
    client.sendall(b"PROXY TCP4 10.0.0.1 10.0.0.2 1 25\r\n")
    client.settimeout(5)
    reply = b""
    try:
        while part := client.recv(200):
            reply += part
    except OSError:
        reply += b"(silence)"
    tried(row, "a PROXY header from one that is not listed", b"250" not in reply, " / ".join(reply.decode(errors="replace").splitlines())[:90])


def oracle(ports, sink):
    """Mail that is encrypted to a person and changed: every answer alike, and it arrives as it came."""
    row = "a sender who has others' encrypted mail"
    open(WORK + "/plain", "wb").write(b"Subject: x\r\n\r\nsecret\r\n")
    certificate = run("openssl", "pkcs12", "-in", "bob.p12", "-nokeys", "-clcerts", "-passin", "file:secret").stdout
    open(WORK + "/bob.pem", "wb").write(certificate)
    mail = run("openssl", "cms", "-encrypt", "-aes-256-cbc", "-in", "plain", "bob.pem").stdout
    mail = b"From: x@elsewhere.test\r\nTo: bob@example.test\r\n" + mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    answers = set()
    letters = [at for at in range(len(mail) - 300, len(mail) - 20) if mail[at:at + 1].isalnum()]
    for at in [None] + letters[:: len(letters) // 9][:9]:
        changed = mail if at is None else mail[:at] + (b"A" if mail[at:at + 1] != b"A" else b"B") + mail[at + 1:]
        answers.add(re.sub(r"\d{4,}|[0-9A-F]{6,}\S*", "#", Smtp(ports["inbound"]).mail(b"x@elsewhere.test", b"bob@example.test", changed)))
    tried(row, "have ten changed forms tried", len(answers) == 1, " / ".join(answers))
    tried("the running server, or the store", "read mail of a person who is not in the ring",
          not any(b"secret\r\n" in text for _, text in sink.mails), f"{len(sink.mails)} mails at the next hop")


def partner(ports, sink):
    """Signs as somebody of ours under a certificate of a partner's authority, which counts for partner.test alone."""
    row = "a partner's authority"
    with open(WORK + "/partner.cnf", "w") as file:
        for person in ("p@partner.test", "alice@example.test"):
            file.write(f"[{person[0]}]\nsubjectAltName=email:{person}\nkeyUsage=critical,digitalSignature\n"
                       "extendedKeyUsage=emailProtection\nbasicConstraints=critical,CA:false\n")
    verdicts = []
    for person in ("p@partner.test", "alice@example.test"):
        run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "person.key", "-subj", "/CN=Person", "-out", "person.csr")
        run("openssl", "x509", "-req", "-in", "person.csr", "-CA", "partner.pem", "-CAkey", "partner.key", "-extfile", "partner.cnf",
            "-extensions", person[0], "-days", "9", "-out", "person.pem")
        open(WORK + "/plain", "wb").write(b"Content-Type: text/plain\r\n\r\nsigned for " + person.encode() + b"\r\n")
        mail = run("openssl", "cms", "-sign", "-in", "plain", "-signer", "person.pem", "-inkey", "person.key", "-from", person,
                   "-to", "bob@example.test", "-subject", "signed").stdout.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        Smtp(ports["inbound"]).mail(b"x@partner.test", b"bob@example.test", mail)
        came = [text for _, text in sink.mails if b"signed for " + person.encode() in text]
        verdict = re.search(rb"smime=(\w+)", came[-1]) if came else None
        verdicts.append(verdict.group(1).decode() if verdict else "nothing")
    if verdicts[0] != "pass":
        sys.exit(f"redteam: the partner's own mail is judged {verdicts[0]}, so this way of signing shows nothing")
    tried(row, "sign as somebody of ours", verdicts[1] != "pass", "smime=" + verdicts[1])

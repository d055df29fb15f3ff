"""The system that is attacked, in a folder of its own, and the table of what was tried."""
import os, re, socket, subprocess, sys, tempfile, threading

HERE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SIGNET = os.environ.get("SIGNET", os.path.join(HERE, "signet"))
WORK = tempfile.mkdtemp(prefix="redteam")
HOME = os.path.join(WORK, "home")
RESULTS = []


def tried(row, what, kept, seen):
    """One attempt: the row of SECURITY.md, what was tried, whether the system kept what it keeps, what was seen."""
    RESULTS.append((row, what, kept, seen))
    print(f"| {row} | {what} | {'kept' if kept else '**BROKEN**'} | {seen} |", flush=True)


def run(*words, stdin=b""):
    return subprocess.run(words, input=stdin, capture_output=True, cwd=WORK, timeout=120)


def signet(*words, password="secret"):
    return run(SIGNET, *words, "--home", HOME, "--password-file", password)


def done(*words, password="secret"):
    result = signet(*words, password=password)
    if result.returncode:
        sys.exit(f"redteam: signet {' '.join(words)} ended with {result.returncode}: {result.stderr.decode()}")
    return result.stdout


def said(result):
    """The one line that the command ended with."""
    lines = (result.stderr or result.stdout).decode(errors="replace").strip().splitlines()
    return f"exit {result.returncode}: {lines[-1][:90] if lines else ''}".replace("|", "/")


class Sink(threading.Thread):
    """The next hop: takes mail and keeps it for us to look at."""

    def __init__(self):
        super().__init__(daemon=True)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.mails = []

    def run(self):
        while True:
            client, _ = self.server.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        lines, recipients = client.makefile("rwb", buffering=0), []
        lines.write(b"220 sink\r\n")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"DATA":
                lines.write(b"354 go on\r\n")
                text = b"".join(iter(lines.readline, b".\r\n"))
                self.mails.append((recipients, text))
                recipients = []
            elif verb == b"RCPT":
                recipients.append(line.decode(errors="replace").strip())
            lines.write({b"QUIT": b"221 bye\r\n"}.get(verb, b"250 ok\r\n"))
            if verb == b"QUIT":
                break
        client.close()


def free_ports(count):
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return ports


def found(next_hop):
    for name, text in (("secret", "correct horse battery staple\n"), ("guess", "123456\n")):
        with open(os.path.join(WORK, name), "w") as file:
            file.write(text)
    made = run(SIGNET, "init", HOME, "--organization=Example Corp", "--domain=example.test", "--officers=3", "--quorum=2",
               f"--next-hop=127.0.0.1:{next_hop}")
    if made.returncode:
        sys.exit("redteam: " + said(made))
    settings = os.path.join(HOME, "signet.yaml")
    text = open(settings).read()
    ports = dict(zip(("https", "http", "outbound", "inbound", "ldap"), free_ports(5)))
    for old, name in (("8443", "https"), ("8080", "http"), ("2525", "outbound"), ("2526", "inbound"), ("1389", "ldap")):
        text = text.replace("127.0.0.1:" + old, f"127.0.0.1:{ports[name]}")
    # whoever speaks to it from this machine is a stranger, as from anywhere else
    text = re.sub(r'smtp-inbound: ("[^"]*")', r"smtp-inbound: {address: \1, peers: [192.0.2.1]}", text)
    open(settings, "w").write(text)
    for officer in ("olga", "omar", "otto"):
        done("officer", "enrol", "--name", officer, "-o", officer + ".p12", officer + "@example.test")
    for person in ("alice", "bob"):
        run(SIGNET, "user", "add", "--home", HOME, "--name", person.title(), person + "@example.test")
        done("enrol", "new", "--vouched-by", "admin@example.test", "-o", person + ".p12", person + "@example.test")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", "/CN=Partner", "-keyout", "partner.key",
        "-out", "partner.pem")
    made = run(SIGNET, "partner", "add", "Partner", "--root=partner.pem", "--domain=partner.test", "--home", HOME)
    if made.returncode:
        sys.exit("redteam: " + said(made))
    made = run(SIGNET, "backup", "create", "--home", HOME)
    if made.returncode:
        sys.exit("redteam: " + said(made))
    return ports


def secrets_of(file):
    """What must be nowhere: of each private key in a PKCS#12 the number that makes it private."""
    pem = run("openssl", "pkcs12", "-in", file, "-nodes", "-passin", "file:secret").stdout
    numbers = []
    for key in re.findall(rb"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", pem, re.S):
        text = run("openssl", "pkey", "-noout", "-text", stdin=key + b"\n").stdout.decode()
        number = re.search(r"(?:priv|prime1):\s*((?:[0-9a-f]{2}:?\s*)+)", text)
        if not number:
            sys.exit("redteam: openssl does not show a private key of " + file)
        numbers.append(bytes.fromhex(re.sub(r"[:\s]", "", number.group(1))).lstrip(b"\0"))
    return numbers

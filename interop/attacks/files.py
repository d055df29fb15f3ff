"""Attempts of who has a stolen file, a key of his own, or the memory of the server."""
import base64, glob, os, re, shutil, sqlite3, sys, time

from system import HOME, SIGNET, WORK, done, run, said, signet, tried


def database(bob):
    row = "the database"
    octets = b"".join(open(file, "rb").read() for file in glob.glob(HOME + "/signet.db*"))
    shapes = [shape for key in bob for shape in (key, key.hex().encode(), base64.b64encode(key)[:40])]
    tried(row, "look for an archived key, as it is, in hexadecimal, in base 64", not any(s in octets for s in shapes),
          f"{len(octets)} octets, none of {len(shapes)} forms")
    words = re.findall(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----", octets)
    tried(row, "look for any private key in PEM", not words, f"{len(words)} found")


def backup():
    row = "a backup"
    files = sorted(file for file in glob.glob(HOME + "/backups/**/*", recursive=True) if os.path.isfile(file))
    octets = b"".join(open(file, "rb").read() for file in files)
    tried(row, "read names of people in it", b"alice@example.test" not in octets, f"{len(octets)} octets in {len(files)} files")
    answer = run(SIGNET, "backup", "restore", "--trust", HOME + "/certificates/root.pem", "--key", "alice.p12", "--password-file",
                 "secret", "--home", WORK + "/restored", HOME + "/backups")
    tried(row, "restore it with a person's key", answer.returncode != 0, said(answer))
    copy = os.path.join(WORK, "backups")
    shutil.copytree(HOME + "/backups", copy)
    largest = max(glob.glob(copy + "/**/*", recursive=True), key=lambda f: os.path.getsize(f) if os.path.isfile(f) else 0)
    with open(largest, "r+b") as file:
        file.seek(os.path.getsize(largest) // 2)
        octet = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([octet[0] ^ 1]))
    answer = run(SIGNET, "backup", "verify", "--trust", HOME + "/certificates/root.pem", copy)
    tried(row, "change one bit of it", answer.returncode != 0, said(answer))


def opened_by(keys, sealed):
    """What openssl makes of each sealed thing with each key, by the file of the key."""
    opened = {}
    for share in sealed:
        for owner, key in keys:
            answer = run("openssl", "cms", "-decrypt", "-inform", "DER", "-inkey", key, stdin=share)
            if answer.returncode == 0 and answer.stdout:
                opened.setdefault(owner, []).append(len(answer.stdout))
    return opened


def shares():
    """Everything that opens with the passphrase of the home, tried on every sealed share."""
    passphrase = open(HOME + "/passphrase").read().strip()
    open(WORK + "/passphrase", "w").write(passphrase + "\n")
    keys = []
    for file in sorted(glob.glob(HOME + "/keys/*") + glob.glob(HOME + "/offline/*")):
        if file.endswith(".p12"):
            pem = run("openssl", "pkcs12", "-in", file, "-nodes", "-passin", "file:passphrase").stdout
        else:
            pem = run("openssl", "pkey", "-in", file, "-passin", "file:passphrase").stdout
        for number, key in enumerate(re.findall(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END[^\n]*", pem, re.S)):
            name = f"{os.path.basename(file)}-{number}.pem"
            open(os.path.join(WORK, name), "wb").write(key + b"\n")
            keys.append((os.path.basename(file), name))
    with sqlite3.connect(f"file:{HOME}/signet.db?mode=ro", uri=True) as store:
        of_people = "select log_index from archived_key where owner in ('alice@example.test', 'bob@example.test')"
        sealed = [share for (share,) in store.execute(f"select sealed from archived_share where archived_key in ({of_people})")]
        sealed += [key for (key,) in store.execute(f"select sealed_key from archived_key where log_index in ({of_people})")]
        of_canaries = [share for (share,) in store.execute(f"select sealed from archived_share where archived_key not in ({of_people})")]
    opened = opened_by(keys, sealed)
    if not sealed or "canaries.p12" not in opened_by([key for key in keys if key[0] == "canaries.p12"], of_canaries):
        sys.exit("redteam: the shares of canaries do not open with their own keys, so this way of trying shows nothing")
    what = f"{len(keys)} keys on {len(sealed)} sealed things"
    tried("the home folder and its passphrase", "open shares and sealed keys with all of them", not opened, f"{what}, opened: {opened}")
    for row, file in (("the archive's receipt key", "archive-receipts.p12"), ("the archive's transport key", "archive-transport.p12")):
        tried(row, "open a key that is kept", file not in opened and any(o == file for o, _ in keys), what)


def memory(process, bob):
    row = "the running server's memory"
    found_at, size = 0, 0
    with open(f"/proc/{process.pid}/maps") as maps, open(f"/proc/{process.pid}/mem", "rb", 0) as octets:
        for line in maps:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            if " rw" not in line or end - start > 1 << 32:
                continue
            try:
                octets.seek(start)
                part = octets.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            size += len(part)
            found_at += sum(part.count(key) for key in bob)
    tried(row, "look for a key that was archived before", found_at == 0, f"{size >> 20} MB read, found {found_at} times")
    limits = open(f"/proc/{process.pid}/limits").read()
    core = re.search(r"Max core file size\s+(\S+)", limits).group(1)
    tried(row, "have a core file written", core == "0", f"limit {core}")


def officers():
    row = "one officer's key"
    done("enrol", "replace", "--vouched-by", "admin@example.test", "-o", "bob-new.p12", "bob@example.test")
    asked = signet("recovery", "request", "--key", "bob-new.p12", "--reason", "laptop stolen")
    case = re.search(rb"R-[A-Z0-9-]+", asked.stdout)
    if not case:
        sys.exit("redteam: no case was opened: " + said(asked))
    case = case.group().decode()
    done("recovery", "approve", case, "--key", "olga.p12")
    answer = signet("recovery", "collect", case, "--key", "bob-new.p12", "-o", "stolen.p12")
    tried(row, "collect after one approval of two", answer.returncode != 0 and not os.path.exists(WORK + "/stolen.p12"), said(answer))
    answer = signet("recovery", "approve", case, "--key", "olga.p12")
    after = signet("recovery", "collect", case, "--key", "bob-new.p12", "-o", "stolen.p12")
    tried(row, "approve a second time", after.returncode != 0, said(answer))
    answer = signet("recovery", "approve", case, "--key", "alice.p12")
    tried("a member of the organisation", "approve a case", answer.returncode != 0, said(answer))
    answer = signet("recovery", "collect", case, "--key", "alice.p12", "-o", "stolen.p12")
    tried("a member of the organisation", "collect another's keys", answer.returncode != 0, said(answer))
    answer = signet("recovery", "self", "--key", "bob-new.p12", "--code-file", "guess", "--new-password-file", "guess", "-o", "stolen.p12")
    tried("an owner's present keys", "recover with a guessed code and without officers", answer.returncode != 0, said(answer))


def hostile_mail():
    row = "a sender of hostile mail"
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(3000))
    bombs = {"3,000 nested parts": b"From: x@y.test\r\nMIME-Version: 1.0\r\n" + deep,
             "a header of 8 MB": b"From: x@y.test\r\nX: " + b"x" * 8_000_000 + b"\r\n\r\n",
             "a CMS that says it is 4 GB long": b"From: x@y.test\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n"
             b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"\x30\x84\xff\xff\xff\xff" + b"\x30\x80" * 2000)}
    for name, octets in bombs.items():
        open(WORK + "/bomb.eml", "wb").write(octets)
        begun = time.monotonic()
        answer = run(SIGNET, "verify", "bomb.eml", "--trust", HOME + "/certificates/root.pem")
        calm = b"Exception" not in answer.stderr and b"\tat " not in answer.stderr
        tried(row, "verify " + name, answer.returncode not in (0, 134, 137) and calm and time.monotonic() - begun < 20, said(answer))

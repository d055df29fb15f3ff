"""The organisation's mail server of a trial: takes mail on loopback, one file for each recipient.

    mailbox.py PORT FOLDER
"""

import pathlib
import re
import socketserver
import sys

FOLDER = pathlib.Path(sys.argv[2])
OFFERED = ["mail.example.com", "PIPELINING", "SIZE 100000000", "8BITMIME", "SMTPUTF8", "DSN",
           "ENHANCEDSTATUSCODES"]


class Session(socketserver.StreamRequestHandler):
    def say(self, *lines):
        for n, line in enumerate(lines):
            code, text = line[:3], line[4:]
            self.wfile.write(f"{code}{'-' if n < len(lines) - 1 else ' '}{text}\r\n".encode())

    def handle(self):
        recipients = []
        self.say("220 mail.example.com ready")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.say(*("250 " + word for word in OFFERED))
            elif verb == b"RCPT":
                recipients.append(re.search(rb"<([a-z]+)@", line).group(1).decode())
                self.say("250 2.1.5 ok")
            elif verb == b"DATA":
                self.say("354 go on")
                text = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    text += line[1:] if line.startswith(b"..") else line
                for name in recipients:
                    (FOLDER / f"{name}.eml").write_bytes(text)
                recipients = []
                self.say("250 2.0.0 kept")
            elif verb == b"QUIT":
                self.say("221 2.0.0 bye")
                return
            else:
                self.say("250 2.0.0 ok")


socketserver.ThreadingTCPServer.allow_reuse_address = True
with socketserver.ThreadingTCPServer(("127.0.0.1", int(sys.argv[1])), Session) as server:
    server.daemon_threads = True
    server.serve_forever()

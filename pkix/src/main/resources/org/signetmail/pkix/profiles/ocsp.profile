# A delegated OCSP responder (RFC 6960 §4.2.2.2): short, because nobody asks for its own status (nocheck).
name: ocsp
kind: ocsp
key-usage: digital-signature
extended-key-usage: 1.3.6.1.5.5.7.3.9
policies: none
validity: P14D
keys: p-256 p-384 p-521 ed25519 ed448 rsa-2048 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87
names: common-name organization

# The registration authority's signature on its answers (id-kp-cmcRA, RFC 6402 §2.10).
name: registration-signing
kind: registration-signing
key-usage: digital-signature
extended-key-usage: 1.3.6.1.5.5.7.3.28
policies: signet.1.5
validity: P1825D
keys: rsa-2048 rsa-3072 rsa-4096
names: common-name organization

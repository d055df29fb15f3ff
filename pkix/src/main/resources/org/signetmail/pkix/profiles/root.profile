# A trusted root. Twenty years: what it certifies must be checkable as long as mail is kept.
name: root
kind: root
key-usage: certificate-sign crl-sign
extended-key-usage: none
policies: none
validity: P7300D
keys: p-256 p-384 p-521 ed25519 ed448 rsa-3072 rsa-4096 ml-dsa-44 ml-dsa-65 ml-dsa-87 slh-dsa-sha2-128s slh-dsa-sha2-128f slh-dsa-sha2-192s slh-dsa-sha2-192f slh-dsa-sha2-256s slh-dsa-sha2-256f slh-dsa-shake-128s slh-dsa-shake-128f slh-dsa-shake-192s slh-dsa-shake-192f slh-dsa-shake-256s slh-dsa-shake-256f
names: common-name organization

# What requests for certificates are encrypted to; RSA, because SCEP knows nothing else.
name: registration
kind: registration
key-usage: key-encipherment
extended-key-usage: 1.3.6.1.5.5.7.3.28
policies: signet.1.5
validity: P1825D
keys: rsa-2048 rsa-3072 rsa-4096
names: common-name organization

# Algorithms approved by FIPS 140-3 (SP 800-131A Rev. 2): no RSA PKCS#1 v1.5 key transport, no ChaCha20, no X25519.
make.digest = sha-256 sha-384 sha-512 shake256
make.signature = rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-65 ml-dsa-87 ml-dsa-44
make.rsa-bits = 2048
make.content = aes256-GCM aes256-CBC
make.key-management = rsa-oaep ecdh ml-kem-1024 ml-kem-768 ml-kem-512
evidence = aes256-GCM
announce = aes256-GCM aes256-CBC aes128-CBC

accept.digest = sha-256 sha-384 sha-512 sha3-256 sha3-384 sha3-512 shake256
accept.signature = rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-44 ml-dsa-65 ml-dsa-87
accept.rsa-bits = 2048
accept.content = aes128-GCM aes192-GCM aes256-GCM aes128-CBC aes192-CBC aes256-CBC
accept.key-management = rsa-oaep ecdh ml-kem-512 ml-kem-768 ml-kem-1024

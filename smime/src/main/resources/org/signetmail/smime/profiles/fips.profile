# Algorithms that FIPS 140-3 approves: SP 800-131A Rev. 2 (RSA from 2048 bits, RSA PKCS#1 v1.5 for
# signatures but no longer for keys, curves from P-256), FIPS 186-5 (EdDSA), FIPS 203, 204, 205,
# SP 800-38D (GCM), SP 800-56A and B (ECDH, OAEP). Not approved, so not here: ChaCha20, X25519 and
# X448, RSA-KEM, keys from passwords (SP 800-132 has them for storage only). Which module
# computes is another question: the platform's providers decide.
make.digest = sha-256 sha-384 sha-512 shake256 shake128
make.signature = rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-65 ml-dsa-87 ml-dsa-44 slh-dsa-256 slh-dsa-192 slh-dsa-128
make.rsa-bits = 2048
make.ec-bits = 256
make.content = aes256-GCM aes128-GCM aes256-CBC aes128-CBC
make.key-management = rsa-oaep ecdh ml-kem-1024 ml-kem-768 ml-kem-512
evidence = aes256-GCM aes128-GCM
announce = aes256-GCM aes128-GCM aes256-CBC aes128-CBC rsa-oaep

accept.digest = sha-256 sha-384 sha-512 sha3-256 sha3-384 sha3-512 shake128 shake256
accept.signature = rsa rsa-pss ecdsa ed25519 ed448 ml-dsa-44 ml-dsa-65 ml-dsa-87 slh-dsa-128 slh-dsa-192 slh-dsa-256
accept.rsa-bits = 2048
accept.ec-bits = 256
accept.content = aes128-GCM aes192-GCM aes256-GCM aes128-CBC aes192-CBC aes256-CBC
accept.key-management = rsa-oaep ecdh ml-kem-512 ml-kem-768 ml-kem-1024

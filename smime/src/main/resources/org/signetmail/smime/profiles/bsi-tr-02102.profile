# BSI TR-02102-1, version 2026-01: RSA from 3000 bits with PSS and OAEP, elliptic curves from 250
# bits, SHA-2 and SHA-3 from 256 bits, AES in GCM or CBC. Lattices count in hybrid form only, so
# neither ML-KEM nor ML-DSA stands here alone, ML-KEM with a NIST curve does; SLH-DSA, of categories 3 and 5, may. The directive does
# not name EdDSA, X25519, X448, ChaCha20, RSA-KEM or keys from passwords: left out.
make.digest = sha-256 sha-384 sha-512 shake256
make.signature = rsa-pss ecdsa slh-dsa-256 slh-dsa-192
make.rsa-bits = 3000
make.ec-bits = 256
make.content = aes256-GCM aes128-GCM aes256-CBC aes128-CBC
make.key-management = mlkem1024-p521 mlkem1024-p384 mlkem768-p384 mlkem768-p256 rsa-oaep ecdh
evidence = aes256-GCM aes128-GCM
announce = aes256-GCM aes128-GCM aes256-CBC aes128-CBC rsa-oaep

accept.digest = sha-256 sha-384 sha-512 sha3-256 sha3-384 sha3-512 shake256
accept.signature = rsa-pss ecdsa slh-dsa-192 slh-dsa-256
accept.rsa-bits = 3000
accept.ec-bits = 256
accept.content = aes128-GCM aes192-GCM aes256-GCM aes128-CBC aes192-CBC aes256-CBC
accept.key-management = rsa-oaep ecdh mlkem768-p256 mlkem768-p384 mlkem1024-p384 mlkem1024-p521

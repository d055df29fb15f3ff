# Only algorithms that withstand a quantum computer (RFC 9882, RFC 9814, RFC 9936), at NIST's
# security category 3 and above; hybrids with an elliptic curve where they are defined, which is for
# keys (draft-ietf-lamps-cms-composite-kem). Passwords are symmetric, and withstand it as far as they are long.
make.digest = sha-512 shake256
make.signature = ml-dsa-87 ml-dsa-65 slh-dsa-256 slh-dsa-192
make.content = aes256-GCM
make.key-management = mlkem1024-p521 mlkem1024-p384 mlkem1024-x448 mlkem768-p384 mlkem768-p256 mlkem768-x25519 ml-kem-1024 ml-kem-768 password
make.key-derivation = cek-hkdf-sha256
announce = aes256-GCM cek-hkdf-sha256 mlkem1024-p521 mlkem1024-p384 mlkem1024-x448 mlkem768-p384 mlkem768-p256 mlkem768-x25519 ml-kem-1024 ml-kem-768

accept.digest = sha-512 sha3-512 shake256
accept.signature = ml-dsa-65 ml-dsa-87 slh-dsa-192 slh-dsa-256
accept.content = aes256-GCM chacha20-poly1305 aes256-CBC
accept.key-management = ml-kem-768 ml-kem-1024 mlkem768-x25519 mlkem768-p256 mlkem768-p384 mlkem1024-p384 mlkem1024-x448 mlkem1024-p521 password
accept.key-derivation = cek-hkdf-sha256

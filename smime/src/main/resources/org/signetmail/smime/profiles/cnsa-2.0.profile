# NSA, Commercial National Security Algorithm Suite 2.0 (CSA of September 2022, FAQ of December
# 2024): ML-KEM-1024, ML-DSA-87, AES-256, SHA-384 or SHA-512. Until a person has such keys, those
# of CNSA 1.0 for S/MIME (RFC 8755): P-384, RSA from 3072 bits with PSS and OAEP. No hybrids.
make.digest = sha-384 sha-512
make.signature = ml-dsa-87 ecdsa rsa-pss
make.rsa-bits = 3072
make.ec-bits = 384
make.content = aes256-GCM
make.key-management = ml-kem-1024 ecdh rsa-oaep
announce = aes256-GCM ml-kem-1024 rsa-oaep

accept.digest = sha-384 sha-512
accept.signature = ml-dsa-87 ecdsa rsa rsa-pss
accept.rsa-bits = 3072
accept.ec-bits = 384
accept.content = aes256-GCM aes256-CBC
accept.key-management = ml-kem-1024 ecdh rsa-oaep

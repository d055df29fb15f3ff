# CNSA 2.0: ML-KEM-1024, ML-DSA-87, AES-256, SHA-384 or SHA-512.
make.digest = sha-512
make.signature = ml-dsa-87
make.content = aes256-GCM
make.key-management = ml-kem-1024
announce = aes256-GCM

accept.digest = sha-384 sha-512
accept.signature = ml-dsa-87
accept.content = aes256-GCM aes256-CBC
accept.key-management = ml-kem-1024

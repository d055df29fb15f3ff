"""What is in an image for containers, as docker save or OCI has it: prints the files of its layers
in their order, and writes its entry point, a word a line.

    layers.py FOLDER ENTRYPOINT
"""

import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])


def read(name):
    return json.loads((folder / name).read_text())


def blob(descriptor):
    return "blobs/" + descriptor["digest"].replace(":", "/")


if (folder / "index.json").exists():
    manifest = read(blob(read("index.json")["manifests"][0]))
    config, layers = blob(manifest["config"]), [blob(layer) for layer in manifest["layers"]]
else:
    manifest = read("manifest.json")[0]
    config, layers = manifest["Config"], manifest["Layers"]
pathlib.Path(sys.argv[2]).write_text("\n".join(read(config)["config"]["Entrypoint"]) + "\n")
print(*layers, sep="\n")

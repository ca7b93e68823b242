"""Archives opened, changed by somebody, and verified."""

import hashlib
import json
import zipfile
from io import BytesIO

from consensus.exports.archive.verifier.opened import Zip
from consensus.exports.archive.verifier.program import verify


def opened(content: bytes) -> Zip:
    return Zip(BytesIO(content))


def files_of(content):
    packed = opened(content)
    return {name: packed.read(name) for name in packed.names()}


def packed(files):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def forged(content, name, change):
    """The archive after somebody changed a file and made the list of files and the fingerprint fit again."""
    files = files_of(content)
    data = (
        json.loads(files[name]) if name.endswith(".json") else [json.loads(line) for line in files[name].splitlines()]
    )
    change(data)
    files[name] = (json.dumps(data) if name.endswith(".json") else "\n".join(json.dumps(row) for row in data)).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"][name] = {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["FINGERPRINT"] = hashlib.sha256(files["manifest.json"]).hexdigest().encode()
    return packed(files)


def wrong(content):
    return verify(opened(content))[0].wrong

#!/usr/bin/env python3
"""Becomes a Milvus 2.3.5 standalone server: the peer of `./windhover bench main`.

    milvus_ctl.py --data DIR [--port 19530] [--http-port 9091]

Prepares DIR (binary, libraries and a configuration that listens on loopback only) from the PyPI package `milvus`, which
must be installed for the Python that runs this, then replaces itself by the server: the process id stays, so whoever
started this script can stop, kill and measure the server itself. `bench/peers/install.sh` makes such a Python.
"""

import argparse
import importlib.util
import lzma
import os
import re
import shutil
import sys
from pathlib import Path


def package() -> Path:
    spec = importlib.util.find_spec("milvus")
    if spec is None or spec.origin is None:
        sys.exit("the package milvus is not installed for " + sys.executable + "; see bench/peers/install.sh")
    return Path(spec.origin).parent / "data"


def unpack_program(source: Path, target: Path) -> Path:
    """Unpacks the server and its libraries once; a half-written file never carries its final name."""
    target.mkdir(parents=True, exist_ok=True)
    for packed in sorted(source.glob("*.lzma")):
        final = target / packed.stem
        if not final.exists():
            partial = final.with_suffix(".partial")
            with lzma.open(packed) as reader, open(partial, "wb") as writer:
                shutil.copyfileobj(reader, writer, 1 << 20)
            partial.chmod(0o755)
            partial.rename(final)
    return target / "milvus"


def fill_template(text: str, values: dict) -> str:
    """Fills `{{ name(type): default }}`; what has no value and no default becomes empty."""

    def value(match: re.Match) -> str:
        name, _, default = match.group(1).partition(":")
        return str(values.get(name.split("(")[0].strip(), default.strip()))

    filled = re.sub(r"\{\{\s*(.*?)\s*\}\}", value, text)
    return re.sub(r"^( +)ip:.*$", r"\1ip: 127.0.0.1", filled, flags=re.MULTILINE)


def main() -> None:
    parser = argparse.ArgumentParser(description="Becomes a Milvus 2.3.5 standalone server on loopback.")
    parser.add_argument("--data", required=True, type=Path, help="directory of its own")
    parser.add_argument("--port", type=int, default=19530, help="for clients")
    parser.add_argument("--http-port", type=int, default=9091, help="for /healthz and metrics")
    options = parser.parse_args()

    home = options.data.resolve()
    source = package()
    for name in ("configs", "logs", "store", "run"):
        (home / name).mkdir(parents=True, exist_ok=True)
    program = unpack_program(source / "bin", home.parent / "milvus-program")
    values = {
        "proxy_port": options.port,
        "etcd_log_path": home / "logs" / "etcd.log",
        "etcd_data_dir": home / "store" / "etcd",
        "local_storage_dir": home / "store",
        "rocksmq_data_dir": home / "store" / "queue",
        "system_log_path": home / "logs",
    }
    template = (source / "config.yaml.template").read_text()
    (home / "configs" / "milvus.yaml").write_text(fill_template(template, values))
    shutil.copy(source / "glog.conf", home / "configs" / "glog.conf")

    environment = dict(os.environ)
    environment["DEPLOY_MODE"] = "STANDALONE"
    environment["METRICS_PORT"] = str(options.http_port)
    environment["MILVUS_RUN_DIR"] = str(home / "run")
    environment["LD_LIBRARY_PATH"] = f"{program.parent}:{environment.get('LD_LIBRARY_PATH', '')}"
    os.chdir(home)
    os.execve(program, [str(program), "run", "standalone"], environment)


if __name__ == "__main__":
    main()

"""Build the kernel that ships with the package, from the C files beside this script.

    python kernel/build.py

One file for every machine (WebAssembly), the same byte for byte wherever it is built: with the compiler that the extra
`kernel` names. The module says which sources it was made from, so that a test can tell when they have changed since.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULE = HERE.parent / "src" / "copydesk" / "kernel" / "kernel.wasm"
FLAGS = (
    "--target=wasm32-wasi", "-mexec-model=reactor", "-std=c17", "-O3", "-msimd128", "-ffp-contract=off", "-Wall",
    "-Wextra", "-Werror", "-Wl,--strip-all", "-fno-sanitize=all",
)  # fmt: skip


def sources() -> list[Path]:
    """The files that the kernel is made from."""
    return sorted([*HERE.glob("*.c"), *HERE.glob("*.h")])


def fingerprint() -> str:
    """What tells these sources, and how they are compiled, from any others."""
    digest = hashlib.sha256(" ".join(FLAGS).encode())
    for path in sources():
        text = path.read_bytes()
        digest.update(f"{path.name} {len(text)}\n".encode() + text)
    return digest.hexdigest()


def main() -> None:
    made = [path.name for path in sources() if path.suffix == ".c"]
    command = [
        sys.executable,
        "-m",
        "ziglang",
        "cc",
        *FLAGS,
        f"-DFINGERPRINT={fingerprint()}",
        "-o",
        str(MODULE),
        *made,
    ]
    subprocess.run(command, check=True, cwd=HERE)
    MODULE.chmod(0o644)
    print(f"{MODULE.name}: {MODULE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

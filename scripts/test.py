"""Run the whole suite: what continuous integration runs, and a contributor before a pull request.

    python3 scripts/test.py [ARGUMENT...]

Sets up what the tests need, a browser included. Arguments go to pytest as they are.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import _environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The tests find the browser under this name; a user may say which one to take under either.
BROWSER = "CHROMIUM"
CHOSEN_BY_USER = ("CHROMIUM", "CHROME_PATH")

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

# Asks Playwright where its own browser is, or would be.
OWN_BROWSER = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def main(arguments: Sequence[str]) -> None:
    """Set up, then become pytest. Does not return."""
    python = _environment.prepare(_environment.DEVELOPMENT)
    environ = {**_environment.clean_environ(), **_environment.QUIET_MATERIAL}
    try:
        environ[BROWSER] = browser(python, environ)
        install_node_tools(_environment.ROOT / "tests")
    except KeyboardInterrupt:
        _environment.say("Interrupted; the same command goes on from here.")
        sys.exit(130)
    os.chdir(_environment.ROOT)
    _environment.become(pytest_command(python, arguments), environ)


def pytest_command(python: Path, arguments: Sequence[str]) -> list[str]:
    """Return the command that runs the suite, with every warning an error, in two processes.

    `-n 2` would start the two without the switches that make warnings errors from the first import on, so
    they are spelt out. An argument `-n 0` or `-n 4` still has its usual effect.
    """
    strict = ["-X", "dev", "-W", "error"]
    workers = f"2*popen//python={shlex.join([str(python), *strict])}"
    return [str(python), *strict, "-m", "pytest", "--tx", workers, "--dist", "loadgroup", *arguments]


# The tools from npm --------------------------------------------------------------------------------------


def install_node_tools(folder: Path) -> None:
    """Install what `folder`'s package-lock.json pins, each package checked against its hash and no script of it run.

    Where there is no npm, says so; the tests that need it are skipped then, each with its reason.
    """
    npm = shutil.which("npm")
    if npm is None:
        _environment.say("There is no npm here: the tests that need Node's tools are skipped.")
        return
    stamp = folder / "node_modules" / ".installed"
    wanted = _environment.digest(folder / "package-lock.json")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    _environment.say("Installing the tools from npm into tests/node_modules; later runs skip this.")
    command = [npm, "--prefix", str(folder), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    remedy = "Installing them failed. Is a package registry reachable? Run the command again to go on."
    _environment.run_with_signs_of_life(command, remedy)
    stamp.write_text(wanted, encoding="utf-8")


# The browser ---------------------------------------------------------------------------------------------


def browser(python: Path, environ: Mapping[str, str]) -> str:
    """Return a Chromium or Chrome that runs; installs one if there is none, and ends the program if it cannot."""
    for name in CHOSEN_BY_USER:
        chosen = environ.get(name)
        if chosen:
            return require_running(chosen, name)
    return installed_browser() or own_browser(python) or new_browser(python)


def require_running(path: str, variable: str) -> str:
    """Return the browser that the user chose, or end the program: another one would not be what was asked for."""
    if not runs(path):
        sys.exit(f"{variable} is {path}, which does not run as Chromium or Chrome. Correct it or unset it.")
    return path


def installed_browser() -> str | None:
    """Return the first browser of the system's that runs."""
    paths = (shutil.which(name) for name in BROWSERS)
    return next((path for path in paths if path and runs(path)), None)


def own_browser(python: Path) -> str | None:
    """Return the browser that Playwright has downloaded before, if it has."""
    answer = subprocess.run([python, "-I", "-c", OWN_BROWSER], capture_output=True, text=True)
    path = answer.stdout.strip()
    return path if path and runs(path) else None


def runs(path: str) -> bool:
    """Tell whether a program is a browser of this family: a name on the path may be a stub that only advises."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, errors="replace", timeout=30)
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.returncode == 0 and "Chrom" in answer.stdout


def new_browser(python: Path) -> str:
    """Install a browser and return it: the system's package if we may, else Playwright's own download."""
    privilege = privileged()
    if privilege is not None and shutil.which("apt-get") and install_package(privilege):
        found = installed_browser()
        if found:
            return found
    download_browser(python, with_libraries=privilege is not None and shutil.which("apt-get") is not None)
    found = own_browser(python)
    if not found:
        sys.exit(NO_BROWSER)
    return found


def privileged() -> list[str] | None:
    """Return what to put before a command that installs packages, or None if we may not install any."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    asks_nothing = ["sudo", "-n", "true"]
    if shutil.which("sudo") and subprocess.run(asks_nothing, capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def install_package(privilege: Sequence[str]) -> bool:
    """Install the distribution's Chromium; tell whether that worked."""
    _environment.say("No browser found. Installing the package chromium with apt-get; later runs skip this.")
    apt_get = [*privilege, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    run = _environment.run_with_signs_of_life
    # A list that cannot be fetched, of some other repository, need not stand in the way of the package.
    run([*apt_get, "update"], "Updating the package lists failed; trying all the same.", fatal=False)
    install = [*apt_get, "install", "--no-install-recommends", "chromium"]
    return run(install, "Installing the package failed; trying Playwright's own browser.", fatal=False)


def download_browser(python: Path, with_libraries: bool) -> None:
    """Have Playwright download its browser, with the libraries that it needs where we may install them."""
    _environment.say("Downloading Playwright's own browser; later runs skip this.")
    options = ["--with-deps"] if with_libraries else []
    _environment.run_with_signs_of_life([str(python), "-m", "playwright", "install", *options, "chromium"], NO_BROWSER)


NO_BROWSER = (
    "The browser tests need Chromium or Chrome, and none could be installed.\n"
    "Install one, or say where it is: CHROMIUM=/path/to/chromium python3 scripts/test.py"
)

if __name__ == "__main__":
    main(sys.argv[1:])

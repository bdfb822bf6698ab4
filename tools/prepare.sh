# Shared by ./run and ./test: a virtual environment with exactly the pinned packages. Sourced, not run.
# Messages go to standard error. Nothing is fetched that is already there.

say() { printf '%s\n' "$*" >&2; }

may_install() {
  # Whether system packages may be installed here: Debian's tool, and the right to use it.
  command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]
}

install_packages() {
  # Installs Debian packages; quiet unless it fails.
  local log
  log=$(mktemp)
  say "Installing $* …"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
      >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

is_installed() {
  # Whether what we need of a Debian package is on this machine, wherever it came from.
  case $1 in
    tesseract-ocr) command -v tesseract >/dev/null 2>&1 ;;
    tesseract-ocr-vie)
      compgen -G '/usr/share/tesseract-ocr/*/tessdata/vie.traineddata' >/dev/null ||
        tesseract --list-langs 2>/dev/null | grep -qx vie
      ;;
    fonts-croscore) compgen -G '/usr/share/fonts/*/croscore/Tinos*' >/dev/null ;;
    poppler-utils) command -v pdftotext >/dev/null 2>&1 ;;
    dovecot-imapd) [ -x /usr/sbin/dovecot ] && compgen -G '/usr/lib/dovecot/imap' >/dev/null ;;
    khal | vdirsyncer) command -v "$1" >/dev/null 2>&1 ;;
    libical3) ldconfig -p 2>/dev/null | grep -q "libical\.so\.3" ;;
    *) return 1 ;;
  esac
}

install_ocr() {
  # install_ocr [PACKAGE...]: Tesseract with its Vietnamese model, fonts for papers that bring none, and what is named.
  # Where it may not or cannot install, it says what to type and the rest goes on; a failure is not tried at each start.
  local package missing=() tried=.venv/not-to-be-had
  for package in tesseract-ocr tesseract-ocr-vie fonts-croscore "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} = 0 ]; then return; fi
  if may_install && [ "$(cat "$tried" 2>/dev/null)" != "${missing[*]}" ]; then
    if install_packages "${missing[@]}"; then return; fi
    printf '%s\n' "${missing[*]}" >"$tried"
  fi
  say "Without Tesseract scans are held for a person, not read. Type: sudo apt-get install ${missing[*]}"
}

find_python() {
  # Prints a Python of 3.11 or newer.
  local name
  for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  say "Phối Hợp needs Python 3.11 or newer. On Debian or Ubuntu: apt-get install python3 python3-venv"
  return 1
}

make_venv() {
  if [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null; then return; fi
  local python
  python=$(find_python)
  if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    if ! may_install; then
      say "Python's venv is missing. Type: sudo apt-get install python3-venv"
      return 1
    fi
    install_packages python3-venv
  fi
  say "Making .venv …"
  "$python" -m venv --clear .venv
}

install_requirements() {
  # install_requirements FILE: the pinned packages, if the file changed since they were installed.
  local file=$1 stamp digest
  stamp=".venv/installed-$file"
  digest=$(sha256sum <"$file")
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ]; then return; fi
  export UV_PYTHON_DOWNLOADS=never
  if ! [ -x .venv/bin/uv ]; then
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt >&2 ||
      say "uv is not to be had; going on with pip, which is slower."
  fi
  say "Installing the packages of $file …"
  if [ -x .venv/bin/uv ]; then
    .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r "$file" >&2
  else
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$file" >&2
  fi
  printf '%s\n' "$digest" >"$stamp"
}

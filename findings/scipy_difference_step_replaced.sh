#!/usr/bin/env bash
# SciPy takes another step than the one it was given, if that step vanishes beside x.
#
# Guess, written down first: approx_fprime of x² at 1e10 with a step of 1e-8 is 0, since x + 1e-8 rounds to x.
# Seen: SciPy silently takes 1.5e-8·|x| instead, 149, and returns 2e10. At x = 1 a step of 1e-12 is taken
# as asked, and one of 1e-16 becomes 1.5e-8.
# statsmodels, given the same step at the same place, returns 0, as guessed.
# Why it matters here: an error drawn against h stops telling of h once h vanishes; Secant says that h is too small instead.
set -u
folder="$(mktemp -d)" || exit 2
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 &&
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check scipy==1.17.1 statsmodels==0.14.5 >>"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "could not be run: scipy==1.17.1 and statsmodels==0.14.5 could not be installed" >&2
    exit 2
}
cat >"$folder/finding.py" <<'PYTHON'
import numpy as np
import scipy
import statsmodels
from scipy.optimize import approx_fprime
from statsmodels.tools.numdiff import approx_fprime as statsmodels_fprime

asked = []


def square(x):
    asked.append(float(x[0]))
    return float(x[0]) ** 2


print("scipy", scipy.__version__, "statsmodels", statsmodels.__version__)
for x, step in ((1e6, 1e-8), (1e8, 1e-8), (1e10, 1e-8), (1.0, 1e-12), (1.0, 1e-16)):
    asked.clear()
    slope = approx_fprime(np.array([x]), square, step)[0]
    print(f"x {x:g}, step asked {step:g}, taken {asked[1] - asked[0]:.1e}, slope {slope:.3e}")
slope = float(np.squeeze(statsmodels_fprime(np.array([1e10]), square, epsilon=1e-8)))
print(f"statsmodels at 1e+10, step asked 1e-08: slope {slope:g}")
PYTHON
seen="$("$folder/venv/bin/python" "$folder/finding.py" 2>"$folder/errors")" || {
    cat "$folder/errors" >&2
    echo "could not be run" >&2
    exit 2
}
expected="$(
    cat <<'TEXT'
scipy 1.17.1 statsmodels 0.14.5
x 1e+06, step asked 1e-08, taken 1.0e-08, slope 2.000e+06
x 1e+08, step asked 1e-08, taken 1.5e-08, slope 1.342e+08
x 1e+10, step asked 1e-08, taken 1.5e+02, slope 2.000e+10
x 1, step asked 1e-12, taken 1.0e-12, slope 2.000e+00
x 1, step asked 1e-16, taken 1.5e-08, slope 2.000e+00
statsmodels at 1e+10, step asked 1e-08: slope 0
TEXT
)"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'changed; it was:\n%s\n' "$expected"
    exit 1
fi

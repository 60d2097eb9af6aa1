"""The pages of the Help menu."""

from ..text.translation import translate

FIRST_STEPS = translate(
    "help",
    """
<h2>First steps</h2>
<ol>
<li><b>Press Run (F5).</b> W goes down the slope of the loss, epoch by epoch. The plot shows the
loss; the dashed line is the least that is possible.</li>
<li><b>Take single steps (F10).</b> One epoch is one W ← W − η·δW.</li>
<li><b>Change η, the learning rate.</b> Above its limit, 2/λmax, the run diverges; at half the limit
no direction of W overshoots.</li>
<li><b>Change h, the step of the quotient.</b> Too large an h biases a one-sided quotient; one too
small drowns in rounding.</li>
<li><b>Read the line at the bottom.</b> It says how the run is doing, and offers what would help
(Alt+Enter).</li>
<li><b>Bring your own table.</b> File ▸ New, then type, paste or drop it. The Examples menu shows
one thing at a time.</li>
</ol>
""",
)

RULE = translate(
    "help",
    """
<h2>The rule</h2>
<p>The loss is the mean square of what is left: loss(W) = (1/N) Σ (Y − A·W)².</p>
<p>Its slope along a weight w is the limit of a quotient:</p>
<p><b>δw = lim h→0 [loss(w + h) − loss(w − h)] / 2h</b></p>
<p>Secant evaluates this quotient at a small h, for every weight, and takes no formula of the
gradient instead. Then all weights take one step down:</p>
<p><b>W ← W − η·δW</b></p>
<p>That is one epoch. Another optimiser makes more of the same slopes: the tooltips of Run ▸
Optimiser have its formula. For a parabola the central quotient is exact at any h, up to rounding; a
forward quotient is too large by h/2 times the second derivative of the loss along w, a backward
quotient too small by as much.</p>
""",
)

ABOUT = translate(
    "help",
    """
<h2>Secant {version}</h2>
<p>Gradient descent by limits, at your desk.</p>
<p>MIT licence.</p>
""",
)

KEYS = """
<h2>Keyboard</h2>
{sections}
"""
KEY_SECTION = translate(
    "help", "<h3>{title}</h3><table width='100%' cellspacing='0' cellpadding='2'>{rows}</table>"
)
KEY_ROW = translate("help", "<tr><td width='40%'><b>{keys}</b></td><td>{text}</td></tr>")
IN_WINDOW = translate("help", "Anywhere in the window")
IN_MENU = translate("help", "{menu} ▸ {text}")
OR = translate("help", " or ")

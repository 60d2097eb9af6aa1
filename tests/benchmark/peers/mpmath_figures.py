"""Every figure of a fit with 60 digits of mpmath, to tell who is wrong if two programs differ."""

from engine import Problem

Figures = dict[str, list[float]]
DIGITS = 60


def mpmath_figures(problem: Problem) -> Figures:
    """Return all figures by the normal equations, whose condition 60 digits are enough for."""
    import mpmath as mp

    with mp.workdps(DIGITS):
        A, Y = mp.matrix(problem.A.tolist()), mp.matrix(problem.Y.tolist())
        rows, j, ones = problem.rows, problem.weights, problem.intercept
        inverse = (A.T * A) ** -1
        W = inverse * (A.T * Y)
        residuals = Y - A * W
        squares = sum(r**2 for r in residuals)
        degrees, constants = rows - j, int(ones is not None)
        middles = [sum(A[:, k]) / rows if constants else mp.mpf(0) for k in range(j)]
        middle = sum(Y) / rows if constants else mp.mpf(0)
        total = sum((y - middle) ** 2 for y in Y)
        sd = mp.sqrt(squares / degrees)
        errors = [sd * mp.sqrt(inverse[k, k]) for k in range(j)]
        t = [W[k] / errors[k] for k in range(j)]
        explaining = j - constants
        f = (total - squares) / explaining / (squares / degrees)
        leverage = [(A[i, :] * inverse * A[i, :].T)[0] for i in range(rows)]
        studentised = [residuals[i] / (sd * mp.sqrt(1 - h)) for i, h in enumerate(leverage)]
        cook = [r**2 * h / ((1 - h) * j) for r, h in zip(studentised, leverage, strict=True)]
        vif = [
            sum((A[i, k] - middles[k]) ** 2 for i in range(rows)) * inverse[k, k]
            for k in range(j)
            if k != ones
        ]
        # The tails of t² and F are that of the beta distribution below ν₂/(ν₂ + ν₁·F).
        half = mp.mpf(1) / 2
        p, p_of_f = (
            [
                mp.betainc(degrees * half, above * half, 0, degrees / x, regularized=True)
                for x in (degrees + above * each for each in values)
            ]
            for above, values in ((1, [each**2 for each in t]), (explaining, [f]))
        )
        found = {
            "weights": list(W),
            "standard errors": errors,
            "t": t,
            "p": p,
            "R²": [1 - squares / total],
            "adjusted R²": [1 - squares / degrees / (total / (rows - constants))],
            "residual sd": [sd],
            "F": [f],
            "p of F": p_of_f,
            "VIF": vif,
            "leverage": leverage,
            "studentised": studentised,
            "Cook": cook,
        }
        return {name: [float(value) for value in values] for name, values in found.items()}

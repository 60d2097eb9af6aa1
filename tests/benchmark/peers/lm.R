# Rscript lm.R TABLE.csv ones|plain TOLERANCE: print R's standard errors, then residual deviation and R².
# A column named 1, or the word ones, stands for the intercept.
arguments <- commandArgs(TRUE)
table <- read.csv(arguments[1], check.names = FALSE)
y <- table[[ncol(table)]]
A <- as.matrix(table[-ncol(table)])
has_ones <- "1" %in% colnames(A) || arguments[2] == "ones"
A <- A[, colnames(A) != "1", drop = FALSE]
tolerance <- as.numeric(arguments[3])
fit <- if (has_ones) lm(y ~ A, tol = tolerance) else lm(y ~ A + 0, tol = tolerance)
found <- suppressWarnings(summary(fit))
errors <- coef(found)[, 2]
cat(sprintf("%.17g", errors), "\n")
cat(sprintf("%.17g", found$sigma), sprintf("%.17g", found$r.squared), "\n")

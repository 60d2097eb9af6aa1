# Rscript lm.R TABLE.csv [ones]: print R's standard errors, residual deviation and R² of lm.
# A column named 1, or the word ones, stands for the intercept.
arguments <- commandArgs(TRUE)
table <- read.csv(arguments[1], check.names = FALSE)
y <- table[[ncol(table)]]
A <- as.matrix(table[-ncol(table)])
has_ones <- "1" %in% colnames(A) || length(arguments) > 1
A <- A[, colnames(A) != "1", drop = FALSE]
fit <- if (has_ones) lm(y ~ A) else lm(y ~ A + 0)
found <- suppressWarnings(summary(fit))
errors <- coef(found)[, 2]
cat(sprintf("%.17g", errors), "\n")
cat(sprintf("%.17g", found$sigma), sprintf("%.17g", found$r.squared), "\n")

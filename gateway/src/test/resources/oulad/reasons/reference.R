# Cumulative incidence by reason, and hazard by week, of the rosters beside this folder.
# usage: Rscript reference.R ROSTER_DIR OUT_DIR    (packages survival and etm)
# The rosters say no reasons. The reason of a withdrawal is made up here from the row's number (from 1, modulo 5):
# 0 and 1 EMPLOYMENT, 2 HEALTH, 3 TIME, 4 TRANSFER, which censors. All as of the cohort's end.
suppressMessages({library(survival); library(etm)})
a <- commandArgs(TRUE); dir <- a[1]; out <- a[2]
cohorts <- read.csv(file.path(dir, "cohorts.csv"), stringsAsFactors = FALSE)
put <- function(x, name) { x[] <- lapply(x, function(c) if (is.numeric(c)) formatC(c, digits = 17, format = "g", width = 1) else c)
  write.csv(x, file.path(out, name), row.names = FALSE, quote = FALSE) }
causes <- c("EMPLOYMENT", "HEALTH", "TIME"); z <- qnorm(.975); rows <- weeks <- NULL
for (i in seq_len(nrow(cohorts))) {
  id <- cohorts$cohortId[i]
  r <- read.csv(file.path(dir, paste0(id, ".csv")), stringsAsFactors = FALSE)
  start <- as.Date(cohorts$startDate[i]); limit <- as.integer(as.Date(cohorts$endDate[i]) - start)
  day <- function(x) as.integer(as.Date(ifelse(x == "", NA, x)) - start)
  entry <- pmax(0, day(r$enrolledOn)); entry[is.na(entry)] <- 0
  left <- day(r$withdrawnOn); exit <- ifelse(is.na(left) | left > limit, limit, left)
  made <- c("EMPLOYMENT", "EMPLOYMENT", "HEALTH", "TIME", "TRANSFER")[seq_len(nrow(r)) %% 5 + 1]
  to <- ifelse(!is.na(left) & left <= limit & made != "TRANSFER", made, "cens")
  k <- entry < exit & (is.na(left) | left > entry)
  d <- data.frame(id = seq_along(entry), entry, exit, to)[k, ]
  # Aalen-Johansen with delayed entry: point estimate by survival, variance of Greenwood's type by etm
  f <- survfit(Surv(entry, exit, factor(to, c("cens", causes))) ~ 1, data = d, id = id)
  tra <- matrix(FALSE, 4, 4, dimnames = list(c("0", causes), c("0", causes))); tra[1, 2:4] <- TRUE
  e <- etm(data.frame(id = d$id, from = "0", to = d$to, entry = d$entry, exit = d$exit), c("0", causes), tra, "cens", s = 0, covariance = TRUE)
  for (cause in causes) {
    t <- sort(unique(d$exit[d$to == cause])); at <- match(t, f$time); ae <- match(t, e$time)
    p <- f$pstate[at, match(cause, f$states)]; stopifnot(all(abs(p - e$est["0", cause, ae]) < 1e-12))
    se <- sqrt(e$cov[paste("0", cause), paste("0", cause), ae])
    w <- z * se / (p * log(p))
    rows <- rbind(rows, data.frame(cohortId = id, reason = cause, day = t, atRisk = sapply(t, function(s) sum(d$entry < s & d$exit >= s)),
      withdrawn = sapply(t, function(s) sum(d$exit == s & d$to == cause)), incidence = p, standardError = se,
      lower = exp(-exp(log(-log(p)) - w)), upper = exp(-exp(log(-log(p)) + w))))
  }
  E <- sapply(1:limit, function(s) sum(d$entry < s & d$exit >= s)); D <- sapply(1:limit, function(s) sum(d$exit == s & d$to != "cens"))
  g <- (1:limit) %/% 7 + 1; E <- tapply(E, g, sum); D <- tapply(D, g, sum); n <- length(E)
  ci <- t(sapply(seq_len(n), function(j) poisson.test(D[j], E[j])$conf.int)) * 7
  p <- ifelse(D == 0, 1, pbinom(D - 1, sum(D), E / sum(E), lower.tail = FALSE))
  weeks <- rbind(weeks, data.frame(cohortId = id, week = seq_len(n), daysAtRisk = as.vector(E), withdrawn = as.vector(D), hazard = as.vector(7 * D / E),
    lower = ci[, 1], upper = ci[, 2], pValue = as.vector(p), standsOut = ifelse(p <= .05 / n & D > 0, "true", "false")))
}
rows <- rows[order(match(rows$cohortId, cohorts$cohortId), rows$reason, rows$day), ]
put(rows, "incidence.csv"); put(weeks, "weeks.csv")

# Reads results without options; see pandas.sh.
directory <- commandArgs(trailingOnly = TRUE)[1]
runs <- read.csv(file.path(directory, "runs.csv"))
summary <- read.csv(file.path(directory, "summary.csv"))
stopifnot(nrow(runs) == 80, is.character(runs$scheme), is.integer(runs$replication), is.numeric(runs$f1))
stopifnot(all(is.na(runs$recall[runs$attackerRatio == 0])), !anyNA(runs$recall[runs$attackerRatio == 0.3]))
stopifnot(is.numeric(summary$mean), is.integer(summary$n))
cat(R.version.string, ":", nrow(runs), "runs read\n")

"""Reads results with pandas and looks at what it made of them; see pandas.sh."""

import pathlib
import sys

import pandas as pd
from pandas.api.types import is_float_dtype, is_integer_dtype, is_numeric_dtype, is_string_dtype

work = pathlib.Path(sys.argv[1])
runs = pd.read_csv(work / "results/runs.csv")
summary = pd.read_csv(work / "results/summary.csv")
comparison = pd.read_csv(work / "results/comparison.csv")
lines = pd.read_json(work / "runs.jsonl", lines=True)


def expect(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


keys = ["scenario", "scheme", "attackerRatio", "seed", "replication", "radio.model", "radio.range"]
expect(list(runs.columns[:7]) == keys, f"the columns begin with {list(runs.columns[:7])}")
# 2 ratios, 2 ranges, 2 models, 2 replications; 2 schemes and the three trivial ones.
expect(len(runs) == 16 * 5, f"{len(runs)} rows")
for name in ["scenario", "scheme", "radio.model"]:
    expect(is_string_dtype(runs[name]), f"{name} is {runs[name].dtype}")
for name in ["seed", "replication", "radio.range"]:
    expect(is_integer_dtype(runs[name]), f"{name} is {runs[name].dtype}")
expect(is_float_dtype(runs["attackerRatio"]), "attackerRatio")
metrics = runs.columns[7:]
expect(len(metrics) > 30, "there are metrics")
for name in metrics:
    expect(is_numeric_dtype(runs[name]), f"{name} is {runs[name].dtype}")
expect(not runs[keys].isna().any().any(), "no key is missing")

# Without attackers nobody is malicious: recall is undefined, and that is NaN and nothing else.
honest = runs[runs["attackerRatio"] == 0]
expect(honest["recall"].isna().all(), "recall without attackers is NaN")
expect(runs[runs["attackerRatio"] == 0.3]["recall"].notna().all(), "recall with attackers is a number")

# The usual ways to work with it.
wide = runs.pivot_table(index="attackerRatio", columns="scheme", values="accuracy")
expect(wide.shape == (2, 5), f"pivot {wide.shape}")
means = runs.groupby(["attackerRatio", "scheme", "radio.model", "radio.range"])["f1"].mean()
written = summary[summary["metric"] == "f1"].set_index(["attackerRatio", "scheme", "radio.model", "radio.range"])["mean"]
both = pd.concat([means, written], axis=1).dropna()
expect(len(both) > 0 and ((both["f1"] - both["mean"]).abs() < 1e-12).all(), "the means of pandas are those of summary.csv")
for name in ["mean", "sd", "ci95"]:
    expect(is_float_dtype(summary[name]), f"summary {name} is {summary[name].dtype}")
for name in ["n", "undefined", "replications"]:
    expect(is_integer_dtype(summary[name]), f"summary {name} is {summary[name].dtype}")
expect(len(comparison) > 0 and is_string_dtype(comparison["metric"]), "comparison.csv")

# JSON lines hold the same table.
expect(list(lines.columns) == list(runs.columns), "the columns of JSON lines")
pd.testing.assert_frame_equal(lines, runs, check_dtype=False, check_exact=False, rtol=1e-14)
export = pd.read_json(work / "export.jsonl", lines=True)
expect(list(export.columns) == keys + ["f1", "mcc"] and len(export) == len(runs), "export as JSON lines")

cases = pd.read_json(work / "decisions.jsonl", lines=True)
expect(set(cases["decision"]) <= {"trusted", "distrusted"} and cases["trust"].between(0, 1).all(), "decisions")
print(f"pandas {pd.__version__}: {len(runs)} runs, {len(summary)} rows of the summary, {len(cases)} decisions read")

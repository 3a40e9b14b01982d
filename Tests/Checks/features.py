"""Reads features of received beacons with pandas and lets a classifier learn from them; see features.sh."""

import pathlib
import sys

import pandas as pd
from pandas.api.types import is_integer_dtype, is_numeric_dtype
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

# What no receiver knows, and names and numbers, from which nothing is to be learnt.
TRUTH = ["vehicle", "vehicleNumber", "attack", "altered", "counted", "split"]
NAMES = ["replication", "time", "receiver", "receiverNumber", "sender", "senderNumber", "senderPseudonym", "message", "sendTime"]
# What Docs/DataSets.md says may be missing: in any table; in one of a replay.
ALWAYS = {"senderPseudonym", "gap", "claimedGap", "knownFor", "ownHeadingX", "ownHeadingY", "sensedX", "sensedY", "sensedSpeed"}
REPLAYED = {"ownX", "ownY", "ownVelocityX", "ownVelocityY", "ownSpeed", "claimedHeadingX", "claimedHeadingY", "claimedAcceleration"}


def expect(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def check(path, table, may_miss):
    kinds = ["failed", "value", "margin"]
    checks = [name[: -len(".failed")] for name in table.columns if name.endswith(".failed")]
    expect(len(checks) >= 11, f"{path}: the checks are {checks}")
    expect(all(f"{check}.{kind}" in table.columns for check in checks for kind in kinds), f"{path}: three columns a check")
    may_miss = may_miss | {f"{check}.{kind}" for check in checks for kind in kinds}
    missing = set(table.columns[table.isna().any()])
    expect(missing <= may_miss, f"{path}: missing without being documented: {sorted(missing - may_miss)}")
    for name in table.columns.difference(TRUTH).difference(NAMES):
        expect(is_numeric_dtype(table[name]), f"{path}: {name} is {table[name].dtype}")
    for name in ["altered", "counted", "failed", "beaconsBefore", "vehicleNumber", "senderNumber"]:
        expect(is_integer_dtype(table[name]), f"{path}: {name} is {table[name].dtype}")
    expect(set(table["altered"]) == {0, 1}, f"{path}: altered")
    expect((table.loc[table["attack"] == "none", "altered"] == 0).all(), f"{path}: the honest alter nothing")
    expect(set(table["split"]) == {"train", "validation", "test"}, f"{path}: parts {set(table['split'])}")
    parts = table.groupby("vehicle")["split"].nunique()
    expect((parts == 1).all(), f"{path}: vehicles in several parts: {list(parts[parts > 1].index)}")


def learn(path, table):
    features = [name for name in table.columns if name not in TRUTH + NAMES and table[name].notna().any()]
    train, test = (table[table["split"] == part] for part in ["train", "test"])
    model = HistGradientBoostingClassifier(max_iter=60, random_state=0, class_weight="balanced")
    model.fit(train[features], train["altered"])
    score = model.predict_proba(test[features])[:, 1]
    area = roc_auc_score(test["altered"], score)
    balanced = balanced_accuracy_score(test["altered"], model.predict(test[features]))
    detector = balanced_accuracy_score(test["altered"], test["failed"])
    print(
        f"{path.name}: {len(train)} beacons of {train['vehicle'].nunique()} vehicles learnt from, {len(test)} of "
        f"{test['vehicle'].nunique()} others tried, {test['altered'].mean():.0%} of them altered: area under ROC {area:.3f}, "
        f"balanced accuracy {balanced:.3f}, {balanced - 0.5:+.3f} over chance (the detector: {detector:.3f})"
    )


for path, may_miss in [(pathlib.Path(sys.argv[1]), ALWAYS | {"message"}), (pathlib.Path(sys.argv[2]), ALWAYS | REPLAYED)]:
    table = pd.read_csv(path, keep_default_na=False, na_values=[""], low_memory=False)
    check(path, table, may_miss)
    learn(path, table)

#!/usr/bin/env python3
"""Random inputs for `trustsim decide`, one JSON document a line: generate.py COUNT SEED

Document n depends on SEED and n alone.
"""
import json
import random
import sys

# Ranges; a consensus threshold of exactly 1 is left out because rounding alone decides whether it is reached.
REAL_PARAMETERS = {
    "supportScale": (0.05, 3), "influenceExponent": (1, 4), "benefitOfDoubt": (0, 0.5), "certaintyCap": (0.2, 1),
    "ownGain": (0, 10), "consensusThreshold": (0.8, 0.999), "adjustment": (0, 1), "damping": (0, 1), "prior": (0, 1),
    "vouchCertainty": (0, 1), "honestyShare": (0, 1), "attestationSlack": (0, 0.5), "toleranceRate": (0, 1),
    "toleranceMin": (0, 0.5), "toleranceMax": (0.55, 1), "minSeparation": (0.01, 0.5), "minBasis": (0, 0.6),
    "splitBasis": (0, 0.9), "probationMargin": (0, 1),
}
MECHANISMS = ["subjective", "objective", "selfProof", "rounds", "guarantee", "dynamicThreshold", "honesty",
              "fusion", "basisThreshold", "probation"]
TINY = [1e-12, 1e-9, 1e-6, 1e-3]
BEHAVIOURS = ["honest", "honest", "colluding", "inverting", "random", "extreme", "echo"]


def clip(v):
    return min(max(v, 0.0), 1.0)


def number(rng, low=0.0, high=1.0):
    """A number of the range, at times one of its ends or one with few digits."""
    style = rng.random()
    if style < 0.08:
        return low
    if style < 0.16:
        return high
    v = rng.uniform(low, high)
    return round(v, rng.choice([1, 2, 2, 3])) if style < 0.6 else v


def certainty(rng, style):
    kind = rng.choice(["zero", "tiny", "one", "above cap", "at limit", "usual"]) if style == "odd" else style
    if kind == "zero":
        return 0
    if kind == "tiny":
        return rng.choice(TINY) * rng.uniform(1, 5)
    if kind == "one":
        return 1
    if kind == "above cap":
        return rng.uniform(0.9, 1)
    if kind == "at limit":
        return rng.choice([0.4, 0.9])
    return rng.choice([rng.uniform(0, 1), round(rng.uniform(0.2, 0.95), 2)])


def settings(rng):
    parameters, mechanisms = {}, {}
    share = rng.choice([0, 0, 0.1, 0.3, 1])
    for name, (low, high) in REAL_PARAMETERS.items():
        if rng.random() < share:
            parameters[name] = number(rng, low, high)
    if rng.random() < share:
        parameters["maxRounds"] = rng.randint(1, 20)
    share = rng.choice([0, 0, 0.2, 0.6])
    for name in MECHANISMS:
        if rng.random() < share:
            mechanisms[name] = rng.random() < 0.25
    return parameters, mechanisms


def document(rng):
    crowd = rng.random()
    subject_count = rng.randint(0, 3) if crowd < 0.2 else rng.randint(2, 12) if crowd < 0.7 else rng.randint(10, 40)
    reporter_count = rng.randint(0, 2) if crowd < 0.15 else rng.randint(1, 8) if crowd < 0.7 else rng.randint(4, 25)
    prefix = rng.choice(["v", "v", "v", "car-", "", "Véhicule \"n\" "])
    evaluator = prefix + "0"
    subjects = [prefix + str(n) for n in range(1, subject_count + 1)]
    strangers = [prefix + str(n) for n in range(101, 101 + reporter_count)]     # named by few others or by nobody
    spare = rng.sample(subjects, subject_count)
    stranger_share = rng.choice([0, 0.1, 0.5])
    reporters = []
    while len(reporters) < reporter_count:
        reporters.append(strangers.pop() if not spare or rng.random() < stranger_share else spare.pop())

    liar_share = rng.choice([0, 0.1, 0.3, 0.5, 0.7])
    behaviour = {k: rng.choice(BEHAVIOURS[2:]) if rng.random() < liar_share else "honest" for k in reporters}
    if rng.random() < 0.3:
        behaviour = {k: rng.choice(BEHAVIOURS) for k in reporters}
    everyone = subjects + [k for k in reporters if k not in subjects]
    truth = {x: rng.uniform(0, 0.4) if behaviour.get(x, "honest") != "honest" else rng.uniform(0.7, 1) for x in everyone}
    noise = rng.choice([0, 0.05, 0.15, 0.3])
    density = rng.choice([0.05, 0.2, 0.5, 0.8, 1])
    styles = rng.choice([["usual"], ["usual"], ["usual", "odd"], ["odd"], ["tiny"], ["zero", "tiny"], ["above cap"]])

    own = []
    own_density = rng.choice([0, 0.2, 0.5, 1])
    own_values = {}
    for x in rng.sample(everyone, len(everyone)):
        if rng.random() < own_density:
            value = clip(rng.gauss(truth[x], noise)) if rng.random() < 0.85 else rng.choice([0, 1, 0.5, rng.random()])
            own.append({"subject": x, "value": value, "certainty": certainty(rng, rng.choice(styles + ["usual"]))})
            own_values[x] = value

    reports = []
    for k in reporters:
        lie = behaviour[k]
        entries = []
        about = [x for x in everyone if x != k and (x in subjects or rng.random() < 0.1) and rng.random() < density]
        if rng.random() < 0.15:
            about.append(k)
        if rng.random() < 0.15:
            about.append(evaluator)
        rng.shuffle(about)
        for x in about:
            value = clip(rng.gauss(truth.get(x, 0.5), noise))
            if lie == "colluding":
                value = 0.95 if behaviour.get(x) == "colluding" else 0.05
            elif lie == "inverting":
                value = 1 - value
            elif lie == "random":
                value = rng.random()
            elif lie == "extreme":
                value = rng.choice([0, 1, 0.5])
            elif lie == "echo":
                value = own_values.get(x, value)
            entry = {"subject": x, "value": value,
                     "certainty": 0.9 if lie == "colluding" else certainty(rng, rng.choice(styles))}
            if rng.random() < 0.8:
                entry["vouches"] = value >= 0.6 if rng.random() < 0.9 else rng.random() < 0.5
            entries.append(entry)
        level = rng.choice([0.95, rng.uniform(0.5, 1), rng.uniform(0.5, 1), number(rng)])
        report = {"reporter": k, "attestedLevel": level, "tolerance": rng.choice([0.6, number(rng)]), "opinions": entries}
        if rng.random() < 0.6:
            report["guaranteeCredit"] = number(rng)
        reports.append(report)

    result = {"scheme": "consensus-averaging", "evaluator": {"id": evaluator, "tolerance": rng.choice([0.6, number(rng)]), "opinions": own},
              "reports": reports}
    parameters, mechanisms = settings(rng)
    if parameters or rng.random() < 0.3:
        result["parameters"] = parameters
    if mechanisms or rng.random() < 0.3:
        result["mechanisms"] = mechanisms
    return result


def documents(count, seed):
    for n in range(count):
        yield document(random.Random(f"{seed}/{n}"))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    for generated in documents(int(sys.argv[1]), sys.argv[2]):
        print(json.dumps(generated))

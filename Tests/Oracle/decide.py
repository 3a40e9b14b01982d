#!/usr/bin/env python3
"""One decision of consensus-averaging, written down literally as an independent check of `trustsim decide`.

Usage: decide.py [FILE]          one JSON document from FILE or standard input
       decide.py --lines         one JSON document a line from standard input, one result a line

Names follow the notation of the model: i evaluator, k and h reporters, x subject; o, c own opinion and certainty;
y, q reported opinion and certainty; u influence; S, O, C, P the four levels; a leading s means the support of a value.
"""
import json
import sys

PARAMETERS = {
    "supportScale": 0.5, "influenceExponent": 3, "benefitOfDoubt": 0.1, "certaintyCap": 0.9, "ownGain": 3,
    "consensusThreshold": 0.95, "maxRounds": 10, "adjustment": 0.1, "damping": 0.5, "prior": 0.5,
    "vouchCertainty": 0.4, "honestyShare": 0.9, "attestationSlack": 0.1, "toleranceRate": 0.2, "toleranceMin": 0.3,
    "toleranceMax": 0.9, "minSeparation": 0.2, "minBasis": 0.05, "splitBasis": 0.3,
    "probationMargin": 0.1,     # of what is remembered between decisions; no part of one
}
MECHANISMS = ["subjective", "objective", "selfProof", "rounds", "guarantee", "dynamicThreshold", "honesty",
              "fusion", "basisThreshold", "probation"]
TIE = 1e-9          # two computed numbers closer than this may compare either way in another implementation
NO_MASS = 1e-9      # of the objective level: weight of the others below which nothing is said about a subject
NO_MASS_TIE = 1e-15
CERTAIN = 1e-9      # least uncertainty of an opinion read as evidence


def clip(v, low, high):
    return min(max(v, low), high)


def mean(pairs, otherwise):
    """Weighted mean of (weight, value) pairs; `otherwise` where the weights sum to 0."""
    mass = sum(weight for weight, _ in pairs)
    if mass == 0:
        return otherwise
    return sum(weight * value for weight, value in pairs) / mass


def decide(document, ties=None):
    """The output for one input. What a tie could change is added to the set `ties`: "all", "nextTolerance",
    ("trusted", x) or ("unknown", x)."""
    if ties is None:
        ties = set()

    def at_least(a, b, affected, margin=TIE):
        if abs(a - b) < margin:
            ties.add(affected)
        return a >= b

    parameter = {**PARAMETERS, **document.get("parameters", {})}
    on = {**{name: True for name in MECHANISMS}, **document.get("mechanisms", {})}
    kappa = parameter["supportScale"]
    beta0 = parameter["benefitOfDoubt"]
    prior = parameter["prior"]
    omega = parameter["ownGain"]
    last_round = parameter["maxRounds"] if on["rounds"] else 1

    def phi(v):
        return clip(2 * v - 1, 0, 1) ** parameter["influenceExponent"]

    # Input

    i = document["evaluator"]["id"]
    tau_i = float(document["evaluator"]["tolerance"])
    own_opinions = [entry for entry in document["evaluator"]["opinions"] if entry["subject"] != i]
    reports = document["reports"]

    subjects = []
    named = [entry["subject"] for entry in own_opinions]
    for report in reports:
        named.append(report["reporter"])
        named.extend(entry["subject"] for entry in report["opinions"])
    for x in named:
        if x != i and x not in subjects:
            subjects.append(x)

    o = {x: 0.0 for x in subjects}
    c = {x: 0.0 for x in subjects}
    for entry in own_opinions:
        if entry["certainty"] > 0:
            o[entry["subject"]] = float(entry["value"])
            c[entry["subject"]] = float(entry["certainty"])

    members = [report["reporter"] for report in reports]
    z, tau, rho = {}, {}, {}
    y, q, guaranteed = {}, {}, {}
    for report in reports:
        k = report["reporter"]
        z[k] = report["attestedLevel"]
        tau[k] = clip(report["tolerance"], parameter["toleranceMin"], parameter["toleranceMax"])
        rho[k] = report.get("guaranteeCredit", 0.5)
        y[k], q[k], guaranteed[k] = {}, {}, set()
        for entry in report["opinions"]:
            x = entry["subject"]
            if x in (i, k):
                continue
            y[k][x] = float(entry["value"])
            q[k][x] = min(entry["certainty"], parameter["certaintyCap"])
            if entry.get("vouches", False) and entry["certainty"] >= parameter["vouchCertainty"]:
                guaranteed[k].add(x)

    # Consensus levels

    def closeness(distances):
        """Level and support from (weight, distance) pairs."""
        mass = sum(weight for weight, _ in distances)
        if mass == 0:
            return 0.5, 0.0
        return 1 - mean(distances, 0), mass / (mass + kappa)

    def subjective(k):
        if not on["subjective"]:
            return 0.5, 0.0
        return closeness([(c[x] * q[k][x], abs(o[x] - y[k][x])) for x in y[k]])

    def objective(k, u, adjusted):
        if not on["objective"]:
            return 0.5, 0.0
        distances = []
        for x in y[k]:
            others = [(u[h] * q[h][x], adjusted[h][x]) for h in members if h != k and x in y[h]]
            E = sum(weight for weight, _ in others)
            if abs(E - NO_MASS) < NO_MASS_TIE:
                ties.add("all")
            if E <= NO_MASS:
                continue
            M = mean(others, 0)
            distances.append((q[k][x] * E / (E + kappa), abs(M - y[k][x])))
        return closeness(distances)

    # Group decision

    D = {k: c[k] * o[k] + (1 - c[k]) * prior for k in members}
    S, sS, O, sO, s, C, P = {}, {}, {}, {}, {}, {}, {}
    for k in members:
        S[k], sS[k] = subjective(k)
    u = {k: D[k] * (sS[k] * phi(S[k]) + (1 - sS[k]) * beta0) for k in members}
    adjusted = {k: dict(y[k]) for k in members}

    rounds = 0
    while True:
        rounds += 1
        g = {}
        for x in subjects:
            opinions = [(u[k] * q[k][x], adjusted[k][x]) for k in members if x in y[k]]
            g[x] = mean(opinions + [(omega * c[x], o[x])], 0.5)
        degree = 1 - mean([(u[k] * q[k][x], abs(adjusted[k][x] - g[x])) for k in members for x in y[k]], 0.0)
        if rounds == 1:
            initial_degree = degree

        for k in members:
            O[k], sO[k] = objective(k, u, adjusted)
            # equals 1 - (1 - sS)(1 - sO), without the loss of digits where both supports are tiny
            s[k] = sS[k] + (1 - sS[k]) * sO[k]
            C[k] = mean([(sS[k], S[k]), ((1 - sS[k]) * sO[k], O[k])], 0.5)
            P[k] = 1.0
            if on["selfProof"]:
                P[k] = 1 - s[k] * max(0, abs(z[k] - C[k]) - parameter["attestationSlack"])

        reached = at_least(degree, parameter["consensusThreshold"], "all")
        if reached or rounds == last_round:
            break

        d = parameter["damping"]
        for k in members:
            earned = sS[k] * phi(S[k]) + (1 - sS[k]) * (sO[k] * phi(O[k]) + (1 - sO[k]) * beta0)
            u[k] = (1 - d) * u[k] + d * D[k] * P[k] * earned
            for x in y[k]:
                adjusted[k][x] += parameter["adjustment"] * (g[x] - adjusted[k][x])

    m = {k: u[k] * sum(q[k].values()) for k in members}
    attested_level = mean([(m[k], C[k]) for k in members], 0.5)
    tau_N = mean([(m[k], tau[k]) for k in members], tau_i)

    # Guarantee, trust, threshold

    def evidence(value, certainty):
        """(all, positive) evidence behind an opinion, in units of the prior's weight W: with r + s = n W and
        o = (r + a W) / (r + s + W), certainty = n / (n + 1)."""
        n = certainty / max(1 - certainty, CERTAIN)
        return n, clip((value - prior + certainty * prior) / max(1 - certainty, CERTAIN), 0, n)

    rows = []
    for x in subjects:
        opinions = [(u[k] * q[k][x], adjusted[k][x]) for k in members if x in y[k]]
        G = mean(opinions, 0.5)
        mass = sum(weight for weight, _ in opinions)
        sG = mass / (mass + kappa)

        guarantees = [(u[k] * rho[k] * q[k][x], y[k][x]) for k in members if x in guaranteed[k]]
        V = mean(guarantees, 0.5)
        doubt = 1.0
        for weight, _ in guarantees:
            doubt *= 1 - min(1, weight)
        sV = 1 - doubt if on["guarantee"] else 0.0

        if on["fusion"]:
            own_n, own_f = evidence(o[x], c[x])
            told = [(u[k], *evidence(y[k][x], q[k][x])) for k in members if x in y[k]]
            N = sum(weight * n for weight, n, _ in told)
            G = sum(weight * f for weight, _, f in told) / N if N > 0 else 0.5
            sG = N / (N + 1)
            vouched = sV / max(1 - sV, CERTAIN)
            total = own_n + N + vouched
            T = (own_f + N * G + vouched * V + prior) / (total + 1)
            first_basis = total / (total + 1)
            share = N / total if total > 0 else 0.0
        else:
            T = c[x] * o[x] + (1 - c[x]) * (sG * G + (1 - sG) * (sV * V + (1 - sV) * prior))
            first_basis = 1 - (1 - c[x]) * (1 - sG) * (1 - sV)
            share = (1 - c[x]) * sG
        s_x = s.get(x, 0.0)
        if on["honesty"] and x in members:
            h = parameter["honestyShare"] * s_x
            T = min(T, (1 - h) * T + h * C[x] * P[x])
        theta = tau_i
        if on["dynamicThreshold"]:
            theta = tau_i + share * (tau_N - tau_i)
        basis = 1 - (1 - first_basis) * (1 - s_x)
        if on["basisThreshold"]:
            theta = prior + basis * (theta - prior)

        rows.append({
            "id": x, "own": o[x] if c[x] > 0 else None, "certainty": c[x], "group": G, "groupSupport": sG,
            "guarantee": V, "guaranteeSupport": sV, "basis": basis, "trust": T, "threshold": theta,
            "unknown": not at_least(basis, parameter["minBasis"], ("unknown", x)),
            "trusted": at_least(T, theta, ("trusted", x)),
        })

    # Feedback on the tolerance

    next_tolerance = tau_i
    values = [row["trust"] for row in rows
              if row["id"] in members and at_least(row["basis"], parameter["splitBasis"], "nextTolerance")]
    if on["dynamicThreshold"] and len(values) >= 2:
        low, high = min(values), max(values)
        for _ in range(8):
            middle = (low + high) / 2
            lower, upper = [], []
            for v in values:
                (upper if at_least(v, middle, "nextTolerance") else lower).append(v)
            if not lower or not upper:
                break
            low, high = sum(lower) / len(lower), sum(upper) / len(upper)
        if at_least(high - low, parameter["minSeparation"], "nextTolerance"):
            target = clip((low + high) / 2, parameter["toleranceMin"], parameter["toleranceMax"])
            next_tolerance = tau_i + parameter["toleranceRate"] * (target - tau_i)

    return {
        "rounds": rounds, "initialConsensusDegree": initial_degree, "consensusDegree": degree, "reached": reached,
        "nextTolerance": next_tolerance, "attestedLevel": attested_level,
        "members": [{"id": k, "subjective": S[k], "objective": O[k], "comprehensive": C[k], "selfProof": P[k],
                     "influence": u[k]} for k in members],
        "subjects": rows,
    }


def main(arguments):
    if arguments == ["--lines"]:
        for line in sys.stdin:
            if line.strip():
                print(json.dumps(decide(json.loads(line))), flush=True)
    elif len(arguments) == 1 and not arguments[0].startswith("-"):
        with open(arguments[0], encoding="utf-8") as file:
            print(json.dumps(decide(json.load(file)), indent=2))
    elif not arguments:
        print(json.dumps(decide(json.load(sys.stdin)), indent=2))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])

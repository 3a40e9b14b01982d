"""Section 10 of Docs/Model.md, "The group decision as inference", a second time.

This is a second derivation, written from the text of Docs/Model.md (sections 1, 7 and 10) without a look at the Swift
sources. `infer.py CASES` reads JSON lines, each one evaluator with a sequence of decisions, computes every decision
with a memory of its own and compares the log likelihood ratios, trust, thresholds, the levels and what was learned.
Names are those of the document. Python's standard library only.
"""

import json
import sys
from math import exp, inf, log

G = range(8)
FALSE_SHARE = [0, 0, 0, 0, 0.35, 0.65, 1, 0]
CLEAN = "c"
CONDUCT_LEVEL = [CLEAN, CLEAN, 3, CLEAN, 2, 1, 0, 2]     # of what fails the checks of a detector
HONEST, VICTIM, MALICIOUS = (0, 1, 2, 7), 1, (3, 4, 5, 6)
NOT_VICTIMS = (0, 2, 7)

RATES = [0.005, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 0.995]
LEVELS = [[0.95 * w + 0.05 / 8 for w in level] for level in [
    [.5, .4, .1, 0, 0, 0, 0, 0],
    [.05, .25, .4, .25, .05, 0, 0, 0],
    [0, 0, .15, .35, .35, .15, 0, 0],
    [0, 0, 0, .05, .25, .4, .25, .05],
    [0, 0, 0, 0, 0, .1, .4, .5],
    [1 / 8] * 8]]
KINDS = [tuple(map(int, kind.split("/"))) for kind in (
    "5/5/5 0/0/4 1/1/4 2/2/4 1/1/3 2/2/3 4/4/4 3/3/3 2/2/2 1/1/1 0/0/0 4/4/0 6/6/4 6/0/6 6/1/6 6/0/4").split()]
J = range(len(KINDS))

PHI, VICTIM_SHARE, CREDIT, LEAST_GAIN, Q_MAX, W, A = 0.03, 0.1, 0.9, 0.001, 0.9, 2, 0.5
LIE = [0, 0, 0, 0.9, 0.6, 0.6, 0.6, 0]
ACCURACIES = [0.65, 0.7, 0.75, 0.8, 0.84, 0.87, 0.9, 0.92, 0.94, 0.96, 0.975, 0.99]
BAD_SENSOR = 0.62
OMEGA_PRIOR = [0.3] + [0.7 / 15] * 15
M_PRIOR = [0, 0, 0, 1.3, 1, 1, 1, 0]
GLITCHES, GLITCH_PRIOR = (0.003, 0.1), 0.12     # eps, and the probability of the greater one at first


def normalised(values):
    total = sum(values)
    return [v / total for v in values]


def over(values, conducts):
    """The values for these conducts and 0 for the others."""
    return [values[g] if g in conducts else 0 for g in G]


def rate(g, rho):
    return min(max(rho - (2 * rho - 1) * FALSE_SHARE[g], 0.005), 0.995)


def readings(p, r, s):
    return p ** r * (1 - p) ** s


def said(r, s):
    """The likelihoods A_l(r, s) of the levels."""
    return [sum(w * readings(p, r, s) for w, p in zip(level, RATES)) for level in LEVELS]


def bad(rho):
    return 0.5 + 0.3 * (rho - 0.5)


def gain(now, before, left):
    return tuple(max(n - left * b, 0) for n, b in zip(now, before))


def evidence_of(value, certainty):
    q = min(certainty, Q_MAX)
    n = W * q / (1 - q)
    r = min(max(value * (n + W) - A * W, 0), n)
    return r, n - r


class Evaluator:
    def __init__(self, case):
        self.judges = case["judgesPlausibility"]
        self.off, self.tau = set(case["off"]), case["tolerance"]
        self.rounds = 1 if "rounds" in self.off else case["rounds"]
        self.beta = 0 if "objective" in self.off else case["groupWeight"]
        self.forgetting = case["forgettingFactor"]
        self.switching = 0.05 if self.judges else 0.015
        self.eps = GLITCHES[0] + GLITCH_PRIOR * (GLITCHES[1] - GLITCHES[0])
        self.glitch_fit = [0.0, 0.0]
        self.alpha = self.rho = 0.9
        self.pi = self.first_pi = 0.05 if self.judges else 0.3
        self.h_prior = [0.0] * 8
        self.h_prior[VICTIM] = nu = 0 if "victims" in self.off else VICTIM_SHARE
        for g, share in zip(NOT_VICTIMS, (20, 4, 3) if self.judges else (27, 0, 0)):
            self.h_prior[g] = (1 - nu) * share / 27
        self.h, self.m, self.omega = self.h_prior, normalised(M_PRIOR), OMEGA_PRIOR
        self.h_counts, self.m_counts, self.omega_counts = [0.0] * 8, [0.0] * 8, [0.0] * len(J)
        self.fit = {accuracy: 0.0 for accuracy in ACCURACIES + [BAD_SENSOR]}
        self.b, self.own, self.seen = {}, {}, {}    # by identity: memory, own evidence, time of it
        self.statements = {}                        # by (reporter, subject): evidence, time when remembered
        self.believed = {}                          # by reporter: time of the last report with an entry remembered

    def seen_as(self, r, s, rho):
        """The likelihoods L'_g(r, s; rho), of readings that say something about the subject."""
        if not self.judges:
            return [readings(rate(g, rho), r, s) for g in G]
        A = said(r, s)
        clean = (20 * A[4] + 4 * A[3] + 3 * A[2]) / 27
        return [clean if level == CLEAN else A[level] for level in CONDUCT_LEVEL]

    def L(self, r, s, rho):
        """The likelihoods L_g(r, s; rho)."""
        U = sum(readings(p, r, s) for p in RATES) / 8
        return [(1 - self.eps) * likelihood + self.eps * U for likelihood in self.seen_as(r, s, rho)]

    def word(self, E):
        """The likelihoods of the own report given the conduct."""
        E_H, E_N, E_L = E
        return [E_H * (1 - LIE[g]) + E_L * LIE[g] if g in MALICIOUS else (1 - PHI) * E_H + PHI * E_N for g in G]

    def prior(self, E=(1, 1, 1)):
        """The prior of a conduct given the own report."""
        word = self.word((1, 1, 1) if "selfProof" in self.off else E)
        return [(self.pi * self.m[g] if g in MALICIOUS else (1 - self.pi) * self.h[g]) * word[g] for g in G]

    def changed(self, b, k):
        """b, conduct having changed with probability k."""
        h, m = self.h, self.m
        honest = sum(h[g] * b[g] for g in NOT_VICTIMS) / sum(h[g] for g in NOT_VICTIMS)
        malicious = sum(m[g] * b[g] for g in MALICIOUS)
        return [b[g] if g == VICTIM else (1 - k) * b[g] + k * (malicious if g in MALICIOUS else honest) for g in G]

    # The three parts of a decision

    def infer(self, o, reports):
        """Rounds. Returns the entries with their last messages, B, E, the probabilities of kinds and the levels."""
        n = len(o)
        if "subjective" in self.off:
            o = [[1.0] * 8] * n
        entries = []
        for k, named in reports.items():
            for x, ev in named.items():
                unit = max(readings(p, *ev) for p in RATES)
                L_H, L_N, A = ([likelihood / unit for likelihood in likelihoods] for likelihoods in
                               (self.L(*ev, self.rho), self.L(*ev, bad(self.rho)), said(*ev)))
                A_j = [[L_H[g] if level == 6 else A[level] for g in G
                        for level in [kind[1 if g == VICTIM else 2 if g in MALICIOUS else 0]]] for kind in KINDS]
                entries.append({"k": k, "x": x, "ev": ev, "L": [L_H, L_N] + A_j, "log": [0.0] * 8})
        B = [[0.0] * 8 for _ in range(n)]
        E, kinds, levels = [(1, 1, 1)] * n, [self.omega] * n, []
        for _ in range(self.rounds):
            new_E, new_kinds, level = list(E), list(kinds), {}
            for k in reports:
                own = [e for e in entries if e["k"] == k]       # the entries of its report
                for e in own:
                    x, q = e["x"], self.prior(E[e["x"]])
                    exponent = [self.beta * (B[x][g] - e["log"][g]) for g in G]
                    c = normalised([q[g] * o[x][g] * exp(exponent[g] - max(exponent)) for g in G])
                    e["f"] = [max(sum(c[g] * L[g] for g in G), 1e-14) for L in e["L"]]
                product = [sum(log(e["f"][i]) for e in own) for i in range(2 + len(J))]
                top = max(product)
                scaled = [exp(p - top) for p in product]
                E_L = sum(self.omega[j] * scaled[2 + j] for j in J)
                new_E[k] = (scaled[0], scaled[1], E_L)
                new_kinds[k] = [self.omega[j] * scaled[2 + j] / E_L for j in J]
                level[k] = max(product[:2]) - top - log(E_L) if own else 0.0
                a = [o[k][g] * exp(B[k][g] - max(B[k])) for g in G]
                honest = sum(self.h[g] * a[g] for g in HONEST)
                telling = sum((1 - LIE[g]) * self.m[g] * a[g] for g in MALICIOUS)
                C_H = (1 - self.pi) * (1 - PHI) * honest + self.pi * telling
                C_N = (1 - self.pi) * PHI * honest
                C_L = self.pi * sum(LIE[g] * self.m[g] * a[g] for g in MALICIOUS)
                C = [C_H, C_N] + [C_L * self.omega[j] for j in J]
                for e in own:
                    e["u"] = normalised_logs([log(C[i]) + product[i] - log(e["f"][i]) if C[i] > 0 else -inf
                                              for i in range(len(C))])
            for e in entries:
                told = list(zip(e["u"], e["L"]))
                lies = [sum(u * L[g] for u, L in told[2:]) for g in G]
                message = [sum(u * L[g] for u, L in told[:2]) + (lies[g] * max(lies)) ** 0.5 for g in G]
                e["log"] = [log(max(value / max(message), 1e-6)) for value in message]
            B = [[sum(e["log"][g] for e in entries if e["x"] == x) for g in G] for x in range(n)]
            E, kinds = new_E, new_kinds
            levels.append(level)
        return entries, B, E, kinds, levels

    def remember(self, b, factor):
        b = [b[g] * factor[g] for g in G]
        return [max(value / max(b), 1e-13) for value in b]

    def decide(self, decision):
        now, numbers, evidence = decision["time"], decision["numbers"], decision["evidence"]
        subjects = range(len(numbers))
        reports = {r["reporter"]: {x: evidence_of(value, certainty) for x, value, certainty in r["entries"]
                                   if x != r["reporter"]} for r in decision["reports"]}
        memory = "memory" not in self.off

        # Memory: changes of conduct, gains of own evidence
        gains, pasts = [], []   # by subject: gain; what is left of the evidence of the last decision, and k, if any
        for number, ev in zip(numbers, evidence):
            t, before = now - self.seen.get(number, now), self.own.get(number, (0, 0))
            left = self.forgetting ** t
            k = min(self.switching * t, 0.6)
            gains.append(gain(ev, before, left))
            pasts.append(([left * b for b in before], k) if number in self.seen else None)
            b = self.changed(self.b.get(number, [1.0] * 8), k) if memory else [1.0] * 8
            self.b[number] = self.remember(b, self.L(*(gains[-1] if memory else ev), self.alpha))
            self.own[number], self.seen[number] = ev, now

        o = [self.L(*ev, self.alpha) for ev in evidence]
        entries, B, E, kinds, levels = self.infer(o, reports)

        # Memory: credible entries
        P = [[0.0] * 8 for _ in subjects]
        for e in entries:
            v_H, v_N = e["u"][:2]
            if v_H + v_N < CREDIT or not memory:
                P[e["x"]] = [P[e["x"]][g] + e["log"][g] for g in G]
                continue
            key = numbers[e["k"]], numbers[e["x"]]
            said_before = self.statements.get(key)
            self.statements[key], self.believed[key[0]] = (e["ev"], now), now
            if said_before is None:
                self.b[key[1]] = self.remember(self.b[key[1]], [exp(value) for value in e["log"]])
                continue
            before, time = said_before
            gained = gain(e["ev"], before, self.forgetting ** (now - time))
            if sum(gained) >= LEAST_GAIN:
                greatest = max(self.seen_as(*gained, self.rho))
                L_H, L_N = self.L(*gained, self.rho), self.L(*gained, bad(self.rho))
                factor = [(v_H * L_H[g] + v_N * L_N[g]) / greatest + 1 - v_H - v_N for g in G]
                self.b[key[1]] = self.remember(self.b[key[1]], factor)
        named = {numbers[k]: {numbers[x] for x in entries} for k, entries in reports.items()}
        self.statements = {(k, x): statement for (k, x), statement in self.statements.items()
                           if x in named.get(k, {x}) and now - self.believed[k] <= 60}

        # Decision
        b_now = [[self.b[numbers[x]][g] * exp(P[x][g]) for g in G] for x in subjects]
        odds_of_shares = self.pi / (1 - self.pi)
        terms = [[q * b for q, b in zip(self.prior(E[x]), b_now[x])] for x in subjects]     # of the sums in the odds
        log_LR = [min(max(log(sum(term[g] for g in MALICIOUS)) - log(sum(term[g] for g in HONEST))
                          - log(odds_of_shares), -60), 60) for term in terms]
        result = {"logOdds": log_LR, "trust": [1 / (1 + exp(LR)) for LR in log_LR]}
        result["threshold"] = [self.tau if "dynamicThreshold" in self.off
                               else 1 / (1 + (1 - self.tau) / self.tau / odds_of_shares) for _ in subjects]
        order = [r["reporter"] for r in decision["reports"]]
        result["subjective"] = [levels[0][k] for k in order]
        result["comprehensive"] = [levels[-1][k] for k in order]
        result["selfProof"] = [self.self_proof(E[k]) if reports[k] else 0.0 for k in order]

        if "learning" not in self.off:
            neighbours = [x for x in subjects if decision["isNeighbour"][x]]
            b = [self.b[number] for number in numbers]
            self.learn(neighbours, reports, gains, pasts, b, b_now, B, E, kinds)
        return result | {"maliciousShare": [self.pi], "ownAccuracy": [self.alpha], "othersAccuracy": [self.rho],
                         "glitch": [self.eps]}

    def self_proof(self, E):
        word = self.word(E)
        return log(sum(self.h[g] * word[g] for g in HONEST)) - log(sum(self.m[g] * word[g] for g in MALICIOUS))

    def learn(self, neighbours, reports, gains, pasts, b, b_now, B, E, kinds):
        omega, conducts = [0.0] * len(J), [0.0] * 8
        P_sum = 0       # of P'
        for x in neighbours:
            E_H, _, E_L = (1, 1, 1) if "selfProof" in self.off else E[x]
            silent = normalised([q * value for q, value in zip(self.prior(), b_now[x])])
            P_sum += sum(silent[g] for g in MALICIOUS)
            shares = normalised([q * value for q, value in zip(self.prior(E[x]), b[x])])
            if reports.get(x):
                word = self.word((E_H, 1, E_L))
                lying = sum(shares[g] * E_L * LIE[g] / word[g] for g in MALICIOUS)
                omega = [omega[j] + lying * kinds[x][j] for j in J]
            odds = sum(shares[g] for g in MALICIOUS) / sum(shares[g] for g in HONEST)
            if not self.judges or odds > 20 or odds < 1 / 20:
                conducts = [c + share for c, share in zip(conducts, shares)]

        eps = self.learned_glitch(neighbours, gains, pasts)
        if not self.judges:
            self.learn_accuracies(neighbours, gains, B, E)

        self.eps = eps
        self.pi = min(max(0.7 * self.pi + 0.3 * (P_sum + 3 * self.first_pi) / (len(neighbours) + 3), 0.02), 0.7)
        self.omega_counts = [0.9 * c + new for c, new in zip(self.omega_counts, omega)]
        self.omega = normalised([c + 3 * prior for c, prior in zip(self.omega_counts, OMEGA_PRIOR)])
        self.h_counts = [0.9 * c + new for c, new in zip(self.h_counts, over(conducts, HONEST))]
        self.h = normalised([c + 20 * prior for c, prior in zip(self.h_counts, self.h_prior)])
        self.m_counts = [0.9 * c + new for c, new in zip(self.m_counts, over(conducts, MALICIOUS))]
        self.m = normalised([c + prior for c, prior in zip(self.m_counts, M_PRIOR)])

    def learned_glitch(self, neighbours, gains, pasts):
        self.glitch_fit = [0.98 * fit for fit in self.glitch_fit]
        for x in neighbours:
            if pasts[x] is None or sum(gains[x]) <= 1:
                continue
            left, k = pasts[x]
            c = normalised([q * l for q, l in zip(self.prior(), self.changed(self.L(*left, self.alpha), k))])
            good = self.seen_as(*gains[x], self.alpha)
            greatest = max(good)
            U = sum(readings(p, *gains[x]) for p in RATES) / 8 / greatest
            known = sum(c[g] * good[g] / greatest for g in G)
            self.glitch_fit = [fit + log(max((1 - e) * known + e * U, 1e-12))
                               for fit, e in zip(self.glitch_fit, GLITCHES)]
        y = exp(self.glitch_fit[1] - self.glitch_fit[0]) * GLITCH_PRIOR / (1 - GLITCH_PRIOR)
        return (GLITCHES[0] + GLITCHES[1] * y) / (1 + y)

    def learn_accuracies(self, neighbours, gains, B, E):
        for accuracy in self.fit:
            self.fit[accuracy] *= 0.98
        for x in neighbours:
            if sum(gains[x]) < 0.01:
                continue
            q = self.prior(E[x])
            conduct = normalised([q[g] * exp(B[x][g]) for g in G])
            for accuracy in self.fit:
                likelihood = self.L(*gains[x], accuracy)
                self.fit[accuracy] += log(sum(conduct[g] * likelihood[g] for g in G))
        top = max(self.fit.values())
        likelihood = {accuracy: exp(fit - top) for accuracy, fit in self.fit.items()}
        good = [readings(a, 18, 2) * (1 - PHI) * likelihood[a] for a in ACCURACIES]
        poor = [readings(a, 18, 2) * PHI * likelihood[BAD_SENSOR] for a in ACCURACIES]
        total = sum(good) + sum(poor)
        self.rho = sum(a * (g + p) for a, g, p in zip(ACCURACIES, good, poor)) / total
        self.alpha = (sum(a * g for a, g in zip(ACCURACIES, good)) + BAD_SENSOR * sum(poor)) / total


def normalised_logs(logs):
    top = max(logs)
    return normalised([exp(value - top) for value in logs])


def main(path):
    decisions = numbers = 0
    largest, disagreements = 0.0, []
    for line, text in enumerate(open(path), 1):
        case = json.loads(text)
        evaluator = Evaluator(case)
        for index, decision in enumerate(case["decisions"]):
            decisions += 1
            for quantity, found in evaluator.decide(decision).items():
                expected = decision[quantity] if isinstance(decision[quantity], list) else [decision[quantity]]
                assert len(expected) == len(found), (line, index, quantity)
                for e, f in zip(expected, found):
                    numbers += 1
                    difference = abs(e - f) / max(1, abs(e))
                    largest = max(largest, difference)
                    if not difference <= 1e-9:
                        disagreements.append((line, index, quantity, e, f))
    print(f"{decisions} decisions, {numbers} numbers, largest difference {largest:.1e}")
    for line, index, quantity, e, f in disagreements[:10]:
        print(f"line {line}, decision {index}, {quantity}: expected {e}, found {f}")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

import GroupDecision

extension Genie {
    /// The way in which an attacker writes reports.
    struct Way: Sendable, Equatable {
        enum Reports: Sendable, Equatable {
            case honest
            case scaled(from: Double, to: Double)
            case complement(certainty: Double?)
            case collude(praise: Double, defamation: Double, certainty: Double)
            case shifted(Double)
            /// Moved a step further in each report.
            case dragged(step: Double, interval: Microseconds)
            case other
        }

        var reports = Reports.honest
        /// Whether it is malicious at all times.
        var isAlways = true
        var attestedLevel: Double?
        var tolerance: Double?

        /// The way of an honest vehicle.
        init() {}

        init(_ profile: Profile, interval: Microseconds) {
            isAlways = profile.schedule is AlwaysActive && profile.targets.favouredShare == 0
            attestedLevel = profile.attestation.fixedValue
            tolerance = profile.tolerance.fixedValue
            switch profile.reports {
            case is HonestReports: reports = .honest
            case let part as BadMouth: reports = .scaled(from: 0, to: 1 - part.strength)
            case let part as BallotStuff: reports = .scaled(from: part.strength, to: 1)
            case is ComplementReports: reports = .complement(certainty: nil)
            case let part as CertainReports: reports = .complement(certainty: part.certainty)
            case let part as Collude:
                reports = .collude(praise: part.praise, defamation: part.defamation, certainty: part.certainty)
            case let part as MarginalReports: reports = .shifted(part.shift)
            case let part as DragReports: reports = .dragged(step: part.step, interval: interval)
            default: reports = .other
            }
        }

        /// The opinion behind an entry, nil where it cannot be known.
        func original(_ entry: Neighbourhood.Entry, isFellow: Bool) -> Opinion? {
            var value = entry.value
            var certainty = entry.certainty
            switch reports {
            case .honest: break
            case .scaled(let from, let to):
                if to - from < 0.01 { return nil }
                value = (value - from) / (to - from)
            case .complement(let claimed):
                value = 1 - value
                // How much is behind a fixed certainty is not known; little is.
                if claimed != nil { certainty = min(certainty, 1.0 / 3) }
            case .shifted(let shift): value += isFellow ? -shift : shift
            case .collude, .dragged, .other: return nil
            }
            return Opinion(value: min(max(value, 0), 1), certainty: certainty)
        }

        /// Logarithm of the likelihood ratio of a report: written in this way against honestly. Nil where nothing can be
        /// said.
        func ratio(
            _ told: ArraySlice<Neighbourhood.Entry>, tolerance: Double, attestedLevel: Double, _ rates: Rates,
            _ view: LocalView, _ truth: Truth
        ) -> Double? {
            // Fixed claims about oneself: no honest vehicle makes exactly these, and an attacker at work makes no others.
            for (claim, own) in [(attestedLevel, self.attestedLevel), (tolerance, self.tolerance)] {
                guard let own else { continue }
                if claim == own && own != 0.6 && own != 0.5 { return Genie.limit }
                if isAlways { return -Genie.limit }
            }
            if told.isEmpty { return isAlways && reports != .other && reports != .honest ? 0 : nil }
            switch reports {
            case .honest, .other: return nil
            case .collude(let praise, let defamation, let certainty):
                let fits = told.allSatisfy {
                    ($0.value == praise || $0.value == defamation) && $0.certainty == certainty
                }
                return fits ? Genie.limit : isAlways ? -Genie.limit : nil
            case .scaled(let from, let to):
                if to - from < 0.01 {
                    return told.allSatisfy { $0.value == from || $0.value == to }
                        ? Genie.limit : isAlways ? -Genie.limit : nil
                }
            case .complement(let certainty?):
                return told.allSatisfy { $0.certainty == certainty } ? Genie.limit : isAlways ? -Genie.limit : nil
            case .dragged(let step, let interval):
                return dragRatio(told, step: step, interval: interval, rates, view, truth)
            case .complement, .shifted: break
            }
            // No honest opinion is exactly 0 or 1.
            if told.contains(where: { $0.value == 0 || $0.value == 1 }) { return Genie.limit }
            let parameters = view.evidenceParameters
            var sum = 0.0
            for entry in told {
                let isMalicious = truth.isMalicious[Int(view.subjects[Int(entry.subject)])]
                guard let original = original(entry, isFellow: isMalicious) else { return nil }
                let honest = parameters.evidence(value: entry.value, certainty: entry.certainty)
                let behind = parameters.evidence(value: original.value, certainty: original.certainty)
                sum +=
                    rates.likelihood(behind, isMalicious: isMalicious)
                    - rates.likelihood(honest, isMalicious: isMalicious)
            }
            // Honest phases are written honestly: that a report is honest says little then.
            return isAlways ? sum : max(0, sum)
        }

        /// The same for opinions moved by an unknown number of steps, each as likely.
        private func dragRatio(
            _ told: ArraySlice<Neighbourhood.Entry>, step: Double, interval: Microseconds, _ rates: Rates,
            _ view: LocalView, _ truth: Truth
        ) -> Double {
            if told.contains(where: { $0.value == 0 || $0.value == 1 }) { return Genie.limit }
            let parameters = view.evidenceParameters
            // Each number of steps is as likely: the mean of the likelihood ratios.
            var mean = 0.0
            // A report is as old as two intervals, and the first one may be an interval late.
            let latest = Int(view.time / interval) + 1
            for count in max(1, latest - 3)...max(1, latest) {
                var sum = 0.0
                for entry in told {
                    let isMalicious = truth.isMalicious[Int(view.subjects[Int(entry.subject)])]
                    let before = entry.value - Double(count) * step
                    guard (0...1).contains(before) else {
                        sum = -.infinity
                        break
                    }
                    let behind = parameters.evidence(value: before, certainty: entry.certainty)
                    let honest = parameters.evidence(value: entry.value, certainty: entry.certainty)
                    sum +=
                        rates.likelihood(behind, isMalicious: isMalicious)
                        - rates.likelihood(honest, isMalicious: isMalicious)
                }
                mean += 0.25 * Elementary.exp(min(max(sum, -Genie.limit), Genie.limit))
            }
            return mean > 0 ? Elementary.log(mean) : -Genie.limit
        }
    }
}

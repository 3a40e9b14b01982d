import Foundation
import GroupDecision
import Testing

@testable import TrustSim

@Suite("The genie")
struct GenieTests {
    private func balancedAccuracies(_ profile: String) throws -> [String: Double] {
        let outcome = try SmallWorld.run([
            "replications=4", "duration=120", "attackers.profiles=[{profile: '\(profile)', share: 1}]",
            "schemes=['consensus-adaptive', 'own-evidence', 'beta', 'majority-vote', 'genie']",
        ])
        var sums: [String: Double] = [:]
        for row in outcome.results.rows { sums[row.scheme, default: 0] += (row["balancedAccuracy"] ?? 0) / 4 }
        return sums
    }

    @Test(
        "it does at least as well as every scheme on average",
        arguments: ["bogus", "colluders", "inverter", "certain", "marginal", "badMouther", "onOff"])
    func bound(profile: String) throws {
        let found = try balancedAccuracies(profile)
        let genie = try #require(found["genie"])
        for (name, value) in found where name != "genie" {
            #expect(genie >= value - 0.005, "\(name): \(value) > \(genie)")
        }
    }

    @Test("rates are those of the counts, and the ratio of evidence is its log likelihood ratio")
    func rates() {
        var memory = Genie(knownAccuracy: 0.9, interval: 10_000_000).makeMemory()
        memory.honest = Evidence(positive: 900, negative: 100)
        memory.malicious = Evidence(positive: 300, negative: 700)
        let rates = Genie.Rates(honest: memory.honest, malicious: memory.malicious)
        let ratio = rates.ratio(Evidence(positive: 2, negative: 3))
        #expect(abs(ratio - (2 * log(0.3 / 0.9) + 3 * log(0.7 / 0.1))) < 1e-3)
        // Binomial coefficients belong to the likelihood when evidence differs: 5 of 10 is likelier than 10 of 10 at 0.3.
        let even = rates.likelihood(Evidence(positive: 5, negative: 5), isMalicious: true)
        let all = rates.likelihood(Evidence(positive: 10), isMalicious: true)
        #expect(abs((even - all) - log(252 * pow(0.7 / 0.3, 5))) < 1e-3)
    }

    @Test("a bound is not handed to schemes: nothing but the genie sees labels")
    func typesKeepSecrets() {
        #expect(
            SchemeCatalog.all.filter { $0.make(SchemeSettings(), RandomSource(seed: 1, replication: 0)).base == nil }
                .map(\.name) == ["genie"])
    }
}

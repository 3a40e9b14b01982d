import Testing

@testable import GroupDecision

@Suite("Tolerance feedback")
struct ToleranceFeedbackTests {
    private func split(_ values: [Double]) -> (lower: Double, upper: Double)? {
        values.withUnsafeBufferPointer { ToleranceFeedback.split($0) }
    }

    private func next(_ values: [Double], from tolerance: Double, _ parameters: DecisionParameters = .init()) -> Double
    {
        values.withUnsafeBufferPointer {
            ToleranceFeedback.next(tolerance: tolerance, values: $0, parameters: parameters)
        }
    }

    @Test("fewer than two values are not split")
    func tooFewValues() {
        #expect(split([]) == nil && split([0.4]) == nil)
        #expect(next([], from: 0.6) == 0.6 && next([0.1], from: 0.6) == 0.6)
    }

    @Test("two clusters are found with their means")
    func twoClusters() throws {
        let classes = try #require(split([0.1, 0.2, 0.15, 0.9, 0.8, 0.85, 0.95]))
        #expect(abs(classes.lower - 0.15) <= 1e-15 && abs(classes.upper - 0.875) <= 1e-15)
    }

    @Test("the split is iterated: the middle moves until the classes stay")
    func iteration() throws {
        // Middle of the ends 0.5: {0, .1, .2, .3, .4} and {1}. Middle of the means .2 and 1: 0.6. Stays.
        let one = try #require(split([0, 0.1, 0.2, 0.3, 0.4, 1]))
        #expect(abs(one.lower - 0.2) <= 1e-15 && one.upper == 1)
        // 0.5 -> {0}, {.55, .6, .65, 1} -> means 0, .7 -> middle .35 -> the same classes.
        let other = try #require(split([0, 0.55, 0.6, 0.65, 1]))
        #expect(other.lower == 0 && abs(other.upper - 0.7) <= 1e-15)
        // 0.5 -> {0, .4, .45}, {.5, 1} -> means .2833, .75 -> middle .5167 -> .5 changes sides.
        let moving = try #require(split([0, 0.4, 0.45, 0.5, 1]))
        #expect(abs(moving.lower - 0.3375) <= 1e-15 && moving.upper == 1)
    }

    @Test("a value equal to the middle belongs to the upper class")
    func middleIsUpper() throws {
        let classes = try #require(split([0, 0.5, 1]))
        #expect(classes.lower == 0 && classes.upper == 0.75)
    }

    @Test("equal values have no lower class; their distance is 0")
    func equalValues() throws {
        let classes = try #require(split([0.7, 0.7, 0.7]))
        #expect(classes.lower == 0.7 && classes.upper == 0.7)
        #expect(next([0.7, 0.7, 0.7], from: 0.4) == 0.4)
    }

    @Test("at most eight iterations")
    func atMostEightIterations() throws {
        // These would end after ten, in (0.0525, 0.485).
        let values = [
            0.015, 0.045, 0.055, 0.095, 0.325, 0.35, 0.375, 0.39, 0.405, 0.44, 0.445, 0.485, 0.505, 0.54, 0.56, 1,
        ]
        let classes = try #require(split(values))
        #expect(abs(classes.lower - 0.1475) <= 1e-14 && abs(classes.upper - 0.5145) <= 1e-14)
    }

    @Test("order does not matter beyond rounding")
    func orderDoesNotMatter() throws {
        var draws = SeededDraws(seed: 21)
        for _ in 0..<100 {
            let values = (0..<(2 + draws.index(below: 12))).map { _ in draws.unit() }
            let (left, right) = try (#require(split(values)), #require(split(draws.shuffled(values))))
            #expect(abs(left.lower - right.lower) <= 1e-14 && abs(left.upper - right.upper) <= 1e-14)
        }
    }

    @Test("the tolerance moves a fifth of the way to the middle of classes 0.2 apart")
    func knownSteps() {
        #expect(abs(next([0.2, 0.8], from: 0.6) - 0.58) <= 1e-15)
        #expect(abs(next([0.1, 0.1, 0.9], from: 0.5) - 0.5) <= 1e-15)
        #expect(next([0.5, 0.69], from: 0.6) == 0.6)
        #expect(abs(next([0.5, 0.71], from: 0.6) - (0.6 + 0.2 * (0.605 - 0.6))) <= 1e-15)
    }

    @Test("the middle counts within [0.3, 0.9]")
    func middleIsLimited() {
        #expect(abs(next([0, 0.25], from: 0.6) - (0.6 + 0.2 * (0.3 - 0.6))) <= 1e-15)
        var parameters = DecisionParameters()
        parameters.toleranceMax = 0.5
        parameters.toleranceRate = 1
        #expect(next([0.4, 1], from: 0.6, parameters) == 0.5)
    }
}

@Suite("Friedkin-Johnsen pooling")
struct FriedkinJohnsenTests {
    @Test("the equilibrium of three members is the closed form")
    func threeMembers() throws {
        let weights = [[0.5, 0.5, 0], [0.2, 0.6, 0.2], [0, 0.3, 0.7]]
        let found = try #require(
            FriedkinJohnsen.equilibrium(initial: [0, 0.5, 1], weights: weights, susceptibility: [0.8, 0.5, 0.9]))
        #expect(largestDifference(found, [0.3295820, 0.4943730, 0.6310289]) <= 5e-8)
        expectFixedPoint(found, [0, 0.5, 1], weights, [0.8, 0.5, 0.9])
    }

    @Test("the equilibrium of the four members of Friedkin and Johnsen's example")
    func fourMembers() throws {
        let weights = [
            [0.22, 0.12, 0.36, 0.3], [0.147, 0.215, 0.344, 0.294], [0, 0, 1, 0], [0.09, 0.178, 0.446, 0.286],
        ]
        let (initial, susceptibility) = ([25.0, 25, 75, 85], [0.78, 0.785, 0, 0.714])
        let found = try #require(
            FriedkinJohnsen.equilibrium(initial: initial, weights: weights, susceptibility: susceptibility))
        #expect(largestDifference(found, [60.02084883, 59.98396594, 75, 74.98620494]) <= 5e-9)
        expectFixedPoint(found, initial, weights, susceptibility)
    }

    private func expectFixedPoint(
        _ opinions: [Double], _ initial: [Double], _ weights: [[Double]], _ susceptibility: [Double]
    ) {
        let next = FriedkinJohnsen.step(opinions, initial: initial, weights: weights, susceptibility: susceptibility)
        #expect(largestDifference(next, opinions) <= 1e-12)
    }

    @Test("one step is susceptibility times the pool plus the rest times the first opinion")
    func oneStep() {
        let next = FriedkinJohnsen.step(
            [0.2, 0.8], initial: [0, 1], weights: [[0.25, 0.75], [1, 0]], susceptibility: [0.5, 0.1])
        #expect(largestDifference(next, [0.5 * 0.65, 0.1 * 0.2 + 0.9]) <= 1e-15)
    }

    @Test("stubborn members keep their opinions, fully susceptible ones of a regular group agree")
    func extremes() throws {
        let weights = [[0.5, 0.5], [0.25, 0.75]]
        let stubborn = FriedkinJohnsen.equilibrium(initial: [0.1, 0.9], weights: weights, susceptibility: [0, 0])
        #expect(stubborn == [0.1, 0.9])
        // DeGroot: weights 1/3 and 2/3 of the stationary distribution.
        let agreed = try #require(
            FriedkinJohnsen.equilibrium(initial: [0.1, 0.9], weights: weights, susceptibility: [1, 1]))
        #expect(largestDifference(agreed, [1.9 / 3, 1.9 / 3]) <= 1e-12)
    }

    @Test("two members that swap opinions for ever have no equilibrium")
    func noEquilibrium() {
        let found = FriedkinJohnsen.equilibrium(
            initial: [0, 1], weights: [[0, 1], [1, 0]], susceptibility: [1, 1], maxRounds: 1000)
        #expect(found == nil)
    }
}

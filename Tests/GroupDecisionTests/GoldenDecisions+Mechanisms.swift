@testable import GroupDecision

/// More of them: guarantees, thresholds, conduct, parameters and mechanisms.
extension GoldenDecision {
    static func guarantors() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.5)
        neighbourhood.own = [("a", 0.9, 0.7), ("b", 0.7, 0.6), ("c", 0.6, 0.3), ("x", 0.4, 0.1)]
        neighbourhood.report(
            of: "a", attests: 0.9, tolerates: 0.5, credit: 0.9,
            [
                Said("b", 0.75, 0.6), Said("c", 0.6, 0.6), Said("x", 0.9, 0.45, vouches: true),
                Said("y", 0.2, 0.8, vouches: true),
            ])
        neighbourhood.report(
            of: "b", attests: 0.9, tolerates: 0.5, credit: 0.1,
            [Said("a", 0.85, 0.6), Said("x", 0.1, 0.9, vouches: true), Said("y", 0.9, 0.399, vouches: true)])
        neighbourhood.report(
            of: "c", attests: 0.7, tolerates: 0.5, credit: 1,
            [Said("a", 0.95, 0.7), Said("b", 0.65, 0.4), Said("x", 0.8, 0.4, vouches: true), Said("y", 0.7, 0.9)])
        var golden = GoldenDecision.averaging("guarantors of different credit contradict each other", neighbourhood)
        golden.rounds = 10
        golden.reached = false
        golden.degrees = (0.8027622066168594, 0.9236059394577592)
        golden.nextTolerance = 0.5428455764327864
        golden.attestedLevel = 0.8475558090966584
        golden.members = [
            [0.9307692307692308, 0.6343022887382397, 0.8366904996904243, 1, 0.3396670513949349],
            [0.9058823529411764, 0.6197461069567696, 0.8028813338930392, 1, 0.22571312355276907],
            [0.9318181818181819, 0.7911670072538346, 0.8915348986759963, 0.9222281782268811, 0.26708455317062685],
        ]
        golden.subjects = [
            [0.9035268595653251, 0.3920137809822181, 0.5, 0, 0.9616604092228637, 0.8274564269838252, 0.5],
            [0.7069988840617962, 0.38319886920429375, 0.5, 0, 0.9479297856432306, 0.6517286953196124, 0.5],
            [0.6, 0.28957113383523786, 0.5, 0, 0.9252265411079807, 0.5502699793684667, 0.5],
            [
                0.4876224356360008, 0.4806952648181137, 0.7982493835762623, 0.2453503314710923, 0.6472961683565477,
                0.5188455321461829, 0.5,
            ],
            [
                0.503471859688505, 0.5463491759205094, 0.2, 0.24456027700435312, 0.6572941471206426,
                0.46861335631968637, 0.5,
            ],
        ]
        golden.trusted = ["a", "b", "c", "x"]
        return golden
    }

    static func cautious() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.85)
        neighbourhood.own = [("a", 0.95, 0.8), ("b", 0.9, 0.8), ("c", 0.15, 0.8), ("d", 0.25, 0.7)]
        neighbourhood.report(
            of: "a", attests: 0.9, tolerates: 0.4,
            [Said("b", 0.9, 0.7), Said("c", 0.2, 0.7), Said("d", 0.2, 0.6), Said("x", 0.7, 0.8)])
        neighbourhood.report(
            of: "b", attests: 0.95, tolerates: 0.35, [Said("a", 0.97, 0.7), Said("c", 0.1, 0.6), Said("x", 0.75, 0.8)])
        neighbourhood.report(
            of: "c", attests: 0.9, tolerates: 0.3, [Said("a", 0.5, 0.6), Said("b", 0.4, 0.6), Said("d", 0.9, 0.6)])
        neighbourhood.report(
            of: "d", attests: 0.5, tolerates: 0.9, [Said("a", 0.3, 0.5), Said("b", 0.5, 0.5), Said("c", 0.9, 0.5)])
        var golden = GoldenDecision.averaging("a cautious evaluator among lenient neighbours", neighbourhood)
        golden.rounds = 1
        golden.degrees = (0.9655755231870463, 0.9655755231870463)
        golden.nextTolerance = 0.7911344565897995
        golden.attestedLevel = 0.9542012189518907
        golden.members = [
            [0.9681818181818181, 0.9230884648587767, 0.9612218730153398, 1, 0.5902957219251335],
            [0.9661538461538461, 0.9173822112241583, 0.9556083509554417, 1, 0.5079556763236763],
            [0.47173913043478255, 0.449908450350172, 0.467801836786593, 0.7024957405597478, 0.005851063829787234],
            [0.40000000000000013, 0.38736055039273165, 0.3974929386453298, 0.9977924343531644, 0.009558823529411764],
        ]
        golden.subjects = [
            [
                0.9566645992840201, 0.42120185539014743, 0.5, 0, 0.9875770714062639, 0.8984695953018855,
                0.810642418180836,
            ],
            [
                0.8912998589011495, 0.4574046687784121, 0.5, 0, 0.9849839321992669, 0.855796476470744,
                0.8072595860024432,
            ],
            [
                0.1624609012783543, 0.5910889525209473, 0.5, 0, 0.9914588808103044, 0.18009687354035153,
                0.7947679740401464,
            ],
            [
                0.20687036276755982, 0.41703747942654346, 0.5, 0, 0.9791076386206135, 0.28832618648300984,
                0.7915473133315688,
            ],
            [
                0.723125655798555, 0.6373135105910066, 0.5, 0, 0.6373135105910066, 0.6422009949998977,
                0.5522434930360125,
            ],
        ]
        golden.trusted = ["a", "b", "x"]
        return golden
    }

    static func conduct() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 0, 1), ("b", 1, 1), ("x", 0.5, 0.2)]
        neighbourhood.report(
            of: "a", attests: 0.5, tolerates: 0.6, [Said("x", 0.9, 0.9), Said("y", 0.9, 0.8, vouches: true)])
        neighbourhood.report(of: "b", attests: 0.9, tolerates: 0.6, [Said("x", 0.55, 0.6), Said("z", 0.6, 0.5)])
        var golden = GoldenDecision.averaging("a reporter of bad conduct, and one of certain conduct", neighbourhood)
        golden.rounds = 1
        golden.degrees = (0.9779599962081713, 0.9779599962081713)
        golden.nextTolerance = 0.5791290322580644
        golden.attestedLevel = 0.9500000000000001
        golden.members = [
            [0.6, 0.65, 0.6221044032612003, 0.9895123850119991, 0],
            [0.95, 0.5, 0.9500000000000001, 1, 0.23741935483870963],
        ]
        golden.subjects = [
            [0.5, 0, 0.5, 0, 1, 0, 0.6],
            [0.5, 0, 0.5, 0, 1, 0.9912903225806452, 0.6],
            [0.55, 0.2217312713396264, 0.5, 0, 0.37738501707170113, 0.5088692508535851, 0.6],
            [0.5, 0, 0.5, 0, 0, 0.5, 0.6],
            [0.6, 0.19186652763295098, 0.5, 0, 0.19186652763295098, 0.5191866527632951, 0.6],
        ]
        golden.trusted = ["b"]
        golden.unknown = ["y"]
        return golden
    }

    static func parameters() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.65)
        neighbourhood.own = [("a", 0.85, 0.6), ("b", 0.8, 0.4), ("x", 0.7, 0.3)]
        neighbourhood.report(
            of: "a", attests: 0.3, tolerates: 0.8, credit: 0.6,
            [Said("b", 0.75, 0.6), Said("x", 0.6, 0.7, vouches: true), Said("y", 0.9, 0.3, vouches: true)])
        neighbourhood.report(
            of: "b", attests: 0.95, tolerates: 0.5, credit: 0.4,
            [Said("a", 0.7, 0.5), Said("x", 0.9, 0.6, vouches: true), Said("y", 0.4, 0.35, vouches: true)])
        var golden = GoldenDecision.averaging(
            "other parameters, cubic influence, no objective and no self-proof level", neighbourhood)
        golden.parameters.influenceExponent = 3
        golden.parameters.supportScale = 0.8
        golden.parameters.benefitOfDoubt = 0.25
        golden.parameters.certaintyCap = 0.55
        golden.parameters.ownGain = 1.5
        golden.parameters.consensusThreshold = 0.99
        golden.parameters.maxRounds = 4
        golden.parameters.adjustment = 0.3
        golden.parameters.damping = 0.8
        golden.parameters.prior = 0.4
        golden.parameters.vouchCertainty = 0.3
        golden.parameters.honestyShare = 0.6
        golden.parameters.attestationSlack = 0.02
        golden.parameters.toleranceRate = 0.5
        golden.parameters.toleranceMin = 0.45
        golden.parameters.toleranceMax = 0.75
        golden.parameters.minSeparation = 0.01
        golden.parameters.minBasis = 0.3
        golden.parameters.splitBasis = 0.1
        golden.mechanisms.objective = false
        golden.mechanisms.selfProof = false
        golden.rounds = 4
        golden.reached = false
        golden.degrees = (0.862126925365852, 0.9513079110682846)
        golden.nextTolerance = 0.6441789756018504
        golden.attestedLevel = 0.892628105351884
        golden.members = [
            [0.9285714285714286, 0.5, 0.9285714285714286, 1, 0.2501610264358909],
            [0.832258064516129, 0.5, 0.832258064516129, 1, 0.14894173509971909],
        ]
        golden.subjects = [
            [
                0.7933273144409614, 0.0851610617498512, 0.5, 0, 0.7529548858733776, 0.6833984686852039,
                0.6502283045259836,
            ],
            [
                0.7783992388495422, 0.14674727246410252, 0.5, 0, 0.676236119195865, 0.5933174337221978,
                0.6505901124138934,
            ],
            [
                0.7060846069717477, 0.21530663589415192, 0.6852421713587166, 0.11261528674750154, 0.5125725728712556,
                0.5537759225440835, 0.6510101105748104,
            ],
            [
                0.6950524381670353, 0.13716667872323768, 0.7417457426488159, 0.06494189035566256,
                0.19320070566880543, 0.45962075314468254, 0.6509193102141747,
            ],
        ]
        golden.trusted = ["a"]
        golden.unknown = ["y"]
        return golden
    }

    static func ablated() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 0.9, 0.5), ("b", 0.3, 0.5), ("x", 0.6, 0.2)]
        neighbourhood.report(
            of: "a", attests: 0.2, tolerates: 0.9,
            [Said("b", 0.4, 0.6), Said("x", 0.8, 0.7, vouches: true), Said("y", 0.7, 0.6, vouches: true)])
        neighbourhood.report(
            of: "b", attests: 0.9, tolerates: 0.3,
            [Said("a", 0.6, 0.6), Said("x", 0.5, 0.5, vouches: true), Said("y", 0.2, 0.6)])
        var golden = GoldenDecision.averaging(
            "no subjective level, one round, no guarantees, fixed threshold, no honesty step", neighbourhood)
        golden.mechanisms.subjective = false
        golden.mechanisms.rounds = false
        golden.mechanisms.guarantee = false
        golden.mechanisms.dynamicThreshold = false
        golden.mechanisms.honesty = false
        golden.rounds = 1
        golden.reached = false
        golden.degrees = (0.8114088160852346, 0.8114088160852346)
        golden.nextTolerance = 0.6
        golden.attestedLevel = 0.5986280338442136
        golden.members = [
            [0.5, 0.5989746357258501, 0.5989746357258501, 0.970661441508235, 0.06999999999999999],
            [0.5, 0.5979501213404246, 0.5979501213404246, 0.9688540974957475, 0.04000000000000001],
        ]
        golden.subjects = [
            [0.6, 0.04580152671755726, 0.5, 0, 0.5697187946830482, 0.7022900763358779, 0.6],
            [0.4, 0.07749077490774907, 0.5, 0, 0.6098475889860187, 0.39612546125461257, 0.6],
            [
                0.7130434782608696, 0.12126537785588755, 0.7130434782608696, 0, 0.29701230228471, 0.5406678383128296,
                0.6,
            ],
            [0.5181818181818181, 0.1166077738515901, 0.7, 0, 0.11660777385159005, 0.5021201413427562, 0.6],
        ]
        golden.trusted = ["a"]
        return golden
    }

    static func falseAttestation() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 0.9, 0.3), ("b", 0.9, 0.3), ("c", 0.9, 0.3), ("x", 0.9, 0.9), ("y", 0.8, 0.8)]
        neighbourhood.report(of: "a", attests: 0.9, tolerates: 0.6, [Said("x", 0.88, 0.8), Said("y", 0.82, 0.7)])
        neighbourhood.report(of: "b", attests: 0.2, tolerates: 0.6, [Said("x", 0.9, 0.8), Said("y", 0.8, 0.7)])
        neighbourhood.report(
            of: "c", attests: 1, tolerates: 0.6,
            [Said("x", 0.3, 0.9), Said("y", 0.2, 0.9), Said("z", 0.9, 0.9, vouches: true)])
        var golden = GoldenDecision.averaging("a false attestation costs trust where it can be verified", neighbourhood)
        golden.rounds = 1
        golden.degrees = (0.9783425303579085, 0.9783425303579085)
        golden.nextTolerance = 0.5783142864178327
        golden.attestedLevel = 0.9703170650510166
        golden.members = [
            [0.98, 0.9793012333965359, 0.9798750330406399, 1, 0.4283043595505618],
            [1, 0.9733853357770096, 0.9953173980100026, 0.39324329325028706, 0.4632584269662921],
            [0.4, 0.40027474033711674, 0.4000495276749249, 0.5403238212545649, 0.015270935960591129],
        ]
        golden.subjects = [
            [0.5, 0, 0.5, 0, 0.9129991511699601, 0.62, 0.6],
            [0.5, 0, 0.5, 0, 0.910842898423619, 0.44046603129181355, 0.6],
            [0.5, 0, 0.5, 0, 0.9436104032972747, 0.28581969706483956, 0.6],
            [0.8792306763399681, 0.592500068596942, 0.5, 0, 0.9592500068596942, 0.8824694201745497, 0.6],
            [0.7964723877920616, 0.5605700539142023, 0.5, 0, 0.9121140107828405, 0.7732387084817337, 0.6],
            [0.9, 0.026752325246907658, 0.9, 0.006871921182265983, 0.03344040655863456, 0.5133761626234539, 0.6],
        ]
        golden.trusted = ["a", "x", "y"]
        golden.unknown = ["z"]
        return golden
    }
}

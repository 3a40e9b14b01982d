@testable import GroupDecision

/// Neighbourhoods worked out with Tests/Oracle/decide.py, which was written from the formulas alone.
extension GoldenDecision {
    static let all: [GoldenDecision] = [
        voucher(), noReports(), strangers(), colluders(), extremes(), unsettled(), guarantors(), cautious(), conduct(),
        parameters(), ablated(), falseAttestation(), fusedVoucher(), fusedColluders(), fusedFixed(),
    ]

    static func voucher() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 0.9, 0.8)]
        neighbourhood.report(of: "a", attests: 0.9, tolerates: 0.6, [Said("x", 0.8, 0.7, vouches: true)])
        var golden = GoldenDecision.averaging("a known neighbour vouches for a stranger", neighbourhood)
        golden.rounds = 1
        golden.degrees = (1, 1)
        golden.nextTolerance = 0.6
        golden.attestedLevel = 0.5
        golden.members = [
            [0.5, 0.5, 0.5, 1, 0.08200000000000002]
        ]
        golden.subjects = [
            [0.5, 0, 0.5, 0, 0.8, 0.8200000000000001, 0.6],
            [0.8, 0.10297811266594906, 0.8, 0.028699999999999948, 0.12872264083243623, 0.5386167922497309, 0.6],
        ]
        golden.trusted = ["a"]
        return golden
    }

    static func noReports() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.55)
        neighbourhood.own = [("a", 0.9, 0.75), ("b", 0.2, 0.4), ("c", 0.5, 0)]
        var golden = GoldenDecision.averaging("own opinions and no reports", neighbourhood)
        golden.rounds = 1
        golden.degrees = (1, 1)
        golden.nextTolerance = 0.55
        golden.attestedLevel = 0.5
        golden.subjects = [
            [0.5, 0, 0.5, 0, 0.75, 0.8, 0.55],
            [0.5, 0, 0.5, 0, 0.4, 0.38, 0.55],
            [0.5, 0, 0.5, 0, 0, 0.5, 0.55],
        ]
        golden.trusted = ["a"]
        golden.unknown = ["c"]
        return golden
    }

    static func strangers() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.report(of: "a", attests: 0.8, tolerates: 0.5, [Said("x", 0.9, 0.6), Said("y", 0.3, 0.5)])
        neighbourhood.report(
            of: "b", attests: 0.8, tolerates: 0.7, [Said("x", 0.8, 0.5), Said("y", 0.4, 0.8), Said("a", 0.7, 0.3)])
        var golden = GoldenDecision.averaging("strangers report to an evaluator that knows nobody", neighbourhood)
        golden.rounds = 1
        golden.degrees = (0.957005957005957, 0.957005957005957)
        golden.nextTolerance = 0.6
        golden.attestedLevel = 0.9000000000000001
        golden.members = [
            [0.5, 0.9, 0.9, 1, 0.05],
            [0.5, 0.9, 0.9, 1, 0.05],
        ]
        golden.subjects = [
            [0.7, 0.029126213592233007, 0.5, 0, 0.14174393998565038, 0.5058252427184466, 0.6005393743257821],
            [
                0.8545454545454545, 0.09909909909909909, 0.5, 0, 0.09909909909909909, 0.5351351351351351,
                0.6018351685018352,
            ],
            [
                0.3615384615384616, 0.11504424778761063, 0.5, 0, 0.11504424778761058, 0.48407079646017703,
                0.6021304490331039,
            ],
            [0.5, 0, 0.5, 0, 0.11722715736040612, 0.5, 0.6],
        ]
        golden.trusted = []
        return golden
    }

    static func colluders() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 0.95, 0.7), ("b", 0.9, 0.6), ("c", 0.85, 0.2), ("d", 0.3, 0.6)]
        neighbourhood.report(
            of: "a", attests: 0.85, tolerates: 0.62, credit: 0.55,
            [
                Said("b", 0.92, 0.6, vouches: true), Said("c", 0.9, 0.5, vouches: true), Said("d", 0.35, 0.5),
                Said("e", 0.2, 0.4),
            ])
        neighbourhood.report(
            of: "b", attests: 0.8, tolerates: 0.58,
            [
                Said("a", 0.9, 0.7, vouches: true), Said("d", 0.25, 0.6), Said("e", 0.3, 0.55),
                Said("x", 0.85, 0.5, vouches: true),
            ])
        neighbourhood.report(
            of: "c", attests: 0.82, tolerates: 0.66,
            [Said("a", 0.88, 0.4, vouches: true), Said("b", 0.93, 0.45, vouches: true), Said("x", 0.8, 0.3)])
        neighbourhood.report(
            of: "d", attests: 0.95, tolerates: 0.3, credit: 0.25,
            [
                Said("a", 0.05, 0.9), Said("b", 0.05, 0.9), Said("c", 0.05, 0.9), Said("e", 0.95, 0.9, vouches: true),
                Said("x", 0.05, 0.9),
            ])
        neighbourhood.report(
            of: "e", attests: 0.95, tolerates: 0.3,
            [
                Said("a", 0.05, 0.9), Said("b", 0.05, 0.9), Said("c", 0.05, 0.9), Said("d", 0.95, 0.9, vouches: true),
                Said("x", 0.05, 0.9),
            ])
        var golden = GoldenDecision.averaging("two colluders among three honest reporters", neighbourhood)
        golden.rounds = 3
        golden.degrees = (0.9256697652943133, 0.9608695013745416)
        golden.nextTolerance = 0.5714371672587698
        golden.attestedLevel = 0.9416241072389037
        golden.members = [
            [0.9642105263157895, 0.9231380930854108, 0.9543675234772662, 0.9965353077500536, 0.5158524328122707],
            [0.9500000000000001, 0.9251513218014853, 0.9439356425563512, 0.9634059956098624, 0.4528920045467991],
            [0.9496363636363636, 0.9782256865258, 0.9580673836145448, 0.9717202007777229, 0.3347155606466683],
            [0.1333333333333333, 0.19872822164971382, 0.14822924287360698, 0.33683970809659114, 0.003117460432746377],
            [0.1952380952380952, 0.21027278108859293, 0.19786203919855258, 0.3752590138948424, 0.003228869937955059],
        ]
        golden.subjects = [
            [
                0.8935659104139034, 0.47732769030079775, 0.8940615183537204, 0.21484401363571415, 0.9745505724760651,
                0.884633079113704, 0.6007918046269618,
            ],
            [
                0.9099586733185397, 0.4823186768817399, 0.9230671293673947, 0.23272201413126647, 0.9734508133843797,
                0.8394800371041142, 0.6010667784215756,
            ],
            [
                0.8756402866661993, 0.34523942433482874, 0.9000000000000001, 0.1418594190233744, 0.8844277841666097,
                0.7034715346167338, 0.6015271810353217,
            ],
            [
                0.3021404453645474, 0.5157701095409472, 0.95, 0.0014529914720797787, 0.9893588180861733,
                0.09319622799584765, 0.6011407653274163,
            ],
            [
                0.26043935569272775, 0.4782085760906772, 0.95, 0.0007014285973678813, 0.97809439103499,
                0.11715734995651436, 0.6026442195504645,
            ],
            [
                0.8167848461662629, 0.39945160404423813, 0.85, 0.11322300113669981, 0.4674474957621807,
                0.6503387770393008, 0.6022087386000329,
            ],
        ]
        golden.trusted = ["a", "b", "c", "x"]
        return golden
    }

    static func extremes() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.7)
        neighbourhood.own = [("a", 1, 1), ("b", 0.6, 1e-06), ("x", 0.75, 0.95)]
        neighbourhood.report(
            of: "a", attests: 1, tolerates: 0, credit: 1,
            [Said("b", 0.9, 1, vouches: true), Said("x", 0.7, 0.95, vouches: true), Said("y", 0, 1)])
        neighbourhood.report(
            of: "b", attests: 0, tolerates: 1, credit: 1,
            [Said("a", 0.9, 1e-09), Said("x", 0.6, 0.4, vouches: true), Said("y", 1, 0.39, vouches: true)])
        var golden = GoldenDecision.averaging(
            "certainties above the cap, tolerances beyond the clip, tiny certainties", neighbourhood)
        golden.rounds = 3
        golden.degrees = (0.923006845246493, 0.9525772296225852)
        golden.nextTolerance = 0.710628157967422
        golden.attestedLevel = 0.9016241342165366
        golden.members = [
            [0.9499997368423823, 0.5546381383553896, 0.9107919366690314, 1, 0.5402975249452557],
            [0.850000000131579, 0.4598649231134131, 0.7073863969081557, 0.5866022548081784, 0.0871568020293475],
        ]
        golden.subjects = [
            [0.9189999999992889, 1.7431360402830977e-10, 0.5, 0, 1, 0.9437619164842306, 0.7],
            [
                0.8999996324847429, 0.49303828638993885, 0.9, 0.48626777245073016, 0.9168192557182069,
                0.5625196631899891, 0.516118068460598,
            ],
            [
                0.7023870298330643, 0.5103466174998643, 0.6933101744644636, 0.5041778756717732, 0.987860950985214,
                0.7450505241620872, 0.6904831310047723,
            ],
            [
                0.06937167428527673, 0.5099283254186514, 0.5, 0, 0.5099283254186514, 0.2804104189904536,
                0.5098186250850822,
            ],
        ]
        golden.trusted = ["a", "b", "x"]
        return golden
    }

    static func unsettled() -> GoldenDecision {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 0.8, 0.5), ("b", 0.8, 0.5)]
        neighbourhood.report(
            of: "a", attests: 0.7, tolerates: 0.6, [Said("x", 1, 0.8), Said("y", 0, 0.7), Said("z", 0.9, 0.6)])
        neighbourhood.report(
            of: "b", attests: 0.7, tolerates: 0.6, [Said("x", 0, 0.8), Said("y", 1, 0.7), Said("z", 0.1, 0.5)])
        var golden = GoldenDecision.averaging("a disagreement that three rounds cannot settle", neighbourhood)
        golden.parameters.maxRounds = 3
        golden.rounds = 3
        golden.reached = false
        golden.degrees = (0.5277161862527715, 0.6174473050389139)
        golden.nextTolerance = 0.6
        golden.attestedLevel = 0.13359195246596747
        golden.members = [
            [0.5, 0.1351587870331734, 0.1351587870331734, 0.9032185704795254, 0.04912404308906451],
            [0.5, 0.13194731581472197, 0.13194731581472197, 0.9027266713338733, 0.04914016185356246],
        ]
        golden.subjects = [
            [0.5, 0, 0.5, 0, 0.6041016016015144, 0.5510764399136258, 0.6],
            [0.5, 0, 0.5, 0, 0.6039127986579618, 0.5507011634222881, 0.6],
            [0.499926033427617, 0.1358621154912841, 0.5, 0, 0.13586211549128413, 0.4999899507450004, 0.6],
            [0.5000739665723829, 0.12093312991273948, 0.5, 0, 0.12093312991273952, 0.5000089450091072, 0.6],
            [0.5363049512639703, 0.09754542481486685, 0.5, 0, 0.09754542481486683, 0.503541381893927, 0.6],
        ]
        golden.trusted = []
        return golden
    }
}

import Extras
import TrustSimCommands

/// The whole command line with a scheme, an attack, a mobility model and a radio model more.
@main
enum OwnTrustSim {
    static func main() {
        Extras.register()
        TrustSimCommand.main()
    }
}

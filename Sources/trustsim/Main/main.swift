import TrustSimCommands

TrustSimCommand.main()

/// How vehicles move.
///
/// Life cycle: 1. ``begin(_:)`` places the vehicles that are there at time 0 and says which entities want to be called
/// when; 2. ``advance(_:at:_:)`` is called at those times, sets new courses, lets vehicles enter or leave, and says when
/// to call again.
///
/// An entity is a vehicle where each vehicle turns on its own, or 0 where all move in common steps. To add a model, write
/// one file, with its ``MobilityEntry``, and one line: in ``MobilityCatalog``, or ``MobilityCatalog/register(_:)`` outside.
public protocol MobilityModel: Sendable {
    /// Number of vehicles that are ever in the world.
    var vehicleCount: Int { get }
    /// Where road events can happen.
    var road: Road { get }
    /// Places the first vehicles and returns the first calls wanted.
    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)]
    /// Moves an entity on; returns the time of its next call, or nil for none.
    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds?
}

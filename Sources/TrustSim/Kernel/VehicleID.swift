/// Number of a vehicle within a run, from 0.
public typealias VehicleID = UInt32

import Linting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Day {
  /// The day of the run, in Greenwich.
  static var today: Day { Day(number: Int(time(nil)) / 86_400) }
}

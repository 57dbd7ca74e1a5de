/// Functions on timestamps and durations (langdef.md, "Abstract Types" and "List of Standard Definitions").
enum TimestampLibrary {
  static let functions: [StandardLibrary.Entry] = [
    StandardLibrary.reading("timestamp", [[.timestamp], [.int], [.string]], .timestamp) { arguments in
      switch arguments[0] {
      case .timestamp: return .value(arguments[0])
      case .int(let seconds):
        return Value.Timestamp(seconds: seconds).map { .value(.timestamp($0)) } ?? .error("the timestamp is out of range")
      case .string(let text):
        return Value.Timestamp(text).map { .value(.timestamp($0)) }
          ?? .error("'\(text)' is no RFC 3339 timestamp of the years 1 to 9999")
      default: return StandardLibrary.mismatch("timestamp", arguments)
      }
    },
    StandardLibrary.reading("duration", [[.duration], [.string]], .duration) { arguments in
      switch arguments[0] {
      case .duration: return .value(arguments[0])
      case .string(let text):
        return Value.Duration(text).map { .value(.duration($0)) } ?? .error("'\(text)' is no duration such as '1h30m', or is out of range")
      default: return StandardLibrary.mismatch("duration", arguments)
      }
    },
    StandardLibrary.define("int", [[.timestamp], [.duration]], .int) { arguments in
      switch arguments[0] {
      case .timestamp(let time): .value(.int(time.seconds))
      case .duration(let duration): .value(.int(duration.nanoseconds))
      default: StandardLibrary.mismatch("int", arguments)
      }
    },
    StandardLibrary.define("string", [[.timestamp], [.duration]], .string) { arguments in
      switch arguments[0] {
      case .timestamp(let time): .string(time.description)
      case .duration(let duration): .string(duration.description)
      default: StandardLibrary.mismatch("string", arguments)
      }
    },
    StandardLibrary.define("operator +", [[.timestamp, .duration], [.duration, .timestamp]], .timestamp) { arguments in
      switch (arguments[0], arguments[1]) {
      case (.timestamp(let time), .duration(let duration)), (.duration(let duration), .timestamp(let time)):
        time.adding(duration).map { .value(.timestamp($0)) } ?? .error("the timestamp is out of range")
      default: StandardLibrary.mismatch("+", arguments)
      }
    },
    StandardLibrary.define("operator +", [[.duration, .duration]], .duration) { durations($0, "+") { $0.addingReportingOverflow($1) } },
    StandardLibrary.define("operator -", [[.duration, .duration]], .duration) {
      durations($0, "-") { $0.subtractingReportingOverflow($1) }
    },
    StandardLibrary.define("operator -", [[.timestamp, .duration]], .timestamp) { arguments in
      guard case .timestamp(let time) = arguments[0], case .duration(let duration) = arguments[1] else {
        return StandardLibrary.mismatch("-", arguments)
      }
      // The least duration has no counterpart: one nanosecond of it is added by itself.
      let (negated, overflow) = Int64(0).subtractingReportingOverflow(duration.nanoseconds)
      let first = time.adding(Value.Duration(nanoseconds: overflow ? .max : negated))
      let result = overflow ? first?.adding(Value.Duration(nanoseconds: 1)) : first
      return result.map { .value(.timestamp($0)) } ?? .error("the timestamp is out of range")
    },
    StandardLibrary.define("operator -", [[.timestamp, .timestamp]], .duration) { arguments in
      guard case .timestamp(let left) = arguments[0], case .timestamp(let right) = arguments[1] else {
        return StandardLibrary.mismatch("-", arguments)
      }
      return left.since(right).map { .value(.duration($0)) } ?? .error("the duration is out of range")
    },
  ]

  static let members: [StandardLibrary.Entry] =
    [
      field("getFullYear") { time, _ in time.year },
      field("getMonth") { time, _ in time.month - 1 },
      field("getDate") { time, _ in time.day },
      field("getDayOfMonth") { time, _ in time.day - 1 },
      field("getDayOfWeek") { time, _ in time.dayOfWeek },
      field("getDayOfYear") { time, _ in time.dayOfYear },
      field("getHours") { time, _ in time.secondOfDay / 3_600 },
      field("getMinutes") { time, _ in time.secondOfDay / 60 % 60 },
      field("getSeconds") { time, _ in time.secondOfDay % 60 },
      field("getMilliseconds") { _, nanoseconds in nanoseconds / 1_000_000 },
      // Of durations: the whole in this unit, but for milliseconds, of which the conformance cases want what is left of the second.
      whole("getHours") { $0 / 3_600_000_000_000 },
      whole("getMinutes") { $0 / 60_000_000_000 },
      whole("getSeconds") { $0 / 1_000_000_000 },
      whole("getMilliseconds") { $0 / 1_000_000 % 1_000 },
    ]

  private static func durations(
    _ arguments: Arguments, _ symbol: String, _ combine: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> Outcome {
    guard case .duration(let left) = arguments[0], case .duration(let right) = arguments[1] else {
      return StandardLibrary.mismatch(symbol, arguments)
    }
    let (result, overflow) = combine(left.nanoseconds, right.nanoseconds)
    return overflow ? .error("the duration is out of range") : .value(.duration(Value.Duration(nanoseconds: result)))
  }

  /// A part of a timestamp, in UTC or in the zone that is named.
  private static func field(_ name: String, _ part: @escaping @Sendable (CivilTime, Int64) -> Int64) -> StandardLibrary.Entry {
    StandardLibrary.define(name, [[.timestamp], [.timestamp, .string]], .int) { arguments, budget in
      guard case .timestamp(let time) = arguments[0] else { return StandardLibrary.mismatch(name, arguments) }
      var offset: Int64 = 0
      if arguments.count == 2 {
        guard case .string(let zone) = arguments[1] else { return StandardLibrary.mismatch(name, arguments) }
        // A named zone is read from a file.
        budget -= 100
        guard let found = TimeZone.offset(of: zone, at: time.seconds) else { return .error("there is no time zone '\(zone)' here") }
        offset = found
      }
      return .value(.int(part(CivilTime(seconds: time.seconds + offset), Int64(time.nanoseconds))))
    }
  }

  private static func whole(_ name: String, _ part: @escaping @Sendable (Int64) -> Int64) -> StandardLibrary.Entry {
    StandardLibrary.define(name, [[.duration]], .int) { arguments in
      guard case .duration(let duration) = arguments[0] else { return StandardLibrary.mismatch(name, arguments) }
      return .value(.int(part(duration.nanoseconds)))
    }
  }
}

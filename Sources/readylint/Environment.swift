#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the environment says of where the program runs.
enum Environment {
  /// nil for a variable that is not set or empty.
  static subscript(name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  static var isGitHubActions: Bool { self["GITHUB_ACTIONS"] == "true" }

  /// Whether a person may be looking on: CI servers set CI, and some of them have a terminal.
  static var isInteractive: Bool { self["CI"] == nil && self["TERM"] != "dumb" && StandardStream.error.isTerminal }

  /// Seconds since 1970: now, or what SOURCE_DATE_EPOCH says (reproducible-builds.org/specs/source-date-epoch).
  static var time: Int { self["SOURCE_DATE_EPOCH"].flatMap { Int($0) } ?? Int(Self.now) }

  private static var now: time_t { systemTime() }
}

// Outside the type: inside, `time` would mean its property.
private func systemTime() -> time_t { time(nil) }

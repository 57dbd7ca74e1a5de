extension Value {
  /// A point in time, in UTC, of the years 1 to 9999 (google.protobuf.Timestamp).
  package struct Timestamp: Hashable, Comparable, Sendable {
    /// Since 1970.
    package let seconds: Int64
    /// 0 to 999,999,999, always forward.
    package let nanoseconds: Int32

    static let bounds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// - Returns: nil outside the years 1 to 9999.
    package init?(seconds: Int64, nanoseconds: Int32) {
      guard Self.bounds.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }

    init?(seconds: Int64) { self.init(seconds: seconds, nanoseconds: 0) }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
      (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Nil outside the years 1 to 9999.
    func adding(_ duration: Duration) -> Timestamp? {
      let (whole, part) = duration.nanoseconds.floorDivided(by: 1_000_000_000)
      let sum = Int64(nanoseconds) + part
      return Timestamp(seconds: seconds + whole + sum / 1_000_000_000, nanoseconds: Int32(sum % 1_000_000_000))
    }

    /// Nil when the time between is no duration.
    func since(_ other: Timestamp) -> Duration? {
      let (whole, overflow) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
      let (sum, sumOverflow) = whole.addingReportingOverflow(Int64(nanoseconds - other.nanoseconds))
      return overflow || sumOverflow ? nil : Duration(nanoseconds: sum)
    }
  }

  /// A span of time. Nanoseconds in 64 bits, as in cel-go: 292 years either way, which the conformance cases want.
  package struct Duration: Hashable, Comparable, Sendable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static func < (left: Duration, right: Duration) -> Bool { left.nanoseconds < right.nanoseconds }
  }
}

extension Int64 {
  /// The quotient rounded down, and what is left, which is never negative.
  func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

/// A date and a time of day, in some zone.
struct CivilTime {
  var year: Int64
  var month: Int64
  var day: Int64
  var secondOfDay: Int64
  /// Days since 1970.
  var dayNumber: Int64

  /// - Parameter seconds: since 1970, of the zone's clock.
  init(seconds: Int64) {
    (dayNumber, secondOfDay) = seconds.floorDivided(by: 86_400)
    // Years from March, so that the day that comes and goes is a year's last; 400 years repeat.
    let (era, dayOfEra) = (dayNumber + 719_468).floorDivided(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970.
  static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).floorDivided(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// From 0.
  var dayOfYear: Int64 { dayNumber - Self.dayNumber(year: year, month: 1, day: 1) }
  /// From 0, which is Sunday.
  var dayOfWeek: Int64 { (dayNumber + 4).floorDivided(by: 7).remainder }
}

// MARK: Text

extension Value.Timestamp: CustomStringConvertible {
  /// RFC 3339, with as many digits of the second as it has.
  package var description: String {
    let time = CivilTime(seconds: seconds)
    let date = "\(Self.padded(time.year, 4))-\(Self.padded(time.month, 2))-\(Self.padded(time.day, 2))"
    let (hours, rest) = time.secondOfDay.quotientAndRemainder(dividingBy: 3_600)
    let clock = "\(Self.padded(hours, 2)):\(Self.padded(rest / 60, 2)):\(Self.padded(rest % 60, 2))"
    return "\(date)T\(clock)\(Self.fraction(Int64(nanoseconds)))Z"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// `.5` for 500,000,000 ns; nothing for 0.
  fileprivate static func fraction(_ nanoseconds: Int64) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = padded(nanoseconds, 9)
    while digits.last == "0" { digits.removeLast() }
    return "." + digits
  }

  /// Reads RFC 3339: `2009-02-13T23:31:30.5+01:00`.
  package init?(_ text: String) {
    var reader = NumberReader(text)
    guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"), let day = reader.digits(2),
      reader.skip("T"), let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
      let second = reader.digits(2), let nanoseconds = reader.fraction()
    else { return nil }
    var offset: Int64 = 0
    if !reader.skip("Z") {
      let isWest = reader.skip("-")
      guard isWest || reader.skip("+"), let hours = reader.digits(2), reader.skip(":"), let minutes = reader.digits(2), hours < 24,
        minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * (isWest ? -60 : 60)
    }
    guard reader.isAtEnd, (1...12).contains(month), day >= 1, day <= CivilTime.days(inMonth: month, of: year), hour < 24, minute < 60,
      second < 60
    else { return nil }
    let days = CivilTime.dayNumber(year: year, month: month, day: day)
    self.init(seconds: days * 86_400 + hour * 3_600 + minute * 60 + second - offset, nanoseconds: Int32(nanoseconds))
  }
}

extension Value.Duration: CustomStringConvertible {
  /// Seconds, with as many digits as they have: `1.5s`.
  package var description: String {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return "\(nanoseconds < 0 ? "-" : "")\(seconds.magnitude)\(Value.Timestamp.fraction(abs(rest)))s"
  }

  private static let units: [(name: String, nanoseconds: UInt64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
  ]

  /// Reads Go's form: numbers with units, `-1h30m`, `1.5s`, and `0`.
  package init?(_ text: String) {
    var reader = NumberReader(text)
    let isNegative = reader.skip("-")
    if !isNegative { _ = reader.skip("+") }
    if reader.rest == "0" {
      self.init(nanoseconds: 0)
      return
    }
    guard !reader.isAtEnd else { return nil }
    var sum: UInt64 = 0
    while !reader.isAtEnd {
      let (whole, part) = (reader.number(), reader.skip(".") ? reader.decimals() : nil)
      guard whole != nil || part != nil, !reader.overflowed,
        let unit = Self.units.filter({ reader.starts(with: $0.name) }).max(by: { $0.name.utf8.count < $1.name.utf8.count })
      else { return nil }
      _ = reader.skip(unit.name)
      let (product, overflow) = (whole ?? 0).multipliedReportingOverflow(by: unit.nanoseconds)
      let (total, sumOverflow) = sum.addingReportingOverflow(product)
      // The fraction is below one unit, so it fits beside any sum that is a duration.
      let (withPart, partOverflow) = total.addingReportingOverflow((part ?? Fraction()).scaled(by: unit.nanoseconds))
      guard !overflow, !sumOverflow, !partOverflow else { return nil }
      sum = withPart
    }
    if isNegative, sum == UInt64(Int64.max) + 1 {
      self.init(nanoseconds: .min)
    } else {
      guard let value = Int64(exactly: sum) else { return nil }
      self.init(nanoseconds: isNegative ? -value : value)
    }
  }
}

/// The digits behind a point.
private struct Fraction {
  var digits: UInt64 = 0
  var scale: UInt64 = 1

  func scaled(by unit: UInt64) -> UInt64 {
    let (high, low) = unit.multipliedFullWidth(by: digits)
    // digits < scale, so the quotient is below the unit.
    return scale.dividingFullWidth((high, low)).quotient
  }
}

/// Reads numbers with a fixed place in a text.
private struct NumberReader {
  private var bytes: ArraySlice<UInt8>
  private(set) var overflowed = false

  init(_ text: String) { bytes = Array(text.utf8)[...] }

  var isAtEnd: Bool { bytes.isEmpty }
  var rest: String { String(decoding: bytes, as: UTF8.self) }

  func starts(with text: String) -> Bool { bytes.starts(with: text.utf8) }

  mutating func skip(_ text: String) -> Bool {
    guard starts(with: text) else { return false }
    bytes.removeFirst(text.utf8.count)
    return true
  }

  private mutating func digit() -> UInt64? {
    guard let first = bytes.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else { return nil }
    bytes.removeFirst()
    return UInt64(first - UInt8(ascii: "0"))
  }

  /// Exactly `count` digits.
  mutating func digits(_ count: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + Int64(digit)
    }
    return value
  }

  /// A second's fraction in nanoseconds, further digits cut off; 0 without one, nil when a point has no digits behind it.
  mutating func fraction() -> Int64? {
    guard skip(".") else { return 0 }
    var (value, count): (Int64, Int) = (0, 0)
    while let digit = digit() {
      count += 1
      if count <= 9 { value = value * 10 + Int64(digit) }
    }
    for _ in min(count, 9)..<9 { value *= 10 }
    return count == 0 ? nil : value
  }

  /// All digits that follow; nil when there are none.
  mutating func number() -> UInt64? {
    var value: UInt64?
    while let digit = digit() {
      let (product, overflow) = (value ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = product.addingReportingOverflow(digit)
      if overflow || sumOverflow { overflowed = true }
      value = sum
    }
    return value
  }

  /// The digits behind a point, those beyond a nanosecond's millionth part cut off; nil when there are none.
  mutating func decimals() -> Fraction? {
    var fraction: Fraction?
    while let digit = digit() {
      let read = fraction ?? Fraction()
      fraction = read.scale >= 1_000_000_000_000_000_000 ? read : Fraction(digits: read.digits * 10 + digit, scale: read.scale * 10)
    }
    return fraction
  }
}

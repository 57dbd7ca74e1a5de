#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How far a zone's clock is ahead of UTC.
enum TimeZone {
  /// - Parameter name: an offset (`+01:00`, `02:00`) or a name of the system's time-zone database (`Europe/Berlin`).
  /// - Returns: seconds, or nil when the zone is not known here.
  static func offset(of name: String, at time: Int64) -> Int64? {
    if name == "UTC" || name.isEmpty { return 0 }
    if name.contains(":") { return fixedOffset(name) }
    guard isPlain(name) else { return nil }
    for folder in ["/usr/share/zoneinfo/", "/usr/share/lib/zoneinfo/", "/usr/lib/locale/TZ/", "/etc/zoneinfo/"] {
      if let data = contents(of: folder + name) { return ZoneFile(data)?.offset(at: time) }
    }
    return nil
  }

  private static func fixedOffset(_ name: String) -> Int64? {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count <= 3 }), let hours = Int64(parts[0]), (-24...24).contains(hours),
      let minutes = Int64(parts[1]), (0...59).contains(minutes)
    else { return nil }
    return hours * 3_600 + minutes * (name.hasPrefix("-") ? -60 : 60)
  }

  /// Nothing that could lead out of the folder.
  private static func isPlain(_ name: String) -> Bool {
    name.utf8.count <= 64 && !name.hasPrefix("/") && !name.contains("..")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
          true
        default: false
        }
      }
  }

  /// The largest zone of the database has 4 KiB.
  private static let maximumSize = 65_536

  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: maximumSize)
    var count = 0
    while count < bytes.count {
      let received = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count) }
      guard received >= 0 else { return nil }
      if received == 0 { break }
      count += received
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}

/// A compiled time zone (RFC 8536, "TZif").
struct ZoneFile {
  private let bytes: [UInt8]
  private var transitions: [(time: Int64, offset: Int64)] = []
  /// What holds before the first transition.
  private var first: Int64 = 0
  /// What holds after the last one, as POSIX writes it in TZ.
  private var footer: PosixZone?

  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let old = Header(bytes, at: 0) else { return nil }
    guard old.version >= 2 else {
      guard readBlock(old, timeSize: 4) != nil else { return nil }
      return
    }
    // Later versions repeat everything with times of 64 bits behind the first block.
    guard let header = Header(bytes, at: old.end(timeSize: 4)), let end = readBlock(header, timeSize: 8) else { return nil }
    guard end < bytes.count, bytes[end] == 0x0A, let last = bytes[(end + 1)...].firstIndex(of: 0x0A) else { return }
    footer = PosixZone(bytes[(end + 1)..<last])
  }

  func offset(at time: Int64) -> Int64 {
    guard let last = transitions.last else { return footer?.offset(at: time) ?? first }
    if time >= last.time { return footer?.offset(at: time) ?? last.offset }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : transitions[low - 1].offset
  }

  private struct Header {
    let version: UInt8
    let start: Int
    /// isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt.
    let counts: [Int]

    init?(_ bytes: [UInt8], at offset: Int) {
      guard offset >= 0, offset + 44 <= bytes.count, bytes[offset..<(offset + 4)].elementsEqual("TZif".utf8) else { return nil }
      version = bytes[offset + 4] == 0 ? 1 : bytes[offset + 4] &- UInt8(ascii: "0")
      counts = (0..<6).map { Int(ZoneFile.integer(bytes, at: offset + 20 + $0 * 4, size: 4)) }
      start = offset + 44
      // Negative or huge counts are no zone's.
      guard counts.allSatisfy({ (0...bytes.count).contains($0) }), counts[4] > 0 else { return nil }
    }

    func end(timeSize: Int) -> Int {
      start + counts[3] * (timeSize + 1) + counts[4] * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1] + counts[0]
    }
  }

  /// - Returns: where the block ends.
  private mutating func readBlock(_ header: Header, timeSize: Int) -> Int? {
    let end = header.end(timeSize: timeSize)
    guard end <= bytes.count else { return nil }
    let (timeCount, typeCount) = (header.counts[3], header.counts[4])
    let types = header.start + timeCount * (timeSize + 1)
    let offsets = (0..<typeCount).map { Self.integer(bytes, at: types + $0 * 6, size: 4) }
    first = offsets[0]
    for index in 0..<timeCount {
      let type = Int(bytes[header.start + timeCount * timeSize + index])
      guard type < typeCount else { return nil }
      transitions.append((Self.integer(bytes, at: header.start + index * timeSize, size: timeSize), offsets[type]))
    }
    return end
  }

  private static func integer(_ bytes: [UInt8], at offset: Int, size: Int) -> Int64 {
    let raw = bytes[offset..<(offset + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return size == 4 ? Int64(Int32(truncatingIfNeeded: raw)) : Int64(bitPattern: raw)
  }
}

/// A zone with yearly rules, as in `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX, "TZ").
private struct PosixZone {
  private struct Rule {
    enum Day {
      /// The n-th weekday of a month, the last one for 5.
      case weekday(month: Int64, week: Int64, day: Int64)
      /// 1 to 365, 29 February never counted.
      case julian(Int64)
      /// 0 to 365.
      case zeroBased(Int64)
    }
    var day: Day
    var time: Int64

    /// Seconds since 1970, of the zone's clock.
    func seconds(in year: Int64) -> Int64 {
      let newYear = CivilTime.dayNumber(year: year, month: 1, day: 1)
      switch day {
      case .zeroBased(let day): return (newYear + day) * 86_400 + time
      case .julian(let day): return (newYear + day - 1 + (CivilTime.isLeap(year) && day > 59 ? 1 : 0)) * 86_400 + time
      case .weekday(let month, let week, let day):
        let start = CivilTime.dayNumber(year: year, month: month, day: 1)
        let weekday = (start + 4).floorDivided(by: 7).remainder
        var date = (day - weekday + 7) % 7 + (week - 1) * 7
        if date >= CivilTime.days(inMonth: month, of: year) { date -= 7 }
        return (start + date) * 86_400 + time
      }
    }
  }

  private var standard: Int64
  private var daylight: (offset: Int64, start: Rule, end: Rule)?

  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    guard Self.skipName(&rest), let west = Self.time(&rest) else { return nil }
    standard = -west
    guard !rest.isEmpty else { return }
    guard Self.skipName(&rest) else { return nil }
    var offset = standard + 3_600
    if rest.first != UInt8(ascii: ",") {
      guard let west = Self.time(&rest) else { return nil }
      offset = -west
    }
    guard let start = Self.rule(&rest), let end = Self.rule(&rest), rest.isEmpty else { return nil }
    daylight = (offset, start, end)
  }

  func offset(at time: Int64) -> Int64 {
    guard let daylight else { return standard }
    let year = CivilTime(seconds: time + standard).year
    let start = daylight.start.seconds(in: year) - standard
    let end = daylight.end.seconds(in: year) - daylight.offset
    // South of the equator summer spans the new year.
    let isSummer = start < end ? time >= start && time < end : time >= start || time < end
    return isSummer ? daylight.offset : standard
  }

  private static func skipName(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    if bytes.first == UInt8(ascii: "<") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: ">")) else { return false }
      bytes = bytes[(end + 1)...]
      return true
    }
    let name = bytes.prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
    bytes = bytes.dropFirst(name.count)
    return name.count >= 3
  }

  private static func number(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
    let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard (1...3).contains(digits.count) else { return nil }
    bytes = bytes.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  private static func skip(_ letter: Unicode.Scalar, _ bytes: inout ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: letter) else { return false }
    bytes.removeFirst()
    return true
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private static func time(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
    let isNegative = skip("-", &bytes)
    if !isNegative { _ = skip("+", &bytes) }
    guard var value = number(&bytes) else { return nil }
    value *= 3_600
    for unit: Int64 in [60, 1] where skip(":", &bytes) {
      guard let part = number(&bytes) else { return nil }
      value += part * unit
    }
    return isNegative ? -value : value
  }

  private static func rule(_ bytes: inout ArraySlice<UInt8>) -> Rule? {
    guard skip(",", &bytes) else { return nil }
    let day: Rule.Day
    if skip("M", &bytes) {
      guard let month = number(&bytes), skip(".", &bytes), let week = number(&bytes), skip(".", &bytes), let weekday = number(&bytes),
        (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
      else { return nil }
      day = .weekday(month: month, week: week, day: weekday)
    } else if skip("J", &bytes) {
      guard let number = number(&bytes) else { return nil }
      day = .julian(number)
    } else {
      guard let number = number(&bytes) else { return nil }
      day = .zeroBased(number)
    }
    guard skip("/", &bytes) else { return Rule(day: day, time: 7_200) }
    guard let time = time(&bytes) else { return nil }
    return Rule(day: day, time: time)
  }
}

package import SourceText

/// One word of EXPOSE after expansion: `8080`, `8000-8010/udp` (convert_expose.go).
package struct ExposedPort: Hashable, Sendable {
  package enum Transport: String, Sendable { case tcp, udp, sctp }

  /// The ports; nil when the word cannot be told.
  package let ports: ClosedRange<Int>?
  package let transport: Transport
  /// The word in the file.
  package let range: ByteRange

  struct Failure: Error { let message: String }

  /// Reads `[[ip:]hostPort:]containerPort[/protocol]`, of which only the container's part means something.
  static func parse(_ text: String, range: ByteRange) throws(Failure) -> ExposedPort {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let last = parts.last ?? ""
    let slash = last.firstIndex(of: "/")
    let number = String(last[..<(slash ?? last.endIndex)])
    let name = slash.map { String(last[last.index(after: $0)...]) } ?? ""
    guard !number.isEmpty else { throw Failure(message: "invalid port: \(goQuoted(text)): no port specified") }
    guard let transport = Transport(rawValue: name.isEmpty ? "tcp" : name.lowercased()) else {
      throw Failure(message: "invalid port: \(goQuoted(text)): invalid proto: \(name)")
    }
    guard let ports = portRange(number) else { throw Failure(message: "invalid containerPort: \(number)") }
    if parts.count >= 2 {
      let host = String(parts[parts.count - 2])
      if !host.isEmpty, portRange(host) == nil { throw Failure(message: "invalid hostPort: \(host)") }
    }
    return ExposedPort(ports: ports, transport: transport, range: range)
  }

  private static func portRange(_ text: String) -> ClosedRange<Int>? {
    let bounds = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = bounds.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt16($0) : nil }
    guard numbers.count == bounds.count, let first = numbers.first, let last = numbers.last, first <= last else { return nil }
    return Int(first)...Int(last)
  }
}

internal import PythonSource
package import SourceText

/// A package that the project asks for by name.
package struct Dependency: Hashable, Sendable {
  /// Normalised (PEP 503): `sentry-sdk`.
  package let name: String
  package let location: Location

  static func isList(_ name: String) -> Bool {
    // `requirements-dev.txt` is no part of what runs.
    let others = ["dev", "test", "lint", "doc", "local", "ci"]
    let isRequirements = name.hasPrefix("requirements") && name.hasSuffix(".txt") && !others.contains { name.contains($0) }
    return isRequirements || ["pyproject.toml", "Pipfile"].contains(name)
  }

  static func read(_ file: SourceFile, _ id: FileID) -> [Dependency] {
    var reader = DependencyReader(file: file, id: id)
    return file.path.hasSuffix(".txt") ? reader.requirements() : reader.toml()
  }
}

private struct DependencyReader {
  let file: SourceFile
  let id: FileID

  mutating func requirements() -> [Dependency] {
    var found: [Dependency] = []
    var start = 0
    for line in file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if let dependency = dependency(in: start..<(start + line.count)) { found.append(dependency) }
      start += line.count + 1
    }
    return found
  }

  /// The name with which a requirement begins (PEP 508).
  private func dependency(in range: Range<Int>) -> Dependency? {
    let bytes = file.bytes
    var start = range.lowerBound
    while start < range.upperBound, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    var end = start
    while end < range.upperBound, Self.isName(bytes[end]) { end += 1 }
    guard end > start, bytes[start] != UInt8(ascii: "-"), bytes[start] != UInt8(ascii: ".") else { return nil }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return Dependency(name: Self.normalized(text), location: Location(file: id, range: ByteRange(start..<end)))
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte >= 0x30 && byte <= 0x39
      || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }

  private static func normalized(_ text: String) -> String {
    text.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
  }

  /// `dependencies = […]` of `[project]`, and the keys of Poetry's and Pipenv's tables. Development groups are no part of what runs.
  mutating func toml() -> [Dependency] {
    var found: [Dependency] = []
    for entry in TOMLText.entries(of: file.bytes) {
      switch (entry.table, entry.key) {
      case ("project", "dependencies"):
        for range in entry.texts { if let dependency = dependency(in: range) { found.append(dependency) } }
      case ("tool.poetry.dependencies", let key) where key != "python", ("packages", let key):
        found.append(Dependency(name: Self.normalized(key), location: Location(file: id, range: ByteRange(entry.keyRange))))
      default: break
      }
    }
    return found
  }
}

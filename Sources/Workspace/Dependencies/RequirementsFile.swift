internal import SourceText

/// Reads pip's requirements files (pip.pypa.io, "Requirements File Format"): one requirement per line, `\` at its end joins it with the
/// next, ` #` begins a comment, and `-r FILE` stands for the requirements of another file.
enum RequirementsFile {
  private static let maximumFiles = 32

  static func read(_ path: String, in repository: RepositoryFiles) -> [Dependency] {
    var open = [path]
    var seen: Set<String> = []
    var found: [Dependency] = []
    while let next = open.popLast(), seen.count < maximumFiles, found.count < Dependency.maximumCount {
      guard seen.insert(next).inserted, let (id, file) = repository.file(at: next), file.bytes.count <= Dependency.maximumListSize else {
        continue
      }
      let (dependencies, included) = read(file, id)
      found += dependencies
      let folder = RepositoryPath.folder(of: next)
      open += included.reversed().compactMap { $0.containsText("://") ? nil : RepositoryPath.join(folder, $0) }
    }
    return found
  }

  private static func read(_ file: SourceFile, _ id: FileID) -> (dependencies: [Dependency], included: [String]) {
    var dependencies: [Dependency] = []
    var included: [String] = []
    var isContinued = false
    var start = 0
    for line in file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      defer { start += line.count + 1 }
      let text = line.last == 0x0D ? line.dropLast() : line
      // What follows a requirement on further lines are its options: `--hash=sha256:…`.
      let isRest = isContinued
      isContinued = text.last == UInt8(ascii: "\\")
      guard !isRest, let end = end(of: text) else { continue }
      if let path = includedPath(text[..<end]) {
        included.append(path)
      } else if let requirement = Requirement(file.bytes, in: start..<(start + end - text.startIndex)),
        let dependency = requirement.dependency(id)
      {
        dependencies.append(dependency)
      } else if let dependency = egg(file.bytes, start..<(start + end - text.startIndex), id) {
        dependencies.append(dependency)
      }
    }
    return (dependencies, included)
  }

  /// Where the requirement of a line ends: before a comment, an option or the sign that joins lines; nil for a comment alone.
  private static func end(of line: ArraySlice<UInt8>) -> Int? {
    guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }), first != UInt8(ascii: "#") else { return nil }
    var index = line.startIndex
    while index < line.endIndex {
      let isBehindBlank = index > line.startIndex && (line[index - 1] == 0x20 || line[index - 1] == 0x09)
      if isBehindBlank, line[index] == UInt8(ascii: "#") || line[index...].starts(with: "--".utf8) { return index }
      if line[index] == UInt8(ascii: "\\"), index + 1 == line.endIndex { return index }
      index += 1
    }
    return index
  }

  /// The file of `-r FILE`, `-rFILE`, `--requirement FILE` and `--requirement=FILE`.
  private static func includedPath(_ line: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: line.drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
    for option in ["--requirement", "-r"] where text.hasPrefix(option) {
      let path = text.dropFirst(option.count).drop { $0 == " " || $0 == "=" || $0 == "\t" }
      return path.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }
    return nil
  }

  /// `git+https://…#egg=name`, pip's old way of naming what is behind an address.
  private static func egg(_ bytes: [UInt8], _ range: Range<Int>, _ id: FileID) -> Dependency? {
    let mark = Array("#egg=".utf8)
    guard range.count > mark.count,
      let start = (range.lowerBound...(range.upperBound - mark.count)).first(where: { bytes[$0...].starts(with: mark) })
    else { return nil }
    let rest = (start + mark.count)..<range.upperBound
    let end = rest.first { bytes[$0] == UInt8(ascii: "&") } ?? rest.upperBound
    return Requirement(bytes, in: rest.lowerBound..<end)?.dependency(id)
  }
}

internal import SourceText

/// Reads `install_requires` and `extras_require` of `setup.cfg` (setuptools, "Declarative config"): a key's further lines are indented.
enum SetupConfiguration {
  static func read(_ file: SourceFile, _ id: FileID) -> [Dependency] {
    var found: [Dependency] = []
    var section = ""
    var scope: Dependency.Scope?
    var start = 0
    for line in file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      defer { start += line.count + 1 }
      guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
      let range = start..<(start + line.count)
      if first == 0x20 || first == 0x09 {
        if let scope, let dependency = Requirement(file.bytes, in: range)?.dependency(id, scope: scope) { found.append(dependency) }
        continue
      }
      scope = nil
      if first == UInt8(ascii: "[") {
        section = String(decoding: line.dropFirst().prefix { $0 != UInt8(ascii: "]") }, as: UTF8.self)
      } else if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
        let key = String(decoding: line[..<equals].filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
        scope = section == "options" && key == "install_requires" ? .runtime : section == "options.extras_require" ? .optional : nil
        let value = (start + equals + 1 - line.startIndex)..<range.upperBound
        if let scope, let dependency = Requirement(file.bytes, in: value)?.dependency(id, scope: scope) { found.append(dependency) }
      }
    }
    return found
  }
}

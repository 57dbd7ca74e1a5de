/// The difference of two texts as `diff -u` prints it, for `patch` and `git apply`.
package enum UnifiedDiff {
  private static let context = 3

  private enum Line {
    case same(ArraySlice<UInt8>)
    case gone(ArraySlice<UInt8>)
    case new(ArraySlice<UInt8>)
  }

  /// - Parameter old: nil for a file that is made.
  package static func text(path: String, from old: [UInt8]?, to new: [UInt8]) -> String {
    let lines = script(split(old ?? []), split(new))
    var output: [UInt8] = []
    var oldNumber = 1
    var newNumber = 1
    var index = 0
    while index < lines.count {
      guard let first = lines[index...].firstIndex(where: isChange) else { break }
      // A hunk goes on while the next change is near.
      var last = first
      while let next = lines[(last + 1)...].firstIndex(where: isChange), next - last <= 2 * context + 1 { last = next }
      let start = max(index, first - context)
      let end = min(lines.count, last + context + 1)
      for line in lines[index..<start] { advance(line, &oldNumber, &newNumber) }
      let hunk = lines[start..<end]
      let oldCount = hunk.count { if case .new = $0 { false } else { true } }
      let newCount = hunk.count { if case .gone = $0 { false } else { true } }
      output +=
        "@@ -\(oldCount == 0 ? oldNumber - 1 : oldNumber),\(oldCount) +\(newCount == 0 ? newNumber - 1 : newNumber),\(newCount) @@\n".utf8
      for line in hunk {
        switch line {
        case .same(let text): append(" ", text, to: &output)
        case .gone(let text): append("-", text, to: &output)
        case .new(let text): append("+", text, to: &output)
        }
        advance(line, &oldNumber, &newNumber)
      }
      index = end
    }
    guard !output.isEmpty else { return "" }
    return "--- \(old == nil ? "/dev/null" : quoted("a/" + path))\n+++ \(quoted("b/" + path))\n" + String(decoding: output, as: UTF8.self)
  }

  /// A name as git writes it: between quotes and with C's escapes, when it holds what could end the line or the quotes.
  private static func quoted(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 < 0x20 || [0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\")].contains($0) }) else { return name }
    var result = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func isChange(_ line: Line) -> Bool { if case .same = line { false } else { true } }

  private static func advance(_ line: Line, _ old: inout Int, _ new: inout Int) {
    switch line {
    case .same: (old, new) = (old + 1, new + 1)
    case .gone: old += 1
    case .new: new += 1
    }
  }

  private static func append(_ sign: String, _ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output += sign.utf8
    output += line
    if line.last != UInt8(ascii: "\n") { output += "\n\\ No newline at end of file\n".utf8 }
  }

  /// Lines with their breaks.
  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  private static func script(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Line] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        lines.append(.gone(old[left]))
        left += 1
      } else if right < new.count, inserted.contains(right) {
        lines.append(.new(new[right]))
        right += 1
      } else {
        lines.append(.same(old[left]))
        (left, right) = (left + 1, right + 1)
      }
    }
    return lines
  }
}

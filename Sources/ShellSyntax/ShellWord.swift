/// One word of a shell command: text, quotes and what the shell replaces (POSIX XCU 2.2 to 2.6).
///
/// All ranges are offsets in the bytes that were parsed.
package struct ShellWord: Hashable, Sendable {
  package struct Part: Hashable, Sendable {
    package let kind: Kind
    package let range: Range<Int>
    /// Within double quotes the results are not split into words.
    package let isDoubleQuoted: Bool
  }

  package enum Kind: Hashable, Sendable {
    /// Text with quotes and escapes removed. `isQuoted`: within single or double quotes, or escaped.
    case text([UInt8], isQuoted: Bool)
    case parameter(ParameterExpansion)
    /// `$(…)` or backticks: the range of the commands inside.
    case commandSubstitution(Range<Int>)
    /// `$((…))`: the range of the expression.
    case arithmetic(Range<Int>)
    /// An unquoted `*`, `?` or `[`: file names replace the word.
    case glob(UInt8)
  }

  package let parts: [Part]
  package let range: Range<Int>

  /// The text when the shell replaces nothing in the word; a glob is replaced only if a file matches, and then nobody knows by what.
  package var literal: String? {
    var bytes: [UInt8] = []
    for part in parts {
      guard case .text(let text, _) = part.kind else { return nil }
      bytes += text
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a part of the word is quoted; a quoted word is no keyword, and a here-document whose name is quoted expands nothing.
  package var isQuoted: Bool {
    parts.contains { part in
      if case .text(_, let isQuoted) = part.kind { isQuoted || part.isDoubleQuoted } else { part.isDoubleQuoted }
    }
  }
}

/// `$name` or `${name<operator>word}`.
package struct ParameterExpansion: Hashable, Sendable {
  package let name: String
  /// `:-`, `-`, `:=`, `=`, `:?`, `?`, `:+`, `+`, `%`, `%%`, `#`, `##`, or what else stands there; nil without one. `#` before the
  /// name (the length) is `length`.
  package let `operator`: Operator?
  /// The word behind the operator.
  package let argument: ShellWord?

  package enum Operator: Hashable, Sendable {
    case useDefault(ifNull: Bool)
    case assignDefault(ifNull: Bool)
    case requireValue(ifNull: Bool)
    case useAlternative(ifNull: Bool)
    case removeSuffix(longest: Bool)
    case removePrefix(longest: Bool)
    case length
    /// An extension of one shell, such as bash's `/` and `^^`.
    case other
  }
}

/// What is known about a shell variable.
package enum ShellVariable: Hashable, Sendable {
  case known(String)
  case unset
  case unknown
}

/// A word's value, or the variables (and `$(…)`, `$((…))`, globs, under that name) without which it cannot be told.
package enum ShellValue: Hashable, Sendable {
  case known(String)
  case unknown(causes: [String])

  package var known: String? { if case .known(let text) = self { text } else { nil } }
}

extension ShellWord {
  /// The word with quotes removed and parameters replaced, not split.
  package func resolve(_ lookup: (String) -> ShellVariable) -> ShellValue {
    var text: [UInt8] = []
    var causes: [String] = []
    for part in parts {
      switch part.kind {
      case .text(let bytes, _): text += bytes
      case .commandSubstitution: causes.append("$(…)")
      case .arithmetic: causes.append("$((…))")
      case .glob(let byte): causes.append(String(decoding: [byte], as: UTF8.self))
      case .parameter(let expansion):
        switch expansion.resolve(lookup) {
        case .known(let value): text += Array(value.utf8)
        case .unknown(let names): causes += names
        }
      }
    }
    return causes.isEmpty ? .known(String(decoding: text, as: UTF8.self)) : .unknown(causes: causes)
  }
}

extension ParameterExpansion {
  fileprivate func resolve(_ lookup: (String) -> ShellVariable) -> ShellValue {
    let variable = lookup(name)
    func isAbsent(_ ifNull: Bool) -> Bool {
      switch variable {
      case .unset: true
      case .known(let text): ifNull && text.isEmpty
      case .unknown: false
      }
    }
    func argument() -> ShellValue { self.argument?.resolve(lookup) ?? .known("") }
    let value: ShellValue =
      switch variable {
      case .known(let text): .known(text)
      case .unset: .known("")
      case .unknown: .unknown(causes: [name])
      }
    guard variable != .unknown else { return value }
    switch self.operator {
    case nil: return value
    case .useDefault(let ifNull), .assignDefault(let ifNull): return isAbsent(ifNull) ? argument() : value
    case .requireValue(let ifNull): return isAbsent(ifNull) ? .unknown(causes: [name]) : value
    case .useAlternative(let ifNull): return isAbsent(ifNull) ? .known("") : argument()
    case .length: return .known(String((value.known ?? "").unicodeScalars.count))
    case .removeSuffix, .removePrefix, .other: return .unknown(causes: [name])
    }
  }
}

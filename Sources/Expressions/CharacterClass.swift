/// A set of code points, as `[a-z\d]` or `\p{Greek}` name one.
struct CharacterClass: Sendable {
  private(set) var ranges: [ClosedRange<UInt32>] = []
  /// Unicode's general categories, one bit each.
  private(set) var categories: UInt32 = 0
  var isNegated = false
  /// Whether letters stand for their other case too.
  var foldsCase = false

  static let last: UInt32 = 0x10FFFF
  private static let allCategories: UInt32 = 1 << 30 - 1

  init(_ ranges: [ClosedRange<UInt32>] = []) { insert(ranges) }

  mutating func insert(_ new: [ClosedRange<UInt32>]) {
    var merged: [ClosedRange<UInt32>] = []
    for range in (ranges + new).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let previous = merged.last, range.lowerBound <= previous.upperBound + 1 {
        merged[merged.count - 1] = previous.lowerBound...max(previous.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    ranges = merged
  }

  mutating func insert(complementOf ranges: [ClosedRange<UInt32>]) {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in CharacterClass(ranges).ranges {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.last { gaps.append(next...Self.last) }
    insert(gaps)
  }

  /// - Returns: false when there is no such category or script.
  mutating func insert(property name: String, isNegated: Bool) -> Bool {
    if name == "Any" {
      if !isNegated { insert([0...Self.last]) }
      return true
    }
    if let ranges = Self.scripts[name] {
      if isNegated { insert(complementOf: ranges) } else { insert(ranges) }
      return true
    }
    // A single letter is all categories that begin with it, but for code points without a character.
    let matching = Self.categoryNames.indices.filter {
      Self.categoryNames[$0] == name || name.count == 1 && Self.categoryNames[$0].hasPrefix(name)
    }
    .filter { name != "C" || Self.categoryNames[$0] != "Cn" }
    guard !matching.isEmpty else { return false }
    let mask = matching.reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
    categories |= isNegated ? Self.allCategories & ~mask : mask
    return true
  }

  func contains(_ scalar: UInt32) -> Bool {
    if !foldsCase { return has(scalar) != isNegated }
    return Self.cases(of: scalar).contains(where: has) != isNegated
  }

  private func has(_ scalar: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    if low < ranges.count, ranges[low].contains(scalar) { return true }
    guard categories != 0, let scalar = Unicode.Scalar(scalar) else { return false }
    return categories >> Self.index(of: scalar.properties.generalCategory) & 1 == 1
  }

  // MARK: Case

  /// The code point and those that are the same letter in another case (CaseFolding.txt, the simple foldings).
  static func cases(of scalar: UInt32) -> [UInt32] {
    // Turkish letters, which fold to nothing.
    guard scalar != 0x130, scalar != 0x131 else { return [scalar] }
    var found = [scalar]
    func add(_ other: UInt32?) {
      if let other, !found.contains(other) { found.append(other) }
    }
    let (lower, upper) = (mapped(scalar) { $0.lowercaseMapping }, mapped(scalar) { $0.uppercaseMapping })
    add(lower)
    add(upper)
    add(upper.flatMap { mapped($0) { $0.lowercaseMapping } })
    add(lower.flatMap { mapped($0) { $0.uppercaseMapping } })
    add(mapped(scalar) { $0.titlecaseMapping })
    // Signs that share their lower case with a letter: the Kelvin and Ångström signs, the long s, Ohm.
    for (sign, letter) in [(0x212A, 0x6B), (0x212B, 0xE5), (0x17F, 0x73), (0x2126, 0x3C9)] as [(UInt32, UInt32)]
    where found.contains(letter) { add(sign) }
    return found
  }

  private static func mapped(_ scalar: UInt32, _ mapping: (Unicode.Scalar.Properties) -> String) -> UInt32? {
    guard let scalar = Unicode.Scalar(scalar) else { return nil }
    let scalars = mapping(scalar.properties).unicodeScalars
    guard let first = scalars.first, scalars.count == 1, first.value != 0x130, first.value != 0x131 else { return nil }
    return first.value
  }

  // MARK: Names

  static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
  static let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
  /// Perl's `\s` as RE2 has it: without the vertical tab.
  static let blanks: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]

  static let posix: [String: [ClosedRange<UInt32>]] = [
    "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A], "ascii": [0...0x7F],
    "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0...0x1F, 0x7F...0x7F], "digit": digits, "graph": [0x21...0x7E],
    "lower": [0x61...0x7A], "print": [0x20...0x7E], "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
    "space": [0x09...0x0D, 0x20...0x20], "upper": [0x41...0x5A], "word": word, "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
  ]

  /// At the places of their bits.
  private static let categoryNames = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So",
    "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
  ]

  private static func index(of category: Unicode.GeneralCategory) -> UInt32 {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 29
    }
  }
}

/// An amount of a resource, as Kubernetes writes it: `500m`, `1.5Gi`, `1e3` (apimachinery, pkg/api/resource/quantity.go).
///
/// Exact: whole billionths, of any size. What is smaller is rounded away from zero when it is read, as apimachinery does.
package struct Quantity: Hashable, Sendable {
  /// Billionths, in limbs of nine digits, the lowest first: the first limb is the fraction. No zero limb at the end.
  private var limbs: [UInt32]
  private var isNegative: Bool

  private static let base: UInt64 = 1_000_000_000

  private init(limbs: [UInt32], isNegative: Bool) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
    self.isNegative = isNegative && !self.limbs.isEmpty
  }

  package init(_ value: Int64) {
    var limbs: [UInt32] = [0]
    var rest = value.magnitude
    while rest > 0 {
      limbs.append(UInt32(rest % Self.base))
      rest /= Self.base
    }
    self.init(limbs: limbs, isNegative: value < 0)
  }

  // MARK: Reading

  private enum Suffix { case decimal(exponent: Int), binary(exponent: Int) }

  private static func suffix(_ text: Substring) -> Suffix? {
    switch text {
    case "": return .decimal(exponent: 0)
    case "n": return .decimal(exponent: -9)
    case "u": return .decimal(exponent: -6)
    case "m": return .decimal(exponent: -3)
    case "k": return .decimal(exponent: 3)
    case "M": return .decimal(exponent: 6)
    case "G": return .decimal(exponent: 9)
    case "T": return .decimal(exponent: 12)
    case "P": return .decimal(exponent: 15)
    case "E": return .decimal(exponent: 18)
    case "Ki": return .binary(exponent: 10)
    case "Mi": return .binary(exponent: 20)
    case "Gi": return .binary(exponent: 30)
    case "Ti": return .binary(exponent: 40)
    case "Pi": return .binary(exponent: 50)
    case "Ei": return .binary(exponent: 60)
    default:
      guard text.first == "e" || text.first == "E", let exponent = Int(text.dropFirst()) else { return nil }
      return .decimal(exponent: exponent)
    }
  }

  /// Longer ones, in digits or in zeros, are no amount of anything.
  private static let maximumLength = 500

  /// Reads a quantity.
  ///
  /// Without any digit it is none, as apimachinery's documentation has it; its code reads `Mi` and `+` as 0.
  package init?(_ text: String) {
    // Swift takes the Kelvin sign for a K.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    func digits() -> [UInt8] {
      let found = rest.utf8.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      rest = rest[found.endIndex...]
      return found.map { $0 - UInt8(ascii: "0") }
    }
    var number = digits()
    var places = 0
    if rest.first == "." {
      rest = rest.dropFirst()
      let fraction = digits()
      places = fraction.count
      number += fraction
    }
    guard !number.isEmpty, number.count <= Self.maximumLength, let suffix = Self.suffix(rest) else { return nil }
    var shift = 9 - places
    switch suffix {
    case .decimal(let exponent):
      guard exponent.magnitude <= Self.maximumLength else { return nil }
      shift += exponent
    case .binary(let exponent):
      number = Self.digits(of: Self.multiplied(Self.limbs(of: number), by: 1 << UInt64(exponent)))
    }
    var limbs: [UInt32]
    if shift >= 0 {
      limbs = Self.limbs(of: number + Array(repeating: 0, count: shift))
    } else {
      limbs = Self.limbs(of: number.dropLast(-shift))
      if number.suffix(-shift).contains(where: { $0 != 0 }) { limbs = Self.sum(limbs, [1]) }
    }
    let largest = Quantity(.max)
    if case .binary = suffix, Self.isLess(largest.limbs, limbs) { limbs = largest.limbs }
    self.init(limbs: limbs, isNegative: isNegative)
  }

  private static func limbs(of digits: some BidirectionalCollection<UInt8>) -> [UInt32] {
    var limbs: [UInt32] = []
    var (limb, scale): (UInt32, UInt32) = (0, 1)
    for digit in digits.reversed() {
      limb += UInt32(digit) * scale
      scale = scale == 100_000_000 ? 1 : scale * 10
      if scale == 1 {
        limbs.append(limb)
        limb = 0
      }
    }
    limbs.append(limb)
    while limbs.last == 0 { limbs.removeLast() }
    return limbs
  }

  private static func digits(of limbs: [UInt32]) -> [UInt8] {
    limbs.reversed().flatMap { limb in
      let text = String(limb)
      return Array(repeating: 0, count: 9 - text.utf8.count) + text.utf8.map { $0 - UInt8(ascii: "0") }
    }
  }

  // MARK: Calculating

  /// - Parameter factor: up to 2^60.
  private static func multiplied(_ limbs: [UInt32], by factor: UInt64) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for limb in limbs {
      // Below 2^90 + 2^61: the quotient by 10^9 is below 2^64.
      var (high, low) = UInt64(limb).multipliedFullWidth(by: factor)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      (high, low) = (high + (overflow ? 1 : 0), sum)
      let (quotient, remainder) = base.dividingFullWidth((high, low))
      result.append(UInt32(remainder))
      carry = quotient
    }
    while carry > 0 {
      result.append(UInt32(carry % base))
      carry /= base
    }
    return result
  }

  private static func isLess(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    left.count == right.count ? left.reversed().lexicographicallyPrecedes(right.reversed()) : left.count < right.count
  }

  private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt32 = 0
    for index in 0..<max(left.count, right.count) {
      let sum = carry + (index < left.count ? left[index] : 0) + (index < right.count ? right[index] : 0)
      result.append(sum % UInt32(base))
      carry = sum / UInt32(base)
    }
    return carry > 0 ? result + [carry] : result
  }

  /// - Parameter right: no more than `left`.
  private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var borrow: UInt32 = 0
    for index in left.indices {
      let wanted = borrow + (index < right.count ? right[index] : 0)
      borrow = left[index] < wanted ? 1 : 0
      result.append(left[index] + borrow * UInt32(base) - wanted)
    }
    return result
  }

  package static func + (left: Quantity, right: Quantity) -> Quantity {
    if left.isNegative == right.isNegative {
      return Quantity(limbs: sum(left.limbs, right.limbs), isNegative: left.isNegative)
    }
    return isLess(left.limbs, right.limbs)
      ? Quantity(limbs: difference(right.limbs, left.limbs), isNegative: right.isNegative)
      : Quantity(limbs: difference(left.limbs, right.limbs), isNegative: left.isNegative)
  }

  package static prefix func - (value: Quantity) -> Quantity { Quantity(limbs: value.limbs, isNegative: !value.isNegative) }
  package static func - (left: Quantity, right: Quantity) -> Quantity { left + -right }

  // MARK: Asking

  /// -1, 0 or 1.
  package var sign: Int { limbs.isEmpty ? 0 : isNegative ? -1 : 1 }

  /// The value when it is whole and a 64-bit integer.
  package var asInteger: Int64? {
    guard limbs.first ?? 0 == 0 else { return nil }
    var value: Int64 = 0
    for limb in limbs.dropFirst().reversed() {
      let (product, overflow) = value.multipliedReportingOverflow(by: Int64(Self.base))
      let (sum, sumOverflow) = product.addingReportingOverflow(isNegative ? -Int64(limb) : Int64(limb))
      if overflow || sumOverflow { return nil }
      value = sum
    }
    return value
  }

  package var asApproximateFloat: Double {
    // Without rounding before the last step, the result is the nearest number there is; so it is with nearly all that anybody writes.
    if limbs.count <= 3 {
      let billion = Double(Self.base)
      let whole = limbs.dropFirst().reversed().reduce(0) { $0 * billion + Double($1) }
      let billionths = whole * billion + Double(limbs.first ?? 0)
      if limbs.first ?? 0 == 0, whole < 0x1p53 { return isNegative ? -whole : whole }
      if billionths < 0x1p53 { return (isNegative ? -billionths : billionths) / billion }
    }
    return Double(description) ?? .nan
  }
}

extension Quantity: Comparable {
  package static func < (left: Quantity, right: Quantity) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? isLess(right.limbs, left.limbs) : isLess(left.limbs, right.limbs)
  }
}

extension Quantity: CustomStringConvertible {
  /// A plain number: `0.5`, `1572864`.
  package var description: String {
    var digits = String(decoding: Self.digits(of: limbs).map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    digits = String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
    var fraction = digits.suffix(9)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = digits.dropLast(9).drop { $0 == "0" }
    return (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : ".") + fraction
  }
}

extension Quantity: OpaqueValue {
  package static let typeName = "kubernetes.Quantity"
}

/// The decimal digits of a double, all of them.
struct ExactDecimal {
  /// From the first that is not 0; none for 0.
  private(set) var digits: [UInt8] = []
  /// How many digits stand before the decimal point; negative when zeros follow it.
  private(set) var point = 0

  /// - Parameter value: finite; its sign is left out.
  init(_ value: Double) {
    guard value != 0 else { return }
    let bits = value.significandBitPattern
    let significand = value.isNormal ? bits | 1 << 52 : bits
    let exponent = (value.isNormal ? Int(value.exponentBitPattern) : 1) - 1_075
    // m · 2^-k = m · 5^k / 10^k.
    var limbs = [significand % Self.base, significand / Self.base]
    let (factor, step): (UInt64, Int) = exponent < 0 ? (5, 12) : (2, 28)
    var left = abs(exponent)
    while left > 0 {
      let count = min(left, step)
      Self.multiply(&limbs, by: (0..<count).reduce(1) { product, _ in product * factor })
      left -= count
    }
    for limb in limbs.reversed() {
      let text = String(limb)
      digits += Array(repeating: 0, count: 9 - text.utf8.count) + text.utf8.map { $0 - UInt8(ascii: "0") }
    }
    digits = Array(digits.drop { $0 == 0 })
    point = digits.count + min(0, exponent)
  }

  private static let base: UInt64 = 1_000_000_000

  private static func multiply(_ limbs: inout [UInt64], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % base
      carry = product / base
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// Keeps the first `count` digits; half goes to the even neighbour.
  mutating func round(to count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      return
    }
    let isOdd = count > 0 && digits[count - 1] % 2 == 1
    let isUp = digits[count] > 5 || digits[count] == 5 && (isOdd || digits[(count + 1)...].contains { $0 != 0 })
    digits.removeSubrange(count...)
    guard isUp else { return }
    while digits.last == 9 { digits.removeLast() }
    if let last = digits.indices.last {
      digits[last] += 1
    } else {
      digits = [1]
      point += 1
    }
  }

  /// `-12.50` with so many digits behind the point.
  static func fixed(_ value: Double, places: Int) -> String {
    var decimal = ExactDecimal(value)
    decimal.round(to: decimal.point + places)
    let whole = decimal.text(from: min(0, decimal.point), count: max(0, decimal.point))
    let fraction = decimal.text(from: decimal.point, count: places)
    return (value.sign == .minus ? "-" : "") + (whole.isEmpty ? "0" : whole) + (places > 0 ? "." + fraction : "")
  }

  /// `-1.25e+01` with so many digits behind the point.
  static func scientific(_ value: Double, places: Int) -> String {
    var decimal = ExactDecimal(value)
    decimal.round(to: places + 1)
    let exponent = decimal.digits.isEmpty ? 0 : decimal.point - 1
    let power = (exponent < 0 ? "-" : "+") + (abs(exponent) < 10 ? "0" : "") + String(abs(exponent))
    let fraction = places > 0 ? "." + decimal.text(from: 1, count: places) : ""
    return (value.sign == .minus ? "-" : "") + decimal.text(from: 0, count: 1) + fraction + "e" + power
  }

  /// Digits by their position, zeros where there are none.
  private func text(from start: Int, count: Int) -> String {
    let bytes = (start..<(start + count)).map { UInt8(ascii: "0") + (digits.indices.contains($0) ? digits[$0] : 0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

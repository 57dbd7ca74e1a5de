/// Kubernetes' functions on quantities (apiserver, pkg/cel/library/quantity.go).
enum QuantityLibrary {
  private static let type = DeclaredType.opaque(Quantity.typeName)

  static let functions: [StandardLibrary.Entry] = [
    StandardLibrary.reading("quantity", [[.string]], type) { arguments throws(Interruption) in
      let text = try arguments[0].string()
      guard let quantity = Quantity(text) else { throw .error("'\(text)' is no quantity") }
      return .value(.opaque(quantity))
    },
    StandardLibrary.define("isQuantity", [[.string]], .bool) { arguments throws(Interruption) in
      .bool(Quantity(try arguments[0].string()) != nil)
    },
    sign,
  ]

  static let members: [StandardLibrary.Entry] =
    [
      sign,
      StandardLibrary.define("asApproximateFloat", [[type]], .double) { arguments throws(Interruption) in
        .value(.double(try arguments[0].opaque(Quantity.self).asApproximateFloat))
      },
      StandardLibrary.define("isInteger", [[type]], .bool) { arguments throws(Interruption) in
        .bool(try arguments[0].opaque(Quantity.self).asInteger != nil)
      },
      StandardLibrary.define("asInteger", [[type]], .int) { arguments throws(Interruption) in
        let quantity = try arguments[0].opaque(Quantity.self)
        guard let value = quantity.asInteger else { throw .error("\(quantity) is no integer of 64 bits") }
        return .value(.int(value))
      },
      arithmetic("add", +), arithmetic("sub", -),
    ] + StandardLibrary.comparisons(of: Quantity.self)

  private static let sign = StandardLibrary.define("sign", [[type]], .int) { arguments throws(Interruption) in
    .int(try arguments[0].opaque(Quantity.self).sign)
  }

  private static func arithmetic(
    _ name: String, _ combine: @escaping @Sendable (Quantity, Quantity) -> Quantity
  ) -> StandardLibrary.Entry {
    StandardLibrary.define(name, [[type, type], [type, .int]], type) { arguments throws(Interruption) in
      let left = try arguments[0].opaque(Quantity.self)
      if case .int(let right) = arguments[1] { return .value(.opaque(combine(left, Quantity(right)))) }
      return .value(.opaque(combine(left, try arguments[1].opaque(Quantity.self))))
    }
  }
}

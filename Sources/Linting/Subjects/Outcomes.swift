internal import DockerfileSyntax
internal import Expressions
internal import Kubernetes
internal import Workspace

// How the model's values become values of expressions.

extension Outcome {
  static func int(_ value: some BinaryInteger) -> Outcome { .value(.int(Int64(clamping: value))) }
  static func bool(_ value: Bool) -> Outcome { .value(.bool(value)) }
  static func double(_ value: Double) -> Outcome { .value(.double(value)) }
  static func string(_ value: String) -> Outcome { .value(.string(value)) }
  static func object(_ value: any Subject) -> Outcome { .value(.object(value)) }
  static func list(_ values: [Outcome]) -> Outcome { .value(.list(ArrayList(values))) }
  static func answer(_ answer: Answer) -> Outcome {
    switch answer {
    case .yes: .bool(true)
    case .no: .bool(false)
    case .unknown(let reason): .unknown(because: reason)
    }
  }
  static func unknown(because reason: String) -> Outcome { .unknown(Unknown(reason)) }
}

extension Field {
  /// The field's value; nil when it is absent.
  func outcome(_ make: (Value) -> Outcome) -> Outcome? {
    switch self {
    case .absent: nil
    case .known(let value, _): make(value)
    case .undecidable(let reason, _): .unknown(because: reason)
    }
  }

  /// The field's value, or Kubernetes' default when it is absent.
  func outcome(default fallback: Value, _ make: (Value) -> Outcome) -> Outcome {
    outcome(make) ?? make(fallback)
  }
}

extension Expansion {
  func outcome(_ make: (String) -> Outcome = Outcome.string) -> Outcome {
    switch self {
    case .known(let text): make(text)
    case .unknown(let variables): .unknown(because: "the value of \(variables.joined(separator: ", ")) is not known")
    }
  }
}

internal import CLibYAML

/// libyaml's pull parser over bytes in memory, owned: libyaml's buffers are freed with it.
struct EventParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// - Parameter bytes: UTF-8 without a byte order mark; must outlive the parser.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    yaml_parser_initialize(parser)
    // Set, so that libyaml does not guess: SourceFile has already converted every other encoding.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  /// What libyaml says is wrong, and where.
  struct Failure {
    var message: String
    /// In characters for the scanner and the parser, in bytes for the reader (the only stage that sees bytes).
    var offset: Int
    var isByteOffset: Bool
  }

  /// Reads the next event into `event`, which the caller deletes; nil, or what is wrong.
  func next(_ event: inout yaml_event_t) -> Failure? {
    guard yaml_parser_parse(parser, &event) == 0 else { return nil }
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "the YAML parser failed"
    switch state.error {
    case YAML_READER_ERROR:
      return Failure(message: problem, offset: state.problem_offset, isByteOffset: true)
    case YAML_MEMORY_ERROR:
      return Failure(message: "out of memory", offset: state.mark.index, isByteOffset: false)
    default:
      let context = state.context.map { String(cString: $0) + ": " } ?? ""
      return Failure(message: context + problem, offset: state.problem_mark.index, isByteOffset: false)
    }
  }
}

internal import CLibYAML

/// libyaml's pull parser over bytes in memory, owned: libyaml's buffers are freed with it.
struct EventParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  /// What libyaml has not read yet.
  private let input: UnsafeMutablePointer<UnsafeRawBufferPointer>
  /// libyaml's own, which it frees.
  private let buffer: UnsafeMutablePointer<yaml_char_t>?

  /// - Parameter bytes: UTF-8 without a byte order mark; must outlive the parser.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    yaml_parser_initialize(parser)
    // Set, so that libyaml does not guess: SourceFile has already converted every other encoding.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    input = .allocate(capacity: 1)
    input.initialize(to: UnsafeRawBufferPointer(bytes))
    let handler: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>?) -> Int32 = {
      data, buffer, size, read in
      guard let input = data?.assumingMemoryBound(to: UnsafeRawBufferPointer.self), let buffer, let read else { return 0 }
      let piece = UnsafeRawBufferPointer(rebasing: input.pointee.prefix(size))
      UnsafeMutableRawBufferPointer(start: buffer, count: piece.count).copyMemory(from: piece)
      input.pointee = UnsafeRawBufferPointer(rebasing: input.pointee.dropFirst(piece.count))
      read.pointee = piece.count
      return 1
    }
    yaml_parser_set_input(parser, handler, input)
    buffer = parser.pointee.buffer.start
  }

  /// How many NUL bytes stand behind a decoded text: the one that ends it for libyaml, and as many as its scanner looks ahead.
  static let padding = 8

  /// Reads a decoded text where it is. To decode takes libyaml a sixth of its time, and we have looked at every byte already.
  ///
  /// libyaml has no function for this. Its structure is public, though, and only `yaml_parser_update_buffer` fills the buffer (libyaml
  /// 0.2.5, reader.c): at the end of the input, when nothing is left to decode, it does nothing.
  ///
  /// - Parameters:
  ///   - text: UTF-8, of characters that YAML allows, without a byte order mark, with `padding` behind it; must outlive the parser.
  ///   - characters: how many it has.
  init(decoded text: UnsafeMutableBufferPointer<UInt8>, characters: Int) {
    self.init(UnsafeBufferPointer(start: nil, count: 0))
    parser.pointee.buffer.start = text.baseAddress
    parser.pointee.buffer.pointer = text.baseAddress
    parser.pointee.buffer.last = text.baseAddress.map { $0 + text.count + 1 }
    parser.pointee.buffer.end = text.baseAddress.map { $0 + text.count + Self.padding }
    parser.pointee.unread = characters + 1
    parser.pointee.eof = 1
  }

  deinit {
    parser.pointee.buffer.start = buffer
    yaml_parser_delete(parser)
    parser.deinitialize(count: 1)
    parser.deallocate()
    input.deallocate()
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

import DockerfileSyntax
import Foundation
import SourceText

/// The dump of BuildKit's parser: one `(keyword ["flags"] "argument" …)` per instruction.
enum BuildKitDump {
  static func text(_ dockerfile: Dockerfile) -> String {
    dockerfile.instructions.map { line($0) }.joined(separator: "\n")
  }

  private static func line(_ instruction: Instruction) -> String {
    "(" + node(instruction.keywordWord, instruction.flags, instruction.payload, arguments(of: instruction)) + ")"
  }

  private static func node(_ keyword: Word, _ flags: [Flag], _ payload: Payload, _ arguments: [String]) -> String {
    var parts = [keyword.string.lowercased()]
    if !flags.isEmpty { parts.append("[" + flags.map(flag).joined(separator: " ") + "]") }
    return (parts + arguments).joined(separator: " ")
  }

  private static func flag(_ flag: Flag) -> String {
    var bytes = Array("--".utf8) + flag.name.bytes
    if let value = flag.value { bytes += Array("=".utf8) + value.bytes }
    return goQuoted(bytes: bytes)
  }

  private static func arguments(of instruction: Instruction) -> [String] {
    if instruction.keyword == nil { return ["\"\""] }
    switch instruction.payload {
    // Lists keep the heredocs that a transfer leaves out.
    case .add(let transfer) where !transfer.isJSON, .copy(let transfer) where !transfer.isJSON: return blanks(instruction)
    case .invalid where instruction.keyword == .shell:
      let rest = Array(instruction.text.bytes[instruction.arguments])
      return rest.isEmpty || rest == Array("[]".utf8) ? [] : [goQuoted(bytes: rest)]
    case .invalid where instruction.keyword == .healthcheck:
      return instruction.text.bytes[instruction.arguments].split(separator: 0x20, maxSplits: 1).map { goQuoted(bytes: Array($0)) }
    case .healthcheck(let healthcheck) where healthcheck.command == nil: return blanks(instruction)
    case .from, .invalid: return blanks(instruction)
    case .onbuild(let trigger):
      let inner =
        switch trigger.payload {
        case .add(let transfer) where !transfer.isJSON, .copy(let transfer) where !transfer.isJSON:
          Array(blanks(instruction).dropFirst(1 + trigger.flags.count))
        default: arguments(of: trigger)
        }
      return ["(" + node(trigger.keywordWord, trigger.flags, trigger.payload, inner) + ")"]
    default: return arguments(of: instruction.payload)
    }
  }

  private static func arguments(of trigger: Trigger) -> [String] {
    if trigger.keyword == nil { return ["\"\""] }
    if case .onbuild(let inner) = trigger.payload {
      return ["(" + node(inner.keywordWord, inner.flags, inner.payload, arguments(of: inner)) + ")"]
    }
    return arguments(of: trigger.payload)
  }

  private static func blanks(_ instruction: Instruction) -> [String] {
    instruction.text.bytes[instruction.arguments]
      .split { $0 == 0x20 || $0 == 0x09 || (0x0B...0x0D).contains($0) }
      .map { goQuoted(bytes: Array($0)) }
  }

  private static func arguments(of payload: Payload) -> [String] {
    switch payload {
    case .add(let transfer), .copy(let transfer): (transfer.sources + [transfer.destination]).map(quoted)
    case .arg(let pairs):
      pairs.map { pair in repaired(pair.name.bytes + (pair.value.map { Array("=".utf8) + $0.bytes } ?? [])) }
    case .cmd(let command), .entrypoint(let command), .run(let command, _): arguments(of: command)
    case .env(let pairs), .label(let pairs):
      pairs.flatMap { pair in
        let value = pair.value?.bytes ?? []
        return pair.usesOldForm
          ? [quoted(pair.name), goQuoted(bytes: value), "\"\""] : [repaired(pair.name.bytes), repaired(value), "\"=\""]
      }
    case .expose(let words), .shell(let words), .volume(let words): words.map(quoted)
    case .from, .invalid, .onbuild: []
    case .healthcheck(let healthcheck): [quoted(healthcheck.kind)] + (healthcheck.command.map(arguments) ?? [])
    case .maintainer(let word), .stopsignal(let word), .user(let word), .workdir(let word): [quoted(word)]
    }
  }

  private static func arguments(of command: CommandLine) -> [String] {
    switch command.form {
    case .exec(let words): words.map(quoted)
    case .shell(let text): text.isEmpty ? [] : [goQuoted(bytes: text.bytes)]
    }
  }

  private static func quoted(_ word: Word) -> String { goQuoted(bytes: word.bytes) }

  /// BuildKit decodes the words of ENV, LABEL and ARG, so that invalid bytes are replaced there.
  private static func repaired(_ bytes: [UInt8]) -> String { goQuoted(String(decoding: bytes, as: UTF8.self)) }
}

/// What the two suites with an `expected.jsonl` share.
struct BuildKitExpectation: Decodable {
  let file: String
  let dump: String?
  let lines: [[Int]]?
  let stages: [String]?
  let parseError: String?
  let parseErrorLine: Int?
  let instructionError: String?
  let instructionErrorLine: Int?
  let lintError: String?
  let lintErrorLine: Int?

  enum CodingKeys: String, CodingKey {
    case file, dump, lines, stages
    case parseError = "parse_error"
    case parseErrorLine = "parse_error_line"
    case instructionError = "instr_error"
    case instructionErrorLine = "instr_error_line"
    case lintError = "lint_error"
    case lintErrorLine = "lint_error_line"
  }

  static func all(in path: String) -> [BuildKitExpectation] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      do { return try JSONDecoder().decode(BuildKitExpectation.self, from: Data(line)) } catch {
        print("  \(path): a line cannot be read: \(error)")
        return nil
      }
    }
  }

  /// The first thing in which a parsed file differs from BuildKit's reading; nil when there is none.
  func difference(_ dockerfile: Dockerfile) -> String? {
    if let difference = errorDifference(dockerfile) { return difference }
    guard parseError == nil else { return nil }
    let ours = BuildKitDump.text(dockerfile)
    if let dump, dump != ours {
      let pair = zip(dump.split(separator: "\n"), ours.split(separator: "\n")).first { $0 != $1 }
      return "dump: \(pair.map { "\($0.0)  ≠  \($0.1)" } ?? "length")".prefix(400).description
    }
    let ourLines = dockerfile.instructions.map { [$0.lines.lowerBound, $0.lines.upperBound] }
    if let lines, lines != ourLines { return "lines \(lines) ≠ \(ourLines)".prefix(300).description }
    guard let stages else { return nil }
    let ourStages = dockerfile.stages.map { stage -> String in
      guard case .from(let base) = dockerfile.instructions[stage.from].payload else { return "?" }
      return "\(base.image.string)|\(stage.name ?? "")|\(base.platform?.string ?? "")"
    }
    return stages == ourStages ? nil : "stages \(stages) ≠ \(ourStages)"
  }

  private func errorDifference(_ dockerfile: Dockerfile) -> String? {
    let expected: (level: Diagnostic.Level, message: String, line: Int)? =
      if let parseError {
        (.parser, parseError, parseErrorLine ?? 0)
      } else if let instructionError {
        (.instruction, instructionError, instructionErrorLine ?? 0)
      } else if let lintError, !lintError.hasPrefix("lint violation found") {
        (.conversion, lintError, lintErrorLine ?? 0)
      } else {
        nil
      }
    guard let expected else {
      return dockerfile.diagnostics.first.map { "accepted by BuildKit, refused here: \($0.level) \($0.line): \($0.message)" }
    }
    guard let first = dockerfile.diagnostics.first else { return "refused by BuildKit, accepted here: \(expected.message)" }
    let prefix = "dockerfile parse error on line \(first.line): "
    let message = expected.message.hasPrefix(prefix) ? String(expected.message.dropFirst(prefix.count)) : expected.message
    guard first.level == expected.level, first.line == expected.line, first.message == message else {
      return "\(expected) ≠ \(first.level) \(first.line): \(first.message)"
    }
    return nil
  }
}

// Writes the rule files of a folder into one Swift file, which is part of the program, and the pages that are made from them: that of the
// attributes, and one a rule: `embed-rules RULES OUTPUT DOCS`.
import Foundation
import Linting
import Reports
import SourceText
import Workspace

guard CommandLine.arguments.count == 4 else {
  FileHandle.standardError.write(Data("usage: embed-rules RULES OUTPUT DOCS\n".utf8))
  exit(2)
}

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(2)
}

var discovery = Discovery()
discovery.add(CommandLine.arguments[1])
discovery.finish()
if let failure = discovery.failures.first { fail("\(failure.path): \(failure.error.message)") }

var rules: [Rule] = []
for file in discovery.files {
  do {
    let source = try SourceFile.read(systemPath: file.systemPath, as: file.path)
    do throws(RuleFileError) {
      rules.append(try RuleFile.load(source))
    } catch {
      let position = LineIndex(source.bytes).position(at: error.range.start)
      fail("\(file.path):\(position.line):\(position.column): \(error.message)")
    }
  } catch {
    fail("\(file.path): \(error.message)")
  }
}
rules.sort { $0.id < $1.id }
for (rule, next) in zip(rules, rules.dropFirst()) where rule.id == next.id { fail("two rules are called \(rule.id)") }

/// As the inside of a Swift literal over several lines.
func literal(_ text: String) -> String {
  var literal = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": literal += "\\\\"
    case "\"": literal += "\\\""
    case "\n": literal += "\\n\\\n    "
    case _ where scalar.value < 0x20: literal += "\\u{" + String(scalar.value, radix: 16) + "}" + (scalar.value == 0x1C ? "\\\n    " : "")
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal
}

let output = """
  // Made by `make rules` from the rule files beside it; a test compares both.
  // swift-format-ignore-file
  package enum EmbeddedRules {
    package static let text: StaticString = \"\"\"
      \(literal(RuleEncoding.encode(rules)))
      \"\"\"

    package static let examples: StaticString = \"\"\"
      \(literal(RuleEncoding.encodeExamples(rules)))
      \"\"\"
  }

  """
try output.write(toFile: CommandLine.arguments[2], atomically: true, encoding: .utf8)
let documents = CommandLine.arguments[3]
try AttributeReference.markdown().write(toFile: documents + "/attributes.md", atomically: true, encoding: .utf8)
let pages = documents + "/rules"
// A rule that is no more has no page either.
if FileManager.default.fileExists(atPath: pages) { try FileManager.default.removeItem(atPath: pages) }
try FileManager.default.createDirectory(atPath: pages, withIntermediateDirectories: true)
let all = (rules + FileProblems.rules + SuppressionRules.all).sorted { $0.id < $1.id }
for rule in all { try RulePage.markdown(rule).write(toFile: "\(pages)/\(rule.id).md", atomically: true, encoding: .utf8) }
try RulePage.index(all).write(toFile: pages + "/README.md", atomically: true, encoding: .utf8)
print("\(rules.count) rules")

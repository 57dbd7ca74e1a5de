import CLibFuzzer
import Foundation
import FuzzTargets
import SourceText

/// Looks for inputs that break a target.
///
///     fuzz TARGET [options of libFuzzer] FOLDER…
///     fuzz TARGET --seeds FOLDER PATH…          # writes what to begin with, and FOLDER.dict
@main
struct Fuzz {
  /// Tells the processes that libFuzzer starts by itself (`-minimize_crash`, `-fork`) what they are for.
  private static let variable = "READYLINT_FUZZ_TARGET"

  private static let named = CommandLine.arguments.dropFirst().first.flatMap(FuzzTarget.init(rawValue:))

  /// libFuzzer takes a C function, which can hold nothing: so the target is there for the whole process.
  private static let target = named ?? ProcessInfo.processInfo.environment[variable].flatMap(FuzzTarget.init(rawValue:))

  static func main() throws {
    let arguments = CommandLine.arguments
    guard let target else {
      print(FuzzTarget.allCases.map(\.rawValue).joined(separator: "\n"))
      exit(arguments.count > 1 ? 2 : 0)
    }
    if arguments.count > 3, arguments[2] == "--seeds" {
      return try writeSeeds(of: target, into: arguments[3], from: arguments.dropFirst(4))
    }
    setenv(variable, target.rawValue, 1)
    // libFuzzer sees the arguments without the target.
    var words = CommandLine.unsafeArgv
    var count = CommandLine.argc
    if named != nil {
      words[1] = words[0]
      words += 1
      count -= 1
    }
    var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = words
    exit(
      LLVMFuzzerRunDriver(&count, &rest) { start, count in
        Fuzz.check(UnsafeBufferPointer(start: start, count: count))
        return 0
      })
  }

  private static func check(_ input: UnsafeBufferPointer<UInt8>) {
    do throws(Violation) {
      try target?.check(Array(input))
    } catch {
      fatalError(error.message)
    }
  }

  /// Longer files would be cut off by libFuzzer, in the middle of something.
  private static let maximumSize = 4096

  private static func writeSeeds(of target: FuzzTarget, into folder: String, from paths: ArraySlice<String>) throws {
    let files = paths.flatMap { path in
      (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).sorted()
        .compactMap { name in try? SourceFile.read(systemPath: path + "/" + name, as: name) }
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let seeds = Set(target.seeds(in: files).filter { $0.count <= maximumSize })
    for (index, seed) in seeds.sorted(by: { $0.lexicographicallyPrecedes($1) }).enumerated() {
      try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/\(index)"))
    }
    let words = target.words.map { word in
      "\""
        + word.utf8.map { byte in
          let digits = String(byte, radix: 16)
          return "\\x" + (digits.count < 2 ? "0" + digits : digits)
        }.joined() + "\""
    }
    try Data(words.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + ".dict"))
    print("\(target.rawValue): \(seeds.count) seeds, \(words.count) words")
  }
}

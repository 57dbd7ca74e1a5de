import Foundation
import FuzzTargets
import SourceText
import Testing

/// What the fuzzer looks for must not be found in what it once found, nor in what it begins with.
@Suite struct FuzzTargetTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Fixtures")
    .standardizedFileURL.path

  private static func files(below folder: String) -> [SourceFile] {
    (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).sorted().compactMap { path in
      try? SourceFile.read(systemPath: folder + "/" + path, as: path)
    }
  }

  private static let crashes = files(below: fixtures + "/crashes")
  private static let seeds = files(below: fixtures + "/repositories") + files(below: fixtures + "/../Rules")

  @Test(arguments: crashes.map(\.path))
  func whatOnceBrokeATargetDoesNoMore(path: String) throws {
    let name = try #require(path.split(separator: "/").first)
    let target = try #require(FuzzTarget(rawValue: String(name)), "\(path) is in no target's folder")
    // As it is on disk: reading a file may convert it.
    try target.check(SourceFile.readBytes(systemPath: Self.fixtures + "/crashes/" + path))
  }

  @Test(arguments: FuzzTarget.allCases)
  func seedsBreakNothing(target: FuzzTarget) throws {
    let seeds = target.seeds(in: Self.seeds)
    #expect(seeds.count >= 4 || target == .report)
    for seed in seeds.sorted(by: { $0.count < $1.count }).prefix(60) { try target.check(seed) }
  }

  /// Without a file that it wants, a target is not tried on nothing.
  @Test(arguments: FuzzTarget.allCases)
  func everyInputIsTaken(target: FuzzTarget) throws {
    for text in ["", "\n", "\u{0}", "\u{FEFF}a: b", "==> x <==", "{\"version\": 1, \"findings\": []}"] {
      try target.check(Array(text.utf8))
    }
    try target.check([0xFF, 0xFE, 0x61, 0x00])
    #expect(!target.words.isEmpty)
  }
}

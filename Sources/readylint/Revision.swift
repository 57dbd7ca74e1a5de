import Linting
import SourceText
import Workspace

/// The repository as a revision of Git holds it, for telling what a change introduces.
struct Revision {
  let name: String

  /// Larger files are no settings of anything.
  private static let maximumSize = 4 << 20
  /// Files that artifacts refer to.
  private static let suffixes = [
    ".py", ".txt", ".toml", ".lock", ".ini", ".cfg", ".conf", ".sh", ".rb", ".json", ".js", ".mjs", ".cjs", ".ts", ".properties", ".mk",
    ".mod", ".ignore",
  ]
  private static let names: Set<String> = ["Makefile", "Gemfile", "Procfile", "Pipfile", ".dockerignore"]

  /// The files of the revision that a run may read, under the names that it gives them from the current folder.
  func files(isWanted: (String) -> Bool) throws -> [SourceFile] {
    let prefix = String(decoding: try Git.run(["rev-parse", "--show-prefix"]), as: UTF8.self).filter { $0 != "\n" }
    // A name that begins with a dash would be an option.
    guard !name.hasPrefix("-") else { throw CommandFailure(["'\(name)' is no revision"]) }
    let tree = try Git.run(["ls-tree", "-r", "-z", "--full-tree", "--long", name])
    var wanted: [(object: String, path: String)] = []
    for entry in tree.split(separator: 0) {
      let line = String(decoding: entry, as: UTF8.self)
      guard let tab = line.firstIndex(of: "\t") else { continue }
      let fields = line[..<tab].split(separator: " ")
      let path = String(line[line.index(after: tab)...])
      guard fields.count == 4, fields[0].hasPrefix("100"), let size = Int(fields[3]), size <= Self.maximumSize, Self.mayBeRead(path) else {
        continue
      }
      let shown = Self.shown(path, from: prefix)
      if isWanted(shown) { wanted.append((String(fields[2]), shown)) }
    }
    return try contents(of: wanted)
  }

  private static func mayBeRead(_ path: String) -> Bool {
    let name = Discovery.name(of: path)
    return FileKind(name: name) != nil || names.contains(name) || suffixes.contains(where: name.hasSuffix)
  }

  /// A path below the repository's top seen from a folder below it.
  private static func shown(_ path: String, from prefix: String) -> String {
    var (rest, folder) = (path[...], prefix[...])
    while let slash = folder.firstIndex(of: "/"), rest.hasPrefix(folder[...slash]) {
      rest = rest[rest.index(rest.startIndex, offsetBy: folder[...slash].count)...]
      folder = folder[folder.index(after: slash)...]
    }
    return String(repeating: "../", count: folder.count { $0 == "/" }) + rest
  }

  /// git-cat-file(1), "BATCH OUTPUT": a line with the object, its type and its size, then the contents and a line feed.
  private func contents(of wanted: [(object: String, path: String)]) throws -> [SourceFile] {
    guard !wanted.isEmpty else { return [] }
    let output = try Git.run(["cat-file", "--batch"], input: Array(wanted.map { $0.object + "\n" }.joined().utf8))
    var files: [SourceFile] = []
    var offset = 0
    for (_, path) in wanted {
      guard let end = output[offset...].firstIndex(of: UInt8(ascii: "\n")) else { break }
      let header = String(decoding: output[offset..<end], as: UTF8.self).split(separator: " ")
      guard header.count == 3, let size = Int(header[2]), end + 1 + size <= output.count else {
        throw CommandFailure(["git cat-file: an object of \(name) is missing"])
      }
      files.append(SourceFile(path: path, bytes: Array(output[(end + 1)..<(end + 1 + size)])))
      offset = end + 2 + size
    }
    return files
  }
}

extension LintRun {
  /// Takes out the findings that a revision has as well.
  mutating func keepIntroduced(since revision: Revision, _ request: LintRequest, _ filter: RuleFilter) throws {
    let roots = reading.roots.map { String(RepositoryPath.prefix(ofFolder: $0).dropLast()) }
    let exclusion = settings.exclusion
    let files = try revision.files { path in
      let isBelow = roots.contains { $0.isEmpty ? !path.hasPrefix("../") : path.isAtOrBelow($0) }
      return isBelow && exclusion.map { !$0(path, false) } ?? true
    }.sorted { $0.path.bytesPrecede($1.path) }
    let workspace = Workspace(files)
    let repository = settings.repository(workspace, files: RepositoryFiles(files, firstID: workspace.artifacts.count))
    let before = LintRun(request, settings, RepositorySource.Reading(repository: repository), filter)
    let known = Baseline(
      before.findings.map { finding in
        Baseline.Entry(
          fingerprint: before.fingerprint(of: finding, seenFrom: ""), rule: finding.rule, path: before.path(of: finding),
          logicalPath: finding.logicalPath, message: finding.message)
      })
    let comparison = known.compare(findings.map { fingerprint(of: $0, seenFrom: "") })
    findings = zip(findings, comparison.isKnown).filter { !$0.1 }.map(\.0)
  }
}

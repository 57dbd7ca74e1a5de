import Linting
import Reports
import SourceText
import Workspace

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a run is to write, and what has become of it.
struct Change {
  /// New texts, by path.
  var texts: [String: [UInt8]] = [:]
  /// The old ones; none for a file that is to be made.
  var before: [String: [UInt8]] = [:]
  /// `3 fixed`.
  var summary: String?
  /// Lines about what was left as it is, and why.
  var notes: [String] = []
  /// Lines about files that could not be written.
  var failures: [String] = []

  var diff: String {
    texts.keys.sorted().map { UnifiedDiff.text(path: $0, from: before[$0], to: texts[$0] ?? []) }.joined()
  }

  /// Each file whole or not at all; one that cannot be written keeps none of the others.
  mutating func write() {
    for path in texts.keys.sorted() {
      do {
        // Somebody may have changed it meanwhile.
        guard (try? SourceFile.readBytes(systemPath: path)) == before[path] else {
          failures.append("readylint: \(path): not written, it has changed since it was read")
          continue
        }
        try AtomicFile.write(texts[path] ?? [], to: path)
      } catch let failure as CommandFailure {
        failures += failure.lines.map { "readylint: " + $0 }
      } catch {
        failures.append("readylint: \(path): \(error)")
      }
    }
  }
}

/// Which files of a run may be changed. A class because it remembers what it has looked at.
final class WritableFiles {
  private let run: LintRun
  private let asksForPermission: Bool
  private var known: [String: Bool] = [:]
  private(set) var notes: [String] = []
  private(set) var failures: [String] = []
  private(set) lazy var texts = Dictionary(run.files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })

  /// - Parameter asksForPermission: whether a read-only file is a failure.
  init(_ run: LintRun, asksForPermission: Bool) {
    self.run = run
    self.asksForPermission = asksForPermission
  }

  /// Paths that are equal to Swift and have other bytes (`é` in two ways): what is kept by path would be the one's and the other's.
  private lazy var lookAlikes: Set<String> = {
    var first: [String: String] = [:]
    var lookAlikes: Set<String> = []
    for path in run.files.map(\.path) {
      if let other = first[path], !other.utf8.elementsEqual(path.utf8) { lookAlikes.insert(path) }
      first[path] = path
    }
    return lookAlikes
  }()

  /// The folders that were given, and those of files, symbolic links followed; a file that is itself a link may lead out of its folder.
  private lazy var roots = run.reading.roots.compactMap { root in
    RepositoryPath.resolved(RepositorySource.isFolder(root) ? root : RepositoryPath.folder(of: root))
  }

  private func isWithinRoots(_ path: String) -> Bool {
    // Of a file that is to be made, the folder counts.
    guard let real = RepositoryPath.resolved(path) ?? RepositoryPath.resolved(RepositoryPath.folder(of: path)) else { return false }
    return roots.contains(where: real.isAtOrBelow)
  }

  func mayWrite(_ path: String) -> Bool {
    if let answer = known[path] { return answer }
    let answer = look(at: path)
    known[path] = answer
    return answer
  }

  private func look(at path: String) -> Bool {
    guard run.reading.isReported(path) else { return false }
    if run.reading.roots.isEmpty { return true }
    guard isWithinRoots(path) else {
      notes.append("readylint: \(path): not changed, it is outside of what is linted")
      return false
    }
    guard !lookAlikes.contains(path) else {
      notes.append("readylint: \(path): not changed, the name of another file looks the same")
      return false
    }
    var status = stat()
    guard lstat(path, &status) == 0 else { return texts[path] == nil }
    guard let text = texts[path] else {
      notes.append("readylint: \(path): not changed, it is not read")
      return false
    }
    // UTF-16 is converted when it is read: places in the one are none in the other.
    guard (try? SourceFile.readBytes(systemPath: path)) == text else {
      notes.append("readylint: \(path): not changed, it is not UTF-8, or has changed since it was read")
      return false
    }
    guard asksForPermission else { return true }
    // A file is replaced rather than written to, which its folder's permissions alone would decide.
    guard stat(path, &status) == 0, status.st_mode & 0o222 != 0, access(path, W_OK) == 0 else {
      failures.append("readylint: \(path): cannot be changed, it is read-only")
      return false
    }
    return true
  }
}

import ArgumentParser
import SourceText
import Workspace

/// One of N parts of an audit. What is on top of the folders is dealt out by its name, whole, so that a system that lives in one of
/// them stays together; each belongs to one part and no part depends on the others.
struct Shard: ExpressibleByArgument {
  let number: Int
  let count: Int

  /// `2/4`; 0 stands for the last one, since Kubernetes counts the pods of an indexed Job from 0.
  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1, (0...count).contains(number) else { return nil }
    self.number = number == 0 ? count : number
    self.count = count
  }

  func holds(_ name: String) -> Bool {
    var hash = FNV()
    hash.add(name.utf8)
    return hash.value % UInt64(count) == UInt64(number - 1)
  }

  /// What a walk over some folders leaves out: files directly in them go together.
  func excluding(
    below roots: [String], besides other: (@Sendable (String, Bool) -> Bool)?
  ) -> (@Sendable (String, Bool) -> Bool) {
    let prefixes = roots.map(RepositoryPath.prefix).sorted { $0.utf8.count > $1.utf8.count }
    return { path, isFolder in
      if let other, other(path, isFolder) { return true }
      guard let prefix = prefixes.first(where: path.hasPrefix) else { return false }
      let rest = path.dropFirst(prefix.count)
      let top = rest.firstIndex(of: "/").map { rest[..<$0] } ?? (isFolder ? rest : "")
      return !holds(String(top))
    }
  }
}

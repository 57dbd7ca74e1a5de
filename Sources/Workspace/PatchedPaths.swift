/// The paths that a patch of operations touches (RFC 6902).
///
/// Rules ask for every field of every object whether one is among them. So they are in one list: to go through lists of lists counts a
/// reference to each, for which threads wait.
struct PatchedPaths: Sendable {
  private let names: [String]
  /// The range of each path within `names`.
  private let paths: [Range<Int>]

  init(_ paths: [[String]]) {
    names = Array(paths.joined())
    var end = 0
    self.paths = paths.map { path in
      defer { end += path.count }
      return end..<(end + path.count)
    }
  }

  /// Whether one of them leads to a field, through it or into it; the field is given from the object on.
  func touch(_ field: [String]) -> Bool { paths.contains { meets($0, field) } }

  /// The same of a field of pods.
  func touch(fieldOfPod field: [String]) -> Bool {
    paths.contains { path in
      names[path].lastIndex(of: "spec").map { meets(($0 + 1)..<path.upperBound, field) } ?? false
    }
  }

  /// The same of a field of containers, whichever of a list they are.
  func touch(_ field: [String], ofContainersIn list: String) -> Bool {
    paths.contains { path in
      guard let start = names[path].firstIndex(of: list) else { return false }
      // `/spec/template/spec/containers` or `…/containers/0/resources`.
      return path.upperBound - start <= 2 || meets((start + 2)..<path.upperBound, field)
    }
  }

  /// Whether one path leads through the other: touching a parent touches its fields, and a field its parents.
  private func meets(_ path: Range<Int>, _ field: [String]) -> Bool {
    for (position, index) in path.enumerated() {
      guard position < field.count else { return true }
      if names[index] != field[position] { return false }
    }
    return true
  }
}

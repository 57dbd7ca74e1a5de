package import SourceText

/// A way to mend a finding: edits that are made together or not at all.
package struct Fix: Hashable, Sendable {
  package enum Safety: String, Comparable, Sendable {
    /// It changes nothing but what the rule speaks of.
    case safe
    /// It may change what the build or the program does besides: somebody has to look.
    case unsafe

    package static func < (left: Safety, right: Safety) -> Bool { left == .safe && right == .unsafe }
  }

  package struct FileEdit: Hashable, Sendable {
    /// As findings show it; a file that is not there is made.
    package var path: String
    package var edit: TextEdit

    package init(path: String, edit: TextEdit) {
      self.path = path
      self.edit = edit
    }
  }

  /// What it does, as a command: `allow no privilege escalation`.
  package var title: String
  package var safety: Safety
  package var edits: [FileEdit]

  package init(title: String, safety: Safety, edits: [FileEdit]) {
    self.title = title
    self.safety = safety
    self.edits = edits
  }
}

extension Finding {
  /// The first fix that somebody allows.
  package func fix(allowing safety: Fix.Safety) -> Fix? { fixes.first { $0.safety <= safety } }
}

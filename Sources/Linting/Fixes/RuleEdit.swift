extension Rule {
  /// How a rule's finding can be mended: one operation on the text, with its arguments.
  package struct Edit: Hashable, Sendable {
    package var title: String
    package var safety: Fix.Safety
    /// For which findings; empty for all.
    package var condition: String
    package var operation: Operation
    /// A path, a route or a file name, as the operation has it; an expression gives one for each case.
    package var place: Message
    /// An expression; empty for an operation that takes none.
    package var value: String
  }

  /// What an edit can do.
  package enum Operation: String, CaseIterable, Sendable {
    /// Gives a field of the subject's own mapping a value.
    case set
    /// Takes a field out.
    case remove
    /// Writes another value in the place of a token.
    case replace
    /// Adds words behind a word of a command, in whatever form the command is written.
    case insertArguments
    /// Writes CMD or ENTRYPOINT as JSON.
    case useExecForm
    /// Puts `exec` before the program that a shell starts last.
    case insertExec
    /// Adds a command at the end of a RUN.
    case appendCommand
    /// Adds an instruction behind another.
    case insertInstruction
    /// Adds lines at the end of a file, which is made where it is missing.
    case appendLines

    /// What the place is called in a rule file; nil without one.
    var placeKey: String? {
      switch self {
      case .set, .remove: "path"
      case .replace: "at"
      case .insertArguments, .appendCommand, .insertInstruction: "after"
      case .appendLines: "file"
      case .useExecForm, .insertExec: nil
      }
    }

    /// Whether the place may be left out: then it is where the finding stands.
    var hasDefaultPlace: Bool { placeKey == "at" || placeKey == "after" }

    var takesValue: Bool {
      switch self {
      case .remove, .useExecForm, .insertExec: false
      case .set, .replace, .insertArguments, .appendCommand, .insertInstruction, .appendLines: true
      }
    }
  }
}

package import SourceText

/// What is known of an environment variable.
package enum Variable: Sendable {
  case unset
  case known(String, Location?)
  case unknown(reason: String, Location?)
}

/// A file as the process sees it.
package enum ProcessFile: Sendable {
  case missing
  case found(SourceFile, FileID)
  case unknown(reason: String)
}

/// What surrounds a process.
package protocol ProcessContext: Sendable {
  func variable(_ name: String) -> Variable
  /// An absolute path, or one relative to the working directory.
  func file(_ path: String) -> ProcessFile
}

/// What the programs before the server change in its surroundings: `env`, `cd`, a shell's `export`, tools that inject secrets.
package struct ProcessChanges: Sendable {
  package internal(set) var variables: [String: Variable] = [:]
  /// `env -i`: nothing of the outer environment is left.
  package internal(set) var isEmptied = false
  /// Why any variable that is not in `variables` may have another value than outside.
  package internal(set) var unknownVariables: String?
  /// The working directory after `cd`, absolute or relative to the outer one; nil when it did not change.
  package internal(set) var directory: CommandWord.Text?

  mutating func empty() {
    variables = [:]
    isEmptied = true
    unknownVariables = nil
  }

  /// Any variable may be set from here on.
  mutating func forgetVariables(_ reason: String) {
    variables = [:]
    unknownVariables = reason
  }

  mutating func enterDirectory(_ new: CommandWord.Text) {
    switch (directory, new) {
    case (.known(let outer)?, .known(let path)) where !path.hasPrefix("/"): directory = .known(outer + "/" + path)
    case (.unknown?, .known(let path)) where !path.hasPrefix("/"): break
    default: directory = new
    }
  }
}

/// A context with changes.
struct ChangedContext: ProcessContext {
  let outer: any ProcessContext
  var changes: ProcessChanges

  func variable(_ name: String) -> Variable {
    if let variable = changes.variables[name] { return variable }
    if let reason = changes.unknownVariables { return .unknown(reason: reason, nil) }
    return changes.isEmptied ? .unset : outer.variable(name)
  }

  func file(_ path: String) -> ProcessFile {
    guard !path.hasPrefix("/") else { return outer.file(path) }
    switch changes.directory {
    case nil: return outer.file(path)
    case .known(let directory)?: return outer.file(directory + "/" + path)
    case .unknown(let reason)?: return .unknown(reason: reason)
    }
  }
}

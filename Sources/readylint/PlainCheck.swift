import ArgumentParser
import Linting

extension Check {
  /// `readylint check a b`: paths, and no option. So pre-commit calls it with each commit, and ArgumentParser would take longer to find out
  /// than linting a file does. A test compares it with what ArgumentParser makes of an option that says the default.
  ///
  /// - Parameter arguments: the words behind the command's name.
  /// - Returns: nil for whatever ArgumentParser has to look at.
  static func plain(_ arguments: [String]) -> Check? {
    guard !arguments.contains(where: { $0.hasPrefix("-") || $0.isEmpty }) else { return nil }
    var check = Check()
    check.paths = arguments
    check.select = []
    check.ignore = []
    check.showUndecided = false
    check.ignores = true
    check.context = true
    check.diffBase = nil
    check.baseline = nil
    check.shard = nil
    check.stdinFilename = nil
    check.outputOptions = .plain
    check.changes = .plain
    check.ruleOptions = .plain
    return check
  }
}

extension OutputOptions {
  fileprivate static var plain: OutputOptions {
    var options = OutputOptions()
    options.output = []
    options.failOn = nil
    options.exitZero = false
    options.minSeverity = .info
    options.groupBy = nil
    options.statistics = false
    options.color = .auto
    return options
  }
}

extension ChangeOptions {
  fileprivate static var plain: ChangeOptions {
    var options = ChangeOptions()
    options.fix = false
    options.unsafeFixes = false
    options.diff = false
    options.addIgnores = false
    options.reason = nil
    options.until = nil
    return options
  }
}

extension RuleOptions {
  fileprivate static var plain: RuleOptions {
    var options = RuleOptions()
    options.rules = []
    options.config = nil
    return options
  }
}

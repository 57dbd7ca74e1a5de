/// Why a command could not do its job: lines for standard error, and exit status 2.
struct CommandFailure: Error {
  let lines: [String]

  init(_ lines: [String]) { self.lines = lines }
}

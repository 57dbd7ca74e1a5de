import Servers
import SourceText

/// A command line, variables and files, with texts for their places.
struct Workbench: ProcessContext {
  var variables: [String: Variable] = [:]
  var files: [String: ProcessFile] = [:]
  var sources: [SourceFile] = []
  var words: [CommandWord] = []

  /// File 0 is the command line, the words with a space between; `<?>` is one unknown word, `<*>` one that may be several. The
  /// variables stand in one file, one after the other.
  init(_ words: [String], variables: [String: String] = [:], files: [String: String] = [:]) {
    var bytes: [UInt8] = []
    for word in words {
      let start = bytes.count
      bytes += Array(word.utf8)
      let location = Location(file: FileID(0), range: ByteRange(start..<bytes.count))
      switch word {
      case "<?>": self.words.append(CommandWord(.unknown(reason: "nobody knows"), at: location))
      case "<*>": self.words.append(CommandWord(.unknown(reason: "nobody knows"), at: location, mayBeSeveral: true))
      default:
        self.words.append(
          CommandWord(.known(word), at: location) {
            Location(file: FileID(0), range: ByteRange((start + $0.lowerBound)..<(start + $0.upperBound)))
          })
      }
      bytes.append(0x20)
    }
    sources.append(SourceFile(path: "command", bytes: bytes))
    var environment: [UInt8] = []
    for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
      let start = environment.count
      environment += Array(value.utf8)
      let location = Location(file: FileID(1), range: ByteRange(start..<environment.count))
      self.variables[name] = value == "<?>" ? .unknown(reason: "a secret", location) : .known(value, location)
    }
    sources.append(SourceFile(path: "environment", bytes: environment))
    for (path, text) in files.sorted(by: { $0.key < $1.key }) {
      if text == "<?>" {
        self.files[path] = .unknown(reason: "not in the repository")
        continue
      }
      let file = SourceFile(path: path, text: text)
      self.files[path] = .found(file, FileID(sources.count))
      sources.append(file)
    }
  }

  /// A command line without blanks in its words.
  init(line: String, variables: [String: String] = [:], files: [String: String] = [:]) {
    self.init(line.split(separator: " ").map(String.init), variables: variables, files: files)
  }

  func variable(_ name: String) -> Variable { variables[name] ?? .unset }
  func file(_ path: String) -> ProcessFile { files[path] ?? .missing }

  var launch: Launch { Launch(words, in: self) }
  var server: ServerProcess? { ServerProcess(launch, in: self) }

  func text(_ location: Location?) -> String? {
    location.map { sources[Int($0.file.index)].text($0.range) }
  }
}

extension Launch {
  /// The program's words, `?` for unknown ones; `unknown` when there is none.
  var line: String {
    unknown == nil ? arguments.map { $0.known ?? "\($0.knownPrefix)?\($0.knownSuffix)" }.joined(separator: " ") : "unknown"
  }

  var signalsName: String {
    switch signals {
    case .delivered: "delivered"
    case .lost: "lost"
    case .unknown: "unknown"
    }
  }
}

extension Setting {
  /// The value, or `?`.
  var text: String {
    switch state {
    case .value(let value): "\(value)"
    case .unknown: "?"
    }
  }

  var originName: String {
    switch origin {
    case .flag: "flag"
    case .environment(let name): name
    case .file: "file"
    case .serverDefault: "default"
    }
  }
}

extension Setting<GracefulTimeout> {
  var seconds: String {
    switch state {
    case .value(.seconds(let seconds)): "\(seconds)"
    case .value(.unlimited): "unlimited"
    case .unknown: "?"
    }
  }
}

internal import Kubernetes
internal import Servers
internal import SourceText
internal import YAMLSyntax

/// A line of a service's `environment`.
struct ComposeVariable {
  let name: String
  /// The node that holds the value: of `NAME=value` the whole; nil when the machine's environment gives it.
  let value: YAMLNode?
  /// Bytes of the node's text in front of the value.
  let offset: Int
  let layer: ComposeService.Layer

  /// The value of the whole node's text.
  func text(_ whole: String) -> String { String(decoding: Array(whole.utf8).dropFirst(offset), as: UTF8.self) }

  var location: Location {
    guard let value else { return layer.location(layer.node) }
    guard offset > 0, let text = value.text, offset < text.utf8.count else { return layer.location(value) }
    return Location(file: layer.file.file, range: value.sourceRange(of: offset..<text.utf8.count))
  }
}

extension ComposeService {
  /// What `environment` says, a mapping or a list; those of later files behind those of earlier ones.
  var ownVariables: [ComposeVariable] {
    fields(layers, "environment").flatMap { field, layer -> [ComposeVariable] in
      if field.isMapping {
        return field.entries.compactMap { entry in
          entry.key.text.map { ComposeVariable(name: $0, value: entry.value.isNull ? nil : entry.value, offset: 0, layer: layer) }
        }
      }
      return field.elements.compactMap { node in
        guard let text = node.text else { return nil }
        let bytes = Array(text.utf8)
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
          return ComposeVariable(name: text, value: nil, offset: 0, layer: layer)
        }
        return ComposeVariable(name: String(decoding: bytes[..<equals], as: UTF8.self), value: node, offset: equals + 1, layer: layer)
      }
    }
  }
}

/// What a compose file says of the surroundings of a service's processes.
struct ComposeEnvironment: ContainerSurroundings {
  let service: ComposeService
  let repository: RepositoryFiles

  func variable(_ name: String) -> Variable {
    let sets = { (layer: ComposeService.Layer) in layer.node["environment"] != nil || layer.node["env_file"] != nil }
    if let layer = service.above.first(where: sets) { return .unknown(reason: "\(layer.file.path) may set it", nil) }
    if let own = service.ownVariables.last(where: { $0.name == name }) {
      guard let node = own.value else { return .unknown(reason: "\(name) comes from the machine's environment", own.location) }
      guard let text = service.text(node) else { return .unknown(reason: "\(name) depends on a variable", own.location) }
      return .known(own.text(text), own.location)
    }
    // Of several files the last one counts, and of several compose files all name some.
    let files = service.fields(service.layers, "env_file").flatMap { field, layer in
      (field.isScalar ? [field] : Array(field.elements)).map { ($0, layer) }
    }
    for (node, layer) in files.reversed() {
      let place = layer.location(node)
      guard let path = (node.isMapping ? node["path"] : node).flatMap(service.text),
        let file = RepositoryPath.join(layer.file.folder, path).flatMap({ repository.canRead ? repository.file(at: $0) : nil })
      else { return .unknown(reason: "\(name) may come from an env_file that is not in the repository", place) }
      if let entry = EnvironmentFile(file.file).entries.last(where: { $0.name == name }) {
        let location = Location(file: file.id, range: ByteRange(entry.range))
        return entry.value.map { .known($0, location) } ?? .unknown(reason: "\(name) depends on a variable", location)
      }
    }
    if let layer = service.below.first(where: sets) { return .unknown(reason: "\(layer.file.path) may set it", nil) }
    if case .unknown(let reason) = service.lookUp("environment") { return .unknown(reason: reason, nil) }
    return .unset
  }

  var workingDirectory: Field<String> { service.field("working_dir") }

  func doubt(aboutFile path: String) -> String? {
    if let volume = service.volumes.first(where: {
      path.isAtOrBelow($0.target)
    }) {
      return "a volume is mounted at \(volume.target)"
    }
    if case .unknown(let reason) = service.lookUp("volumes") { return reason }
    return nil
  }
}

/// A file of `NAME=value` lines (05-services.md, "Env_file format").
struct EnvironmentFile {
  struct Entry {
    let name: String
    /// nil when it depends on variables, or on escapes that are not read.
    let value: String?
    /// Of the value, quotes included.
    let range: Range<Int>
  }

  private(set) var entries: [Entry] = []

  init(_ file: SourceFile) {
    var start = 0
    for line in file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      read(line, at: start, end: file.bytes.count)
      start += line.count + 1
    }
  }

  private mutating func read(_ line: ArraySlice<UInt8>, at start: Int, end: Int) {
    let text = String(decoding: line, as: UTF8.self)
    var name = text.drop { $0 == " " || $0 == "\t" }
    if name.hasPrefix("export ") { name = name.dropFirst(7) }
    // What is no UTF-8 has other places as a text.
    guard text.utf8.count == line.count, let equals = name.firstIndex(of: "="), !name.hasPrefix("#") else { return }
    let whole = name[name.index(after: equals)...]
    let begin = whole.drop { $0 == " " || $0 == "\t" }
    var value = begin
    var isPlain = true
    if let quote = begin.first, quote == "\"" || quote == "'" {
      let inner = begin.dropFirst()
      let end = inner.firstIndex(of: quote)
      value = inner[..<(end ?? inner.endIndex)]
      isPlain = end != nil && !value.contains("\\") && (quote == "'" || !value.contains("$"))
    } else {
      for (index, character) in zip(begin.indices, begin)
      where character == "#" && index > begin.startIndex && " \t".contains(begin[begin.index(before: index)]) {
        value = begin[..<index]
        break
      }
      while let last = value.last, last.isWhitespace { value = value.dropLast() }
      isPlain = !value.contains("$")
    }
    let key = String(name[..<equals].prefix { !$0.isWhitespace })
    let offset = start + text.utf8.distance(from: text.utf8.startIndex, to: value.startIndex)
    entries.append(
      Entry(name: key, value: isPlain ? String(value) : nil, range: offset..<max(offset, min(offset + max(value.utf8.count, 1), end))))
  }
}

internal import Kubernetes
internal import SourceText
internal import Workspace
internal import YAMLSyntax

/// The suppressions that annotations of objects hold: `readylint/ignore.<rule>: reason` on the object or its pod template, and
/// `readylint/ignore.<rule>.<container>: reason` for one of its containers.
struct AnnotationSuppressions {
  struct Entry {
    let suppression: Suppression
    let manifest: Manifest
    /// nil for the whole object.
    let container: String?

    func covers(containerOf finding: Finding) -> Bool {
      container.map { finding.logicalPath.containsText("[name=\($0)]") } ?? true
    }
  }

  /// The annotations' suppressions, found by the objects that they speak of: findings within an object's own text, and those elsewhere
  /// that are said of it.
  struct Table {
    let entries: [Entry]
    /// Indices into `entries`, by rule and the name of the object.
    private var byName: [Name: [Int]] = [:]
    private var nameLengths: Set<Int> = []
    /// By rule and file, in the order of the text. Objects do not overlap.
    private var byPlace: [Place: [(range: ByteRange, entries: [Int])]] = [:]

    private struct Name: Hashable {
      var rule: String
      var object: String
    }

    private struct Place: Hashable {
      var rule: String
      var file: FileID
    }

    init(_ entries: [Entry]) {
      self.entries = entries
      guard !entries.isEmpty else { return }
      for (index, entry) in entries.enumerated() {
        guard let rule = entry.suppression.rules.first else { continue }
        let name = entry.manifest.logicalName
        byName[Name(rule: rule, object: name), default: []].append(index)
        nameLengths.insert(name.utf8.count)
        byPlace[Place(rule: rule, file: entry.manifest.file), default: []].append((entry.manifest.node.range, [index]))
      }
      byPlace = byPlace.mapValues { places in
        var sorted: [(range: ByteRange, entries: [Int])] = []
        for place in places.sorted(by: { ($0.range.start, $0.entries[0]) < ($1.range.start, $1.entries[0]) }) {
          if sorted.last?.range == place.range { sorted[sorted.count - 1].entries += place.entries } else { sorted.append(place) }
        }
        return sorted
      }
    }

    /// The first in the order of the objects.
    func first(covering finding: Finding) -> Entry? {
      guard !entries.isEmpty else { return nil }
      let candidates = within(finding) + named(finding)
      return candidates.min().map { entries[$0] }
    }

    private func within(_ finding: Finding) -> [Int] {
      let places = byPlace[Place(rule: finding.rule, file: finding.location.file)] ?? []
      let behind = places.partitioningIndex { $0.range.start > finding.location.range.start }
      guard behind > 0, places[behind - 1].range.contains(finding.location.range) else { return [] }
      return first(of: places[behind - 1].entries, finding)
    }

    /// `Deployment/web` and what is behind it: ` · containers[name=api]`. A name may hold the mark itself.
    private func named(_ finding: Finding) -> [Int] {
      let path = Array(finding.logicalPath.utf8)
      let mark = Array(" · ".utf8)
      let ends = path.indices.filter { nameLengths.contains($0) && path[$0...].starts(with: mark) } + [path.count]
      let names = ends.map { String(decoding: path[..<$0], as: UTF8.self) }
      return names.flatMap { first(of: byName[Name(rule: finding.rule, object: $0)] ?? [], finding) }
    }

    private func first(of indices: [Int], _ finding: Finding) -> [Int] {
      indices.first { entries[$0].covers(containerOf: finding) }.map { [$0] } ?? []
    }
  }

  private(set) var entries: [Entry] = []
  private(set) var mistakes: [(message: String, location: Location)] = []

  static let prefix = "readylint/ignore."

  /// - Parameter files: the numbers of those that may hold some.
  init(_ repository: Repository, in files: Set<Int>) {
    guard !files.isEmpty else { return }
    for manifest in repository.graph.manifests where files.contains(Int(manifest.file.index)) {
      add(manifest.metadata?["annotations"], of: manifest)
      if let template = Workload(manifest)?.pod.template, template.id != manifest.node.id {
        add(template["metadata", "annotations"], of: manifest)
      }
    }
  }

  private mutating func add(_ annotations: YAMLNode?, of manifest: Manifest) {
    for entry in annotations?.entries ?? [] {
      guard let key = entry.key.text, key.hasPrefix(Self.prefix) else { continue }
      let location = manifest.location(entry.key.range)
      let parts = key.dropFirst(Self.prefix.count).split(separator: ".", maxSplits: 1).map(String.init)
      do throws(SuppressionText.Mistake) {
        guard let rule = parts.first else { throw SuppressionText.Mistake(message: "an ignore names a rule: readylint/ignore.rule-id") }
        let (reason, until) = try SuppressionText.reasoned((entry.value.text ?? "")[...])
        let suppression = Suppression(origin: .annotation, rules: [rule], reason: reason, until: until, location: location)
        entries.append(Entry(suppression: suppression, manifest: manifest, container: parts.count > 1 ? parts[1] : nil))
      } catch {
        mistakes.append((error.message, location))
      }
    }
  }
}

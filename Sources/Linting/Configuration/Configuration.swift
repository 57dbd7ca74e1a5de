package import SourceText
package import Workspace

/// What a repository says of itself in `.readylint.yaml`.
///
/// The nearest file counts, and only that: settings of files above it are taken over where it names them under `extends`, key by key.
/// A key that is written replaces the one taken over as a whole; nothing is merged in secret.
package struct Configuration: Sendable {
  package static let fileName = ".readylint.yaml"

  /// Image names, without tag, to the paths of their Dockerfiles as written: relative to `folder(of: .images)`.
  package internal(set) var images: [String: String] = [:]
  /// Folders or files with rules of the users' own, relative to `folder(of: .rules)`.
  package internal(set) var rules: [String] = []
  package internal(set) var select: [String] = []
  package internal(set) var ignore: [String] = []
  /// Severities of rules that are to be others than the rules' own.
  package internal(set) var severities: [String: Severity] = [:]
  /// By rule and name, values for what rules leave to be set.
  package internal(set) var parameters: [String: [String: Rule.Parameter.Value]] = [:]
  package internal(set) var overrides: [Override] = []
  /// Files that are neither linted nor read, in `.gitignore`'s syntax, seen from the folder of the configuration that is used.
  package internal(set) var exclude: IgnoreRules?
  /// The same as they are written.
  package internal(set) var excludedPatterns: [String] = []
  /// Whether comments and annotations may silence findings.
  package internal(set) var allowsInlineIgnores = true
  /// The path of the baseline, relative to `folder(of: .baseline)`; nil when there is none.
  package internal(set) var baseline: String?
  package internal(set) var failOn: Severity?
  /// The minor version of Kubernetes 1 that the manifests are for; nil for the newest known.
  package internal(set) var kubernetesVersion: Int?
  package internal(set) var attestations: [Attestation] = []
  /// Days after which an attestation has to be renewed.
  package internal(set) var attestationMaximumAge = 365
  /// How many connections the database takes: `database: {connections: 100}`.
  package internal(set) var databaseConnections: Int64?

  /// Somebody's word that an item of the checklist is met, with the document that shows it and the day on which that was looked at.
  package struct Attestation: Hashable, Sendable {
    package let item: String
    /// As written: relative to the configuration's folder, or an address.
    package let document: String
    package let reviewed: Day
    package let range: ByteRange
  }

  package enum Key: String, CaseIterable, Sendable {
    case extends, select, ignore, severity, parameters, overrides, exclude, images, rules, database, attestations, baseline
    case failOn = "fail-on"
    case inlineIgnores = "inline-ignores"
    case kubernetesVersion = "kubernetes-version"
    case attestationMaximumAge = "attestation-max-age"
  }

  /// Where a setting comes from.
  package struct Origin: Sendable {
    package let file: SourceFile
    package let range: ByteRange
  }

  /// By key, where it is written; a key that is missing has its default.
  package internal(set) var origins: [Key: Origin] = [:]

  /// The folder from which the paths under a key are seen, with a slash at its end; empty for the current one.
  package func folder(of key: Key) -> String { origins[key].map { RepositoryPath.folder(of: $0.file.path) } ?? "" }

  /// What is wrong with a configuration, at a place.
  package struct ParseError: Error, Sendable {
    package let message: String
    package let file: SourceFile
    package let range: ByteRange
  }

  package init() {}
}

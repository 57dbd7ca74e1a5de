internal import Expressions
package import SourceText
internal import Workspace

/// `tlsSetting`: a place that says which versions of TLS a proxy speaks.
package struct TLSSettingSubject: Subject {
  private let setting: TLSSetting
  private let position: Int

  static func all(in repository: Repository) -> [any Subject] {
    repository.graph.tlsSettings.enumerated().map { TLSSettingSubject(setting: $1, position: $0) }
  }

  package var anchor: Location { setting.location }
  package var logicalPath: String { setting.logicalPath }
  package var identity: [Int] { [position] }

  package static let schema = Schema<TLSSettingSubject>(
    "tlsSetting",
    [
      Attribute("name", .string, "the directive's or the field's name", place: { $0.anchor }) { .string($0.setting.name) },
      Attribute("oldVersions", .list(.string), "the versions before TLS 1.2 that it allows", place: { $0.anchor }) {
        .list($0.setting.oldVersions.map(Outcome.string))
      },
    ])
}

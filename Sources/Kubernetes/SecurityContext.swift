internal import YAMLSyntax

/// A container's security settings as the kubelet applies them: the container's own field, else the pod's.
///
/// Only what both levels have is inherited (core/v1 types.go: SecurityContext "takes precedence" over PodSecurityContext).
package struct SecurityContext: Sendable {
  private let own: YAMLNode?
  private let pod: YAMLNode?

  init(_ own: YAMLNode?, orOf pod: YAMLNode?) {
    self.own = own
    self.pod = pod
  }

  package var runAsNonRoot: Field<Bool> { inherited { $0.boolField("runAsNonRoot") } }
  package var runAsUser: Field<Int64> { inherited { $0.intField("runAsUser") } }
  package var runAsGroup: Field<Int64> { inherited { $0.intField("runAsGroup") } }

  /// `seccompProfile.type`.
  package var seccompProfile: Field<String> {
    inherited { level in level.present("seccompProfile").map { $0.stringField("type") } ?? .absent }
  }

  // What the pod level does not have.
  package var privileged: Field<Bool> { own?.boolField("privileged") ?? .absent }
  package var allowPrivilegeEscalation: Field<Bool> { own?.boolField("allowPrivilegeEscalation") ?? .absent }
  package var readOnlyRootFilesystem: Field<Bool> { own?.boolField("readOnlyRootFilesystem") ?? .absent }

  /// The capabilities under `add` or `drop`, as written.
  package func capabilities(_ list: CapabilityList) -> [String] {
    own?["capabilities", list.rawValue]?.elements.compactMap(\.text) ?? []
  }

  package enum CapabilityList: String, Sendable { case add, drop }

  private func inherited<Value>(_ read: (YAMLNode) -> Field<Value>) -> Field<Value> {
    for level in [own, pod] {
      if let level, case let field = read(level), !field.isAbsent { return field }
    }
    return .absent
  }
}

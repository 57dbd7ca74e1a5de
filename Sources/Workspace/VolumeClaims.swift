package import Kubernetes
internal import SourceText
package import YAMLSyntax

extension Graph {
  package enum ClaimMounts: Sendable {
    /// The `mountPath`s of claims that the container may write to and nothing prepares for its user.
    case mounts([YAMLNode])
    case undecidable(String)
  }

  /// What a pod's containers may mount: worked out once for all of them.
  package struct PodVolumes: Sendable {
    fileprivate let volumes: [String: YAMLNode]
    fileprivate let templates: [String: YAMLNode]
    /// Those that an init container makes ready for another user.
    fileprivate let prepared: Set<String>
  }

  package func volumes(of pod: PodTemplate) -> PodVolumes {
    PodVolumes(
      volumes: Self.byName(pod.spec["volumes"]) { $0["name"] },
      templates: Self.byName(pod.manifest.spec?["volumeClaimTemplates"]) { $0["metadata", "name"] }, prepared: preparedVolumes(of: pod))
  }

  /// Where a container mounts PersistentVolumeClaims, or volumes from a StatefulSet's templates for them, to write to.
  ///
  /// fsGroup is about volumes of one node alone: what several share is most often NFS, whose server says who may write.
  package func writableClaims(of container: Container, among pod: PodVolumes) -> ClaimMounts {
    var mounts: [YAMLNode] = []
    for mount in container.node["volumeMounts"]?.elements.map({ $0 }) ?? [] {
      guard let name = mount["name"]?.text, let path = mount["mountPath"], mount["readOnly"]?.bool != true else { continue }
      var specifications: [YAMLNode?] = []
      if let template = pod.templates[name] {
        specifications = [template["spec"]]
      } else if let claim = pod.volumes[name]?["persistentVolumeClaim"] {
        guard claim["readOnly"]?.bool != true else { continue }
        let claims = claim["claimName"]?.text.map { objects("PersistentVolumeClaim", named: $0, for: container.pod.manifest) } ?? []
        guard let claims else { return .undecidable("many claims have the name of this one") }
        specifications = claims.map(\.spec)
      } else {
        continue
      }
      if pod.prepared.contains(name) { continue }
      let modes = specifications.flatMap { $0?["accessModes"]?.elements.compactMap(\.text) ?? [] }
      if modes.contains("ReadOnlyMany") && !modes.contains("ReadWriteOnce") { continue }
      if modes.contains("ReadWriteMany") { return .undecidable("the server of a shared volume says who may write to it") }
      mounts.append(path)
    }
    return .mounts(mounts)
  }

  /// Whether a pod uses a PersistentVolumeClaim that only one node, or one pod, may mount at a time, or of which that is not known: then a
  /// new pod may have to wait until the old one is gone.
  package func usesExclusiveClaim(_ pod: PodTemplate) -> Bool {
    (pod.spec["volumes"]?.elements.map { $0 } ?? []).contains { volume in
      guard let claim = volume["persistentVolumeClaim"] else { return false }
      let modes = claim["claimName"]?.text.flatMap { objects("PersistentVolumeClaim", named: $0, for: pod.manifest) }?
        .flatMap { $0.spec?["accessModes"]?.elements.compactMap(\.text) ?? [] }
      return !(modes ?? []).contains { $0 == "ReadWriteMany" || $0 == "ReadOnlyMany" }
    }
  }

  /// The elements of a sequence by their names; of several with one name, the first.
  private static func byName(_ sequence: YAMLNode?, _ name: (YAMLNode) -> YAMLNode?) -> [String: YAMLNode] {
    var elements: [String: YAMLNode] = [:]
    for element in sequence?.elements.map({ $0 }) ?? [] {
      if let name = name(element)?.text, elements[name] == nil { elements[name] = element }
    }
    return elements
  }

  /// The volumes that an init container mounts which is there to change their owner, or runs as root and may do so.
  private func preparedVolumes(of pod: PodTemplate) -> Set<String> {
    var volumes: Set<String> = []
    for container in pod.containers where container.role == .initContainer {
      let words = [container.command, container.args].flatMap { $0?.elements.map { $0.text ?? "" } ?? [] }
      guard
        container.securityContext.runAsUser.value == 0
          || words.contains(where: { word in ["chown", "chmod", "install -d", "setfacl", "chgrp"].contains(where: word.containsText) })
      else { continue }
      volumes.formUnion(container.node["volumeMounts"]?.elements.compactMap { $0["name"]?.text } ?? [])
    }
    return volumes
  }
}

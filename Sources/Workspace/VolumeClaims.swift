package import Kubernetes
package import YAMLSyntax

extension Graph {
  package enum ClaimMounts: Sendable {
    /// The `mountPath`s of claims that the container may write to and nothing prepares for its user.
    case mounts([YAMLNode])
    case undecidable(String)
  }

  /// Where a container mounts PersistentVolumeClaims, or volumes from a StatefulSet's templates for them, to write to.
  ///
  /// fsGroup is about volumes of one node alone: what several share is most often NFS, whose server says who may write.
  package func writableClaims(of container: Container) -> ClaimMounts {
    let pod = container.pod
    let volumes = pod.spec["volumes"].map { Array($0.elements) } ?? []
    let templates = pod.manifest.spec?["volumeClaimTemplates"].map { Array($0.elements) } ?? []
    var mounts: [YAMLNode] = []
    for mount in container.node["volumeMounts"].map({ Array($0.elements) }) ?? [] {
      guard let name = mount["name"]?.text, let path = mount["mountPath"], mount["readOnly"]?.bool != true else { continue }
      var specifications: [YAMLNode?] = []
      if let template = templates.first(where: { $0["metadata", "name"]?.text == name }) {
        specifications = [template["spec"]]
      } else if let claim = volumes.first(where: { $0["name"]?.text == name })?["persistentVolumeClaim"] {
        guard claim["readOnly"]?.bool != true else { continue }
        specifications = claim["claimName"]?.text.map { objects("PersistentVolumeClaim", named: $0).map(\.spec) } ?? []
      } else {
        continue
      }
      if isPrepared(name, in: pod) { continue }
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
      let modes = claim["claimName"]?.text.map { objects("PersistentVolumeClaim", named: $0) }?
        .flatMap { $0.spec?["accessModes"]?.elements.compactMap(\.text) ?? [] }
      return !(modes ?? []).contains { $0 == "ReadWriteMany" || $0 == "ReadOnlyMany" }
    }
  }

  /// Whether an init container mounts the volume and is there to change its owner, or runs as root and may do so.
  private func isPrepared(_ volume: String, in pod: PodTemplate) -> Bool {
    pod.containers.contains { container in
      guard container.role == .initContainer,
        container.node["volumeMounts"]?.elements.contains(where: { $0["name"]?.text == volume }) == true
      else { return false }
      let words = [container.command, container.args].flatMap { $0?.elements.map { $0.text ?? "" } ?? [] }
      return container.securityContext.runAsUser.value == 0
        || words.contains { word in ["chown", "chmod", "install -d", "setfacl", "chgrp"].contains { word.contains($0) } }
    }
  }
}

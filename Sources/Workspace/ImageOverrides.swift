package import DockerfileSyntax
package import Kubernetes
internal import SourceText
internal import YAMLSyntax

/// Images whose tag or digest is not what the manifests say, because a tool sets it when they are applied.
///
/// A class, as what skaffold says is found when somebody first asks.
package final class ImageOverrides: Sendable {
  private let kustomizations: Kustomizations
  private let workspace: Workspace
  private let foundSkaffold = Once<[String: String]>()

  init(_ workspace: Workspace, kustomizations: Kustomizations) {
    self.workspace = workspace
    self.kustomizations = kustomizations
  }

  /// Names of images that skaffold builds and tags, with the path of its configuration.
  private var skaffold: [String: String] {
    foundSkaffold.value {
      var images: [String: String] = [:]
      for artifact in workspace.artifacts {
        guard case .manifests(_, let manifests) = artifact.content else { continue }
        for manifest in manifests where manifest.kind == "Config" && manifest.apiVersion.hasPrefix("skaffold/") {
          Self.read(manifest.node, path: artifact.file.path, into: &images)
        }
      }
      return images
    }
  }

  private static func read(_ node: YAMLNode, path: String, into images: inout [String: String]) {
    let profiles = node["profiles"].map { Array($0.elements) } ?? []
    for build in ([node] + profiles).compactMap({ $0["build", "artifacts"] }) {
      for artifact in build.elements {
        if let image = artifact["image"]?.text { images[image] = path }
      }
    }
  }

  /// Why the tag of a container's image is not known; nil when it is what the manifest says.
  package func reason(for reference: ImageReference, writtenAs text: String, in container: Container) -> String? {
    let name = String(text.utf8.prefix(reference.nameRange.upperBound)) ?? text
    for name in [reference.familiarName, name] {
      if let reason = kustomizations.reason(forImage: name) { return reason }
      if let path = skaffold[name] { return "\(path) builds and tags the image \(name)" }
    }
    return kustomizations.reason(for: container, field: ["image"])
  }
}

internal import Kubernetes

/// The objects that the manifests of a repository declare. A class, as what finds them is made when somebody first asks: while the graph is
/// linked, one core does all the work.
final class ObjectDirectory: Sendable {
  /// All that are whole ones, in order.
  let manifests: [Manifest]
  private let files: [DeclaredFile]
  private let byName = Once<ObjectIndex<DeclaredObject.Name>>()
  private let byFolder = Once<ObjectIndex<Neighbourhood>>()
  private let makers = Once<[String: Manifest]>()
  private let foundMadeSecrets = Once<Set<String>>()
  private let foundNamesInRoutes = Once<Set<String>>()

  private struct Neighbourhood: Hashable {
    let kind: String
    let folder: String
  }

  init(_ files: [DeclaredFile]) {
    self.files = files
    var manifests: [Manifest] = []
    manifests.reserveCapacity(files.reduce(0) { $0 + $1.objects.count })
    // By their numbers: to copy a file's objects counts the references to them.
    for file in files.indices {
      for object in files[file].objects.indices { manifests.append(files[file].objects[object].manifest) }
    }
    self.manifests = manifests
  }

  /// Names of Secrets that a controller makes.
  var madeSecrets: Set<String> { foundMadeSecrets.value { Set(files.flatMap { $0.objects.compactMap(\.madeSecret) }) } }

  /// Names of Services to which gateways' and meshes' routes may lead.
  var namesInRoutes: Set<String> { foundNamesInRoutes.value { Graph.namesInRoutes(manifests) } }

  /// The objects of a kind and a name, in whatever namespace.
  func objects(_ kind: String, named name: String) -> [Manifest] {
    let index = byName.value { ObjectIndex(files.flatMap { $0.objects.map(\.name) }) }
    return index[DeclaredObject.Name(kind: kind, name: name)].map { manifests[$0] }
  }

  /// The objects of a kind in a folder.
  func objects(_ kind: String, inFolder folder: String) -> [Manifest] {
    let index = byFolder.value {
      ObjectIndex(files.flatMap { file in file.objects.map { Neighbourhood(kind: $0.manifest.kind, folder: file.folder) } })
    }
    return index[Neighbourhood(kind: kind, folder: folder)].map { manifests[$0] }
  }

  /// An object of the folder that may make pods and what they need.
  func maker(inFolder folder: String) -> Manifest? {
    let makers = makers.value {
      let makers = files.lazy.flatMap { file in file.objects.lazy.filter(\.mayMakePods).map { (file.folder, $0.manifest) } }
      return Dictionary(makers, uniquingKeysWith: { first, _ in first })
    }
    return makers[folder]
  }
}

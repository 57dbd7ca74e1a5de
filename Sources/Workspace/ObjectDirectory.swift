internal import Kubernetes

/// The objects that the manifests of a repository declare. A class, as what finds them is made when somebody first asks: while the graph is
/// linked, one core does all the work.
final class ObjectDirectory: Sendable {
  /// All that are whole ones, in order.
  let manifests: [Manifest]
  /// Names of Secrets that a controller makes.
  let madeSecrets: Set<String>
  private let names: [DeclaredObject.Name?]
  /// The folders of their files.
  private let folders: [String]
  /// Those for which an operator may run pods and make what they need.
  private let makers: [Int]
  private let byName = Once<ObjectIndex<DeclaredObject.Name>>()
  private let byFolder = Once<ObjectIndex<Neighbourhood>>()
  private let makersByFolder = Once<[String: Int]>()
  private let foundNamesInRoutes = Once<Set<String>>()

  private struct Neighbourhood: Hashable {
    let kind: String
    let folder: String
  }

  init(_ files: [DeclaredFile]) {
    let count = files.reduce(0) { $0 + $1.objects.count }
    var (manifests, names, folders, makers): ([Manifest], [DeclaredObject.Name?], [String], [Int]) = ([], [], [], [])
    manifests.reserveCapacity(count)
    names.reserveCapacity(count)
    folders.reserveCapacity(count)
    var madeSecrets: Set<String> = []
    for file in files {
      for object in file.objects {
        if object.mayMakePods { makers.append(manifests.count) }
        if let name = object.madeSecret { madeSecrets.insert(name) }
        manifests.append(object.manifest)
        names.append(object.name)
        folders.append(file.folder)
      }
    }
    (self.manifests, self.madeSecrets) = (manifests, madeSecrets)
    (self.names, self.folders, self.makers) = (names, folders, makers)
  }

  /// Names of Services to which gateways' and meshes' routes may lead.
  var namesInRoutes: Set<String> { foundNamesInRoutes.value { Graph.namesInRoutes(manifests) } }

  /// The objects of a kind and a name, in whatever namespace.
  func objects(_ kind: String, named name: String) -> [Manifest] {
    byName.value { ObjectIndex(names) }[DeclaredObject.Name(kind: kind, name: name)].map { manifests[$0] }
  }

  /// The objects of a kind in a folder.
  func objects(_ kind: String, inFolder folder: String) -> [Manifest] {
    let index = byFolder.value { ObjectIndex(manifests.indices.map { Neighbourhood(kind: manifests[$0].kind, folder: folders[$0]) }) }
    return index[Neighbourhood(kind: kind, folder: folder)].map { manifests[$0] }
  }

  /// An object of the folder that may make pods and what they need.
  func maker(inFolder folder: String) -> Manifest? {
    let first = makersByFolder.value { Dictionary(makers.map { (folders[$0], $0) }, uniquingKeysWith: { first, _ in first }) }
    return first[folder].map { manifests[$0] }
  }
}

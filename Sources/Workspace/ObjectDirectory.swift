internal import Kubernetes
internal import SourceText

/// The objects that the manifests of a repository declare. A class, as what finds them is made when somebody first asks: while the graph is
/// linked, one core does all the work.
final class ObjectDirectory: Sendable {
  /// All that are whole ones, in order.
  let manifests: [Manifest]
  private let files: [DeclaredFile]
  private let byName = Once<NearbyIndex<DeclaredObject.Name>>()
  /// The namespaces of the objects of a kind in a folder; the empty text for one that may be any.
  private let namespaces = Once<[Neighbourhood: Set<String>]>()
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

  /// The objects of a kind and a name that an object may mean: those whose namespaces may be the same, and of many the nearest; nil when
  /// there are too many to say.
  func objects(_ kind: String, named name: String, for manifest: Manifest) -> [Manifest]? {
    let index = byName.value {
      var numbers: [DeclaredObject.Name: [Int]] = Dictionary(minimumCapacity: manifests.count)
      var places: [NearbyObjects.Place] = []
      places.reserveCapacity(manifests.count)
      for file in files {
        for object in file.objects {
          if let name = object.name { numbers[name, default: []].append(places.count) }
          places.append(NearbyObjects.Place(folder: file.folder, namespace: Graph.writtenNamespace(of: object.manifest)))
        }
      }
      return NearbyIndex(numbers, at: places)
    }
    let place = NearbyObjects.Place(
      folder: files[Int(manifest.file.index)].folder, namespace: Graph.writtenNamespace(of: manifest))
    return index.near(place, DeclaredObject.Name(kind: kind, name: name))?.map { manifests[$0] }
  }

  /// Whether an object of a kind stands beside another whose namespace it may share.
  func hasObject(_ kind: String, beside manifest: Manifest) -> Bool {
    let all = namespaces.value {
      var namespaces: [Neighbourhood: Set<String>] = [:]
      for file in files {
        for object in file.objects {
          let neighbourhood = Neighbourhood(kind: object.manifest.kind, folder: file.folder)
          namespaces[neighbourhood, default: []].insert(Graph.writtenNamespace(of: object.manifest) ?? "")
        }
      }
      return namespaces
    }
    guard let namespaces = all[Neighbourhood(kind: kind, folder: files[Int(manifest.file.index)].folder)] else { return false }
    guard let own = Graph.writtenNamespace(of: manifest), !namespaces.contains("") else { return true }
    return namespaces.contains(own)
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

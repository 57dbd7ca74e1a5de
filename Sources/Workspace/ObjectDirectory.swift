internal import Kubernetes
internal import SourceText

/// The objects that the manifests of a repository declare. A class, as what finds them is made when somebody first asks: while the graph is
/// linked, one core does all the work.
final class ObjectDirectory: Sendable {
  /// All that are whole ones, in order.
  let manifests: [Manifest]
  private let files: [DeclaredFile]
  private let folders: [String]
  private let byName = Once<NearbyIndex<DeclaredObject.Name>>()
  /// Those of the objects of a kind in a folder.
  private let namespaces = Once<[Neighbourhood: Namespaces]>()
  private let makers = Once<[String: Manifest]>()
  private let foundMadeSecrets = Once<Set<String>>()
  private let foundNamesInRoutes = Once<Set<String>>()

  private struct Neighbourhood: Hashable {
    let kind: String
    let folder: String
  }

  /// - Parameter folders: of the files, by their numbers.
  init(_ files: [DeclaredFile], folders: [String]) {
    self.files = files
    self.folders = folders
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
      for (number, manifest) in manifests.enumerated() {
        if let name = DeclaredObject.Name(manifest) { numbers[name, default: []].append(number) }
      }
      return NearbyIndex(numbers, at: manifests.map { NearbyObjects.Place($0, folders: folders) })
    }
    let place = NearbyObjects.Place(manifest, folders: folders)
    return index.near(place, DeclaredObject.Name(kind: kind, name: name))?.map { manifests[$0] }
  }

  /// Whether an object of a kind stands beside another whose namespace it may share.
  func hasObject(_ kind: String, beside manifest: Manifest) -> Bool {
    let all = namespaces.value {
      var namespaces: [Neighbourhood: Namespaces] = [:]
      for object in manifests {
        namespaces[Neighbourhood(kind: object.kind, folder: folder(of: object)), default: Namespaces()].insert(of: object)
      }
      return namespaces
    }
    return all[Neighbourhood(kind: kind, folder: folder(of: manifest))]?.mayBeShared(by: manifest) ?? false
  }

  private func folder(of manifest: Manifest) -> String { folders[Int(manifest.file.index)] }

  /// An object of the folder that may make pods and what they need.
  func maker(inFolder folder: String) -> Manifest? {
    let makers = makers.value {
      let makers = files.lazy.flatMap { file in file.objects.lazy.filter(\.mayMakePods).map { (file.folder, $0.manifest) } }
      return Dictionary(makers, uniquingKeysWith: { first, _ in first })
    }
    return makers[folder]
  }
}

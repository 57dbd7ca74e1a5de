internal import Kubernetes
internal import SourceText

/// Objects of which something may mean any: Deployments of one name, pods with the same labels.
///
/// Mostly there are few, and all of them count. But a repository may have a folder for each customer, with the same objects in each and no
/// namespace in any: then those are meant that stand nearest.
struct NearbyObjects: Sendable {
  /// Where an object stands, or what speaks of it.
  struct Place: Hashable, Sendable {
    /// With a slash at its end.
    let folder: String
    /// nil where it may be any.
    let namespace: String?

    init(folder: String, namespace: String?) { (self.folder, self.namespace) = (folder, namespace) }

    /// - Parameter folders: of the files, by their numbers.
    init(_ manifest: Manifest, folders: [String]) {
      self.init(folder: folders[Int(manifest.file.index)], namespace: Graph.writtenNamespace(of: manifest))
    }

    func mayShareNamespace(with other: Place) -> Bool { namespace == nil || other.namespace == nil || namespace == other.namespace }
  }

  /// Up to so many, all of them count.
  static let few = 16
  /// Of more that are equally near, nobody can say which are meant; and what is linked with all others takes the square of their number.
  static let many = 64

  /// Of the objects in a folder and below it, those of a namespace, or without one.
  private var below: [Place: [Int]] = [:]
  /// The same of whatever namespace.
  private var allBelow: [String: [Int]] = [:]
  /// How many there are of each namespace, and without one.
  private var counts: [String?: Int] = [:]
  private let numbers: [Int]
  private let places: [Place]

  /// - Parameter places: of all objects; the numbers are theirs.
  init(_ numbers: [Int], at places: [Place]) {
    self.numbers = numbers
    self.places = numbers.map { places[$0] }
    for (index, place) in self.places.enumerated() {
      counts[place.namespace, default: 0] += 1
      for folder in Self.foldersAround(place.folder) {
        below[Place(folder: folder, namespace: place.namespace), default: []].append(index)
        allBelow[folder, default: []].append(index)
      }
    }
  }

  /// A folder and those that it is in, the innermost first; of those that are nested deeper than anybody's, the nearest and the outermost.
  private static func foldersAround(_ folder: String) -> [String] {
    var folders = [folder]
    while let last = folders.last, !last.isEmpty {
      folders.append(folders.count < 32 ? RepositoryPath.parent(ofFolder: last) : "")
    }
    return folders
  }

  /// The numbers of those that may be meant at a place, in order; nil when there are too many to say.
  ///
  /// - Parameter few: how many are taken wherever they stand; of more, the nearest.
  func near(_ place: Place, few: Int = few) -> [Int]? {
    let count = place.namespace.map { counts[$0, default: 0] + counts[nil, default: 0] } ?? numbers.count
    for folder in count <= few ? [""] : Self.foldersAround(place.folder) {
      guard let found = inside(folder, place.namespace) else { return nil }
      if !found.isEmpty { return found.map { numbers[$0] } }
    }
    return []
  }

  private func inside(_ folder: String, _ namespace: String?) -> [Int]? {
    guard let namespace else {
      let all = allBelow[folder, default: []]
      return all.count > Self.many ? nil : all
    }
    let own = below[Place(folder: folder, namespace: namespace), default: []]
    let open = below[Place(folder: folder, namespace: nil), default: []]
    return own.count + open.count > Self.many ? nil : open.isEmpty ? own : (own + open).sorted()
  }
}

/// Objects by a key that several may have.
struct NearbyIndex<Key: Hashable & Sendable>: Sendable {
  private let places: [NearbyObjects.Place]
  private let numbers: [Key: [Int]]
  /// Of the keys that more than a few have.
  private let crowds: [Key: NearbyObjects]

  /// - Parameter places: of all objects; the numbers are theirs.
  init(_ numbers: [Key: [Int]], at places: [NearbyObjects.Place]) {
    self.places = places
    self.numbers = numbers
    crowds = numbers.filter { $0.value.count > NearbyObjects.few }.mapValues { NearbyObjects($0, at: places) }
  }

  /// The numbers of the objects with a key that may be meant at a place, in order; nil when there are too many to say.
  func near(_ place: NearbyObjects.Place, _ key: Key) -> [Int]? {
    if let crowd = crowds[key] { return crowd.near(place) }
    return numbers[key]?.filter { places[$0].mayShareNamespace(with: place) } ?? []
  }

  /// The nearest of them by path, however few there are; nil when there are too many to say.
  func nearest(_ place: NearbyObjects.Place, _ key: Key) -> [Int]? {
    if let crowd = crowds[key] { return crowd.near(place, few: 0) }
    guard let numbers = numbers[key], !numbers.isEmpty else { return [] }
    return numbers.count == 1 ? near(place, key) : NearbyObjects(numbers, at: places).near(place, few: 0)
  }
}

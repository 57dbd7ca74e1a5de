import Testing

@testable import Workspace

struct NearbyObjectsTests {
  private typealias Place = NearbyObjects.Place

  /// Three in a folder for each of some teams, one of each without a namespace.
  private static let places = (0..<60).map { number in
    Place(folder: "teams/t\(number / 3)/app/", namespace: number % 3 == 0 ? nil : "n\(number % 3)")
  }

  private static let objects = NearbyObjects(Array(places.indices), at: places)

  @Test(
    "Of many, the nearest count whose namespaces may be the same",
    arguments: [
      ("teams/t7/app/", nil, [21, 22, 23]), ("teams/t7/app/", "n1", [21, 22]), ("teams/t7/app/", "n9", [21]),
      ("teams/t7/", nil, [21, 22, 23]), ("teams/t7/app/deeper/still/", "n2", [21, 23]),
      // Nothing of theirs is near: all are equally far.
      ("elsewhere/", "n1", (0..<60).filter { $0 % 3 != 2 }), ("", nil, Array(0..<60)), ("teams/t99/", nil, Array(0..<60)),
    ] as [(String, String?, [Int])])
  func nearest(folder: String, namespace: String?, expected: [Int]) {
    #expect(Self.objects.near(Place(folder: folder, namespace: namespace)) == expected)
  }

  @Test("Of too many that are equally near, nobody can say which are meant")
  func tooMany() {
    let count = NearbyObjects.many + 1
    let places = (0..<count).map { _ in Place(folder: "a/", namespace: nil) } + [Place(folder: "b/", namespace: nil)]
    let objects = NearbyObjects(Array(places.indices), at: places)
    #expect(objects.near(Place(folder: "a/", namespace: nil)) == nil)
    #expect(objects.near(Place(folder: "", namespace: "n")) == nil)
    #expect(objects.near(Place(folder: "b/", namespace: nil)) == [count])
  }

  @Test("Deeper than anybody nests folders, the nearest and the outermost are told apart")
  func deepFolders() {
    let deep = String(repeating: "d/", count: 200)
    let places = (0..<40).map { Place(folder: deep + "f\($0)/", namespace: nil) }
    let objects = NearbyObjects(Array(places.indices), at: places)
    #expect(objects.near(Place(folder: deep + "f7/", namespace: nil)) == [7])
    #expect(objects.near(Place(folder: deep, namespace: nil)) == Array(0..<40))
    #expect(objects.near(Place(folder: String(repeating: "d/", count: 20), namespace: nil)) == Array(0..<40))
  }

  @Test("A few count wherever they stand, unless only the nearest are asked for")
  func few() {
    let places = [Place(folder: "a/b/", namespace: nil), Place(folder: "a/", namespace: "n"), Place(folder: "c/", namespace: "m")]
    let index = NearbyIndex(["web": [0, 1, 2], "api": [2]], at: places)
    #expect(index.near(Place(folder: "a/b/", namespace: nil), "web") == [0, 1, 2])
    #expect(index.near(Place(folder: "a/b/", namespace: "m"), "web") == [0, 2])
    #expect(index.nearest(Place(folder: "a/b/", namespace: nil), "web") == [0])
    #expect(index.nearest(Place(folder: "a/", namespace: nil), "web") == [0, 1])
    #expect(index.nearest(Place(folder: "x/", namespace: "m"), "web") == [0, 2])
    #expect(index.nearest(Place(folder: "x/", namespace: "n"), "api") == [])
    #expect(index.near(Place(folder: "a/", namespace: nil), "none") == [])
  }

  @Test("Those of one namespace are few although there are many in all")
  func fewOfANamespace() {
    let places = (0..<100).map { Place(folder: "f\($0)/", namespace: "n\($0 / 2)") }
    let index = NearbyIndex(["web": Array(places.indices)], at: places)
    #expect(index.near(Place(folder: "elsewhere/", namespace: "n7"), "web") == [14, 15])
    #expect(index.near(Place(folder: "elsewhere/", namespace: nil), "web") == nil)
  }
}

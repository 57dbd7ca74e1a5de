import Testing

@testable import Workspace

struct PatchedPathsTests {
  private static let paths = PatchedPaths([
    ["spec", "replicas"], ["spec", "template", "spec", "containers", "0", "resources", "limits"], ["metadata", "labels"],
  ])

  @Test(
    "A path touches its field, what the field holds and what holds it",
    arguments: [
      ("spec.replicas", true), ("spec.replicas.deeper", true), ("spec", true), ("spec.selector", false), ("metadata.annotations", false),
      ("metadata", true), ("data", false),
    ])
  func objects(field: String, isTouched: Bool) {
    #expect(Self.paths.touch(field.split(separator: ".").map(String.init)) == isTouched)
  }

  @Test("Fields of pods and of their containers")
  func podsAndContainers() {
    #expect(Self.paths.touch(fieldOfPod: ["containers"]))
    #expect(!Self.paths.touch(fieldOfPod: ["volumes"]))
    #expect(Self.paths.touch(["resources", "limits", "memory"], ofContainersIn: "containers"))
    #expect(!Self.paths.touch(["resources", "requests"], ofContainersIn: "containers"))
    #expect(!Self.paths.touch(["resources"], ofContainersIn: "initContainers"))
    #expect(PatchedPaths([["spec", "containers"]]).touch(["image"], ofContainersIn: "containers"))
    #expect(PatchedPaths([["spec", "containers", "0"]]).touch(["image"], ofContainersIn: "containers"))
    #expect(!PatchedPaths([]).touch(["spec"]))
  }
}

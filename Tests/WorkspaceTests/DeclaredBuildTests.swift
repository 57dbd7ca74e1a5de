import DockerfileSyntax
import Kubernetes
import SourceText
import Testing
import Workspace

/// The path of the Dockerfile that a pod with an image is linked to, and why.
private func link(_ files: [(String, String)], image: String = "acme/shop:1", dockerfiles: [String] = ["a/Dockerfile", "b/Dockerfile"])
  -> (path: String, reason: String)?
{
  let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: main, image: \"\(image)\"}]}\n"
  let all = files + dockerfiles.map { ($0, "FROM debian:12 AS base\nFROM base AS final\n") } + [("deploy/pod.yaml", pod)]
  let sources = all.map { SourceFile(path: $0.0, text: $0.1) }
  let workspace = Workspace(sources)
  let graph = Graph(workspace, repository: RepositoryFiles(sources, firstID: workspace.artifacts.count))
  return graph.workloads[0].containers[0].image.map { (graph.images[$0.image].dockerfile.file.path, $0.reason) }
}

@Suite struct DeclaredBuildTests {
  @Test(
    "Compose files",
    arguments: [
      ("compose.yaml", "services: {web: {image: acme/shop, build: ./b}}", "b/Dockerfile"),
      ("docker-compose.yml", "services: {web: {image: 'acme/shop:${TAG}', build: {context: b}}}", "b/Dockerfile"),
      ("docker-compose.prod.yml", "services: {web: {image: acme/shop, build: {context: ., dockerfile: b/Dockerfile}}}", "b/Dockerfile"),
      ("b/compose.yml", "services: {web: {image: acme/shop, build: .}}", "b/Dockerfile"),
      ("compose.yaml", "services: {web: {image: acme/shop, build: {context: b, target: final}}}", "b/Dockerfile"),
      // Another stage than the last one, a name that is not known, a file for development, and two Dockerfiles for one name.
      ("compose.yaml", "services: {web: {image: acme/shop, build: {context: b, target: base}}}", nil),
      ("compose.yaml", "services: {web: {image: '${REGISTRY}/shop', build: b}}", nil),
      ("compose.dev.yaml", "services: {web: {image: acme/shop, build: b}}", nil),
      ("compose.yaml", "services: {web: {image: acme/shop, build: a}, x: {image: acme/shop, build: b}}", nil),
      ("compose.yaml", "services: {web: {image: acme/shop}}", nil),
      ("other.yaml", "services: {web: {image: acme/shop, build: b}}", nil),
    ] as [(String, String, String?)])
  func compose(path: String, text: String, expected: String?) {
    let link = link([(path, text)])
    #expect(link?.path == expected)
    if expected != nil { #expect(link?.reason == "\(path) builds acme/shop from b/Dockerfile") }
  }

  @Test(
    arguments: [
      ("{image: acme/shop, context: b}", "b/Dockerfile"),
      ("{image: acme/shop, docker: {dockerfile: b/Dockerfile}}", "b/Dockerfile"),
      ("{image: acme/shop, context: b, kaniko: {dockerfile: Dockerfile}}", "b/Dockerfile"),
      ("{image: acme/shop, context: b, jib: {}}", nil),
      ("{image: acme/shop, context: b, docker: {target: base}}", nil),
    ] as [(String, String?)])
  func skaffold(artifact: String, expected: String?) {
    let text = "apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n    - \(artifact)\n"
    #expect(link([("skaffold.yaml", text)])?.path == expected)
  }

  private func workflow(_ step: String, env: String = "") -> String {
    "on: push\n\(env)\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n"
      + "      - {id: meta, uses: docker/metadata-action@v5, with: {images: acme/shop}}\n" + step
  }

  @Test(
    arguments: [
      ("      - {uses: docker/build-push-action@v6, with: {context: b, tags: 'acme/shop:${{ github.sha }}'}}", "b/Dockerfile"),
      ("      - {uses: docker/build-push-action@v6, with: {file: ./b/Dockerfile, tags: 'ghcr.io/x/y:1,acme/shop'}}", "b/Dockerfile"),
      ("      - {uses: docker/build-push-action@v6, with: {context: b, tags: '${{ steps.meta.outputs.tags }}'}}", "b/Dockerfile"),
      ("      - {uses: docker/build-push-action@v6, with: {context: b, tags: '${{ env.IMAGE }}:1'}}", "b/Dockerfile"),
      ("      - run: docker build -t $IMAGE:$(git rev-parse HEAD) --build-arg A=b -f b/Dockerfile .", "b/Dockerfile"),
      ("      - run: |\n          cd b\n          docker buildx build --push --tag=acme/shop:${GITHUB_SHA} .", "b/Dockerfile"),
      ("      - {working-directory: b, run: docker build . -t acme/shop}", "b/Dockerfile"),
      ("      - {uses: docker/build-push-action@v6, with: {context: b, tags: '${{ github.repository }}:1'}}", nil),
      ("      - {uses: docker/build-push-action@v6, with: {context: '${{ matrix.folder }}', tags: 'acme/shop:1'}}", nil),
      ("      - {uses: docker/build-push-action@v6, with: {context: 'https://git.acme.io/b.git', tags: 'acme/shop:1'}}", nil),
      ("      - run: docker build -t acme/shop -f b/Dockerfile --target base .", nil),
      ("      - run: docker build -t acme/shop $FOLDER", nil),
      ("      - run: echo docker build -t acme/shop b", nil),
    ] as [(String, String?)])
  func workflows(step: String, expected: String?) {
    #expect(link([(".github/workflows/build.yml", workflow(step, env: "env: {IMAGE: acme/shop}"))])?.path == expected)
  }

  @Test func pipelinesOfGitLab() {
    let text = "variables: {IMAGE: acme/shop}\nbuild:\n  script:\n    - cd b\n    - docker build -t $IMAGE:$CI_COMMIT_SHA .\n"
    #expect(link([(".gitlab-ci.yml", text)])?.reason == ".gitlab-ci.yml builds acme/shop from b/Dockerfile")
  }

  @Test(
    arguments: [
      ("build:\n\tsudo docker build -t acme/shop:latest b\n", "b/Dockerfile"),
      ("IMAGE ?= acme/shop\nTAG := $(shell git describe)\nbuild:\n\t@docker build \\\n\t  -t $(IMAGE):$(TAG) b\n", "b/Dockerfile"),
      ("build:\n\tcd b && docker build -t acme/shop .\n", "b/Dockerfile"),
      ("IMAGE = acme/shop\nIMAGE = acme/other\nbuild:\n\tdocker build -t $(IMAGE) b\n", nil),
      ("build:\n\tcd b\n\tdocker build -t acme/shop .\n", nil),
    ] as [(String, String?)])
  func makefiles(text: String, expected: String?) {
    #expect(link([("Makefile", text)])?.path == expected)
  }

  @Test func theOrderOfTheSources() {
    let compose = ("compose.yaml", "services: {web: {image: acme/shop, build: a}}")
    let workflow = (".github/workflows/a.yml", workflow("      - run: docker build -t acme/shop b"))
    #expect(link([compose, workflow])?.path == "a/Dockerfile")
    // A name that fits is nothing against what is said.
    #expect(link([workflow], dockerfiles: ["shop/Dockerfile", "b/Dockerfile"])?.path == "b/Dockerfile")
    #expect(link([], dockerfiles: ["shop/Dockerfile", "b/Dockerfile"])?.path == "shop/Dockerfile")
    // The same image may have another name elsewhere.
    #expect(link([workflow], image: "registry.example.com/b:1")?.path == "b/Dockerfile")
  }
}

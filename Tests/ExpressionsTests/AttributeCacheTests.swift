import Expressions
import Synchronization
import Testing

struct AttributeCacheTests {
  /// A chain of objects that counts how often it is asked.
  private final class Link: ObjectValue {
    static let type = ObjectType(
      "link",
      [
        AttributeDeclaration("next", .object("link"), "The one behind it."), AttributeDeclaration("number", .int, "Its number."),
        AttributeDeclaration("absent", .int, "Never there."),
      ])
    let number: Int64
    let asked: Asked

    final class Asked: Sendable { let count = Atomic(0) }

    init(_ number: Int64, _ asked: Asked) {
      self.number = number
      self.asked = asked
    }

    var objectType: ObjectType { Self.type }
    var identity: [Int] { [Int(number)] }

    func attribute(at index: Int) -> Outcome? {
      asked.count.add(1, ordering: .relaxed)
      return switch Self.type.attributes[index].name {
      case "next": .value(.object(Link(number + 1, asked)))
      case "number": .value(.int(number))
      default: nil
      }
    }
  }

  @Test("Each attribute is read once, of the objects behind an object too")
  func once() throws {
    let environment = Environment(variables: [("self", .object("link"))]) { $0 == "link" ? Link.type : nil }
    let source =
      "self.next.next.number + self.next.next.number == 4 && self.next.number == 1 && has(self.next.number) && !has(self.next.absent) && !has(self.next.absent)"
    let expression = try Expression(compiling: source, in: environment)
    let asked = Link.Asked()
    let link = Link(0, asked)
    let cache = AttributeCache(link)
    for _ in 1...2 {
      guard case .value(.bool(true)) = expression.evaluate([.value(.object(link))], first: cache) else {
        Issue.record("\(source) does not hold")
        return
      }
    }
    // next, next.next, next.next.number, next.number and next.absent.
    #expect(asked.count.load(ordering: .relaxed) == 5)
  }
}

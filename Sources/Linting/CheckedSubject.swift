internal import Expressions

/// A subject with what all rules about it ask for, found once. For one thread.
final class CheckedSubject {
  let subject: any Subject
  let attributes: AttributeCache
  private(set) lazy var anchor = subject.anchor
  private(set) lazy var logicalPath = subject.logicalPath

  init(_ subject: any Subject) {
    self.subject = subject
    attributes = AttributeCache(subject)
  }
}

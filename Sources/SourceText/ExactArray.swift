extension Array {
  /// The same elements without the room for more that appending leaves: for what thousands of files keep to the end of a run.
  @inlinable package var exact: [Element] { withUnsafeBufferPointer { Array($0) } }
}

/// Eight bytes of a text, looked at at a time.
extension UInt64 {
  init(repeating byte: UInt8) { self = 0x0101_0101_0101_0101 &* UInt64(byte) }
}

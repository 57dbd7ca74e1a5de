#if canImport(Glibc)
  import CMalloc
#endif

/// The C library's allocator.
enum Allocator {
  /// Sets it for a process that ends within a second and gives nothing back before: a run over a repository takes a twentieth less.
  /// (glibc's manual, "Malloc Tunable Parameters".)
  static func prepare() {
    #if canImport(Glibc)
      // What a thread allocates comes from a stretch of its own, which glibc would lengthen by a page at a time: a call to the kernel each.
      // To reserve it takes no memory.
      let reserve: Int32 = 32 << 20
      mallopt(M_TOP_PAD, reserve)
      mallopt(M_TRIM_THRESHOLD, reserve)
      mallopt(M_MMAP_THRESHOLD, reserve)
      // Whenever something large is freed, glibc would go through all small pieces that were.
      mallopt(M_MXFAST, 0)
    #endif
  }
}

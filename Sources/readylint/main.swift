import ArgumentParser

struct R: ParsableCommand { @Argument var x: [String] = []; func run() { print(x) } }
R.main()

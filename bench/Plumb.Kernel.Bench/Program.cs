using BenchmarkDotNet.Running;

// bench/run kernel [any of BenchmarkDotNet's arguments]
BenchmarkSwitcher.FromAssembly(typeof(Plumb.Kernel.Bench.QueueCycles).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"]);

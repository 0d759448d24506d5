using Policy.Benchmarks;
using BenchmarkDotNet.Running;
using Policy.Benchmarks.Scale;

if (args is ["scale", .. var only]) await ScaleRun.Run(only);
else BenchmarkSwitcher.FromAssembly(typeof(TablesBenchmarks).Assembly).Run(args);

using System.Runtime.CompilerServices;
using Federated.Learning.Native;

namespace Federated.Attacks.Tests;

/// <summary>The tests' process is set up like that of fed: with a number of threads of its own choice libtorch would round differently from call to call.</summary>
internal static class Runtime
{
    [ModuleInitializer]
    internal static void Configure() => NativeRuntime.Configure();
}

using Xunit;

namespace Federated.Simulator.Tests.Cli;

/// <summary>Tests that redirect the console, which belongs to the whole process: one after the other, and nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CommandLineTests
{
    public const string Name = "command line";
}

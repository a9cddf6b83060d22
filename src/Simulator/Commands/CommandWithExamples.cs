using System.CommandLine;

namespace Federated.Simulator.Commands;

/// <summary>A command whose help shows how it is used.</summary>
internal sealed class CommandWithExamples(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}

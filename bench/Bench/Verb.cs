namespace Federated.Bench;

/// <summary>Something the bench does.</summary>
/// <param name="Name">first word on the command line</param>
/// <param name="Arguments">the words after it; those in brackets may be missing</param>
/// <param name="What">what it measures</param>
/// <param name="Run">does it, with the words after the name</param>
internal sealed record Verb(string Name, string Arguments, string What, Func<string[], Task> Run)
{
    /// <summary>A measurement that does not wait for anything.</summary>
    public Verb(string name, string arguments, string what, Action<string[]> run)
        : this(name, arguments, what, words =>
        {
            run(words);
            return Task.CompletedTask;
        })
    {
    }

    /// <summary>Whether it takes that many words.</summary>
    public bool Takes(int words)
    {
        var expected = Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var fewest = expected.Count(word => !word.StartsWith('['));
        return words >= fewest && (words <= expected.Length || Arguments.TrimEnd(']').EndsWith("...", StringComparison.Ordinal));
    }
}

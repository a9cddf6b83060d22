using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Speeches;

/// <summary>
/// Speeches by author, to predict each next word from the bag of those before it: a folder of JSON files <c>{"year", "name", "party", "text"}</c>, as
/// those of the State of the Union addresses. The natural partition has one client per author: the device holds the last speech, earlier
/// ones are the author's auxiliary samples. Authors with too little come last and have no auxiliary samples.
/// </summary>
[Variant("speeches")]
public sealed record SpeechesOptions : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "speeches";

    /// <summary>The folder with the JSON files.</summary>
    public required string Folder { get; init; }

    /// <summary>Words that are told apart: the most frequent of all auxiliary speeches. Others are neither predicted nor seen.</summary>
    [Accepts("[2, 100000]")]
    public int Words { get; init; } = 2_000;

    /// <summary>Words of the bag.</summary>
    [Accepts("[1, 1000]")]
    public int Context { get; init; } = 5;

    /// <summary>An author with fewer speeches has no auxiliary samples.</summary>
    [Accepts("[2, 1000]")]
    public int MinSpeeches { get; init; } = 2;

    /// <summary>An author with fewer words in all speeches together has no auxiliary samples.</summary>
    [Accepts("[0, 1000000000]")]
    public int MinWords { get; init; } = 10_000;

    /// <summary>The part of each last speech, at its end, that is for evaluation.</summary>
    [Accepts("(0, 1)")]
    public double HeldOut { get; init; } = 0.1;
}

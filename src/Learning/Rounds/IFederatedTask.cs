using System.Numerics;
using Federated.Learning.Parameters;

namespace Federated.Learning.Rounds;

/// <summary>What is learned: the clients' functions, where they start, and how a result is judged.</summary>
public interface IFederatedTask<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Tensors of the flat parameter vector of length d.</summary>
    ParameterLayout Layout { get; }

    /// <summary>
    /// Recognises the function of the parameter vector: two tasks with another one never share a log or a vector. Without parameters that stay
    /// as they are, the layout's hash.
    /// </summary>
    string Identity => Layout.Hash;

    /// <summary>Number of clients N.</summary>
    int Clients { get; }

    /// <summary>Samples n_i that a client holds.</summary>
    int SampleCount(int client);

    /// <summary>Writes x^0, length d.</summary>
    void Initialise(Span<T> x);

    /// <summary>Makes a worker's oracle; called on the worker's own thread.</summary>
    ILocalObjective<T> CreateObjective();

    /// <summary>Number of evaluation batches of a split.</summary>
    int BatchCount(EvaluationSplit split);

    /// <summary>Writes a result as a file that other programs can read; without a layout of its own, one vector <c>x</c>.</summary>
    /// <param name="path">replaced if it exists; its folder must exist</param>
    /// <param name="x">length d</param>
    /// <param name="notes">how it came about, for formats that have room for it</param>
    void WriteModel(string path, ReadOnlySpan<T> x, IReadOnlyDictionary<string, string> notes) =>
        VectorFile.Write<T>(path, [new("x", x.ToArray())]);
}

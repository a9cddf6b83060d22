using System.Numerics;
using Federated.Learning.Parameters;

namespace Federated.Learning.Rounds;

/// <summary>What is learned: the clients' functions, where they start, and how a result is judged.</summary>
public interface IFederatedTask<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Tensors of the flat parameter vector of length d.</summary>
    ParameterLayout Layout { get; }

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
}

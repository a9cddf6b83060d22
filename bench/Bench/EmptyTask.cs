using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Bench;

/// <summary>A model of some size that nobody trains.</summary>
/// <param name="dimension">its parameters</param>
/// <param name="clients">number of clients</param>
internal sealed class EmptyTask(int dimension, int clients) : IFederatedTask<float>
{
    public ParameterLayout Layout { get; } = new ParameterLayout().Add("x", Initialiser.Constant(0.0), dimension);

    public int Clients => clients;

    public int SampleCount(int client) => 1;

    public void Initialise(Span<float> x) => x.Clear();

    public ILocalObjective<float> CreateObjective() => throw new NotSupportedException();

    public int BatchCount(EvaluationSplit split) => 0;

    public void WriteModel(string path, ReadOnlySpan<float> x, IReadOnlyDictionary<string, string> notes) => throw new NotSupportedException();
}

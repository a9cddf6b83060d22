using Federated.Learning.Experiments;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>f_i(x) = x'A_i x / 2 - b_i'x in float64, one full batch per epoch: for checks against known fixed points.</summary>
public sealed class QuadraticTask : IFederatedTask<double>
{
    private readonly QuadraticOptions _options;
    private readonly int _batchSize;

    /// <param name="options">validated functions</param>
    /// <param name="batchSize">the experiment's batch size: what a client's whole function counts for</param>
    public QuadraticTask(QuadraticOptions options, int batchSize)
    {
        _options = options;
        _batchSize = batchSize;
        Layout = new ParameterLayout().Add("x", Initialiser.Constant(0), options.Start.Length);
    }

    /// <inheritdoc/>
    public ParameterLayout Layout { get; }

    /// <inheritdoc/>
    public int Clients => _options.Clients.Length;

    /// <summary>One full batch: an epoch is one step on the whole function.</summary>
    public int SampleCount(int client) => _batchSize;

    /// <inheritdoc/>
    public void Initialise(Span<double> x) => _options.Start.CopyTo(x);

    /// <inheritdoc/>
    public ILocalObjective<double> CreateObjective() => new QuadraticObjective(_options);

    /// <summary>One batch: the mean of all clients' functions, for either split.</summary>
    public int BatchCount(EvaluationSplit split) => 1;
}

using Federated.Learning.Experiments;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>Values and gradients of the quadratic task: grad f_i(x) = A_i x - b_i.</summary>
internal sealed class QuadraticObjective(QuadraticOptions options) : ILocalObjective<double>
{
    private readonly double[] _point = new double[options.Start.Length];
    private readonly double[] _gradient = new double[options.Start.Length];
    private QuadraticClient _client = options.Clients[0];

    /// <inheritdoc/>
    public Span<double> Point => _point;

    /// <inheritdoc/>
    public Span<double> Gradient => _gradient;

    /// <inheritdoc/>
    public void Open(int client, int round) => _client = options.Clients[client];

    /// <inheritdoc/>
    public void NextBatch()
    {
    }

    /// <inheritdoc/>
    public double Evaluate() => Evaluate(_client);

    /// <inheritdoc/>
    public Score Score(EvaluationSplit split, int batch) =>
        new(options.Clients.Sum(Evaluate), null, options.Clients.Length);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private double Evaluate(QuadraticClient client)
    {
        var value = 0.0;
        for (var row = 0; row < _point.Length; row++)
        {
            var product = 0.0;
            for (var column = 0; column < _point.Length; column++)
            {
                product += client.A[row][column] * _point[column];
            }

            _gradient[row] = product - client.B[row];
            value += _point[row] * ((0.5 * product) - client.B[row]);
        }

        return value;
    }
}

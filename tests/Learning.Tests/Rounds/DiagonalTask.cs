using Federated.Learning.Parameters;
using Federated.Learning.Randomness;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tests.Rounds;

/// <summary>
/// f_i(x) = sum_j a_ij x_j^2 / 2 - b_ij x_j in float32, made from the client's id on demand: any number of clients costs nothing.
/// Gradients can be spoilt and steps watched.
/// </summary>
internal sealed class DiagonalTask(int clients, int dimension) : IFederatedTask<float>
{
    private int _evaluations;

    /// <summary>Whether a client's gradients in a round are NaN.</summary>
    public Func<int, int, bool> IsBroken { get; init; } = (_, _) => false;

    /// <summary>Called when a client draws a mini-batch in a round.</summary>
    public Action<int, int> BatchDrawn { get; set; } = (_, _) => { };

    /// <summary>Correct test samples of 100, by the number of evaluations before; the last one stays.</summary>
    public long[] Correct { get; init; } = [50];

    public ParameterLayout Layout { get; } = new ParameterLayout().Add("x", Initialiser.Constant(1), dimension);

    public int Clients => clients;

    public int SampleCount(int client) => 50;

    public void Initialise(Span<float> x) => x.Fill(1.0f);

    public ILocalObjective<float> CreateObjective() => new Objective(this);

    public int BatchCount(EvaluationSplit split) => 1;

    private sealed class Objective(DiagonalTask task) : ILocalObjective<float>
    {
        private readonly float[] _point = new float[task.Layout.Dimension];
        private readonly float[] _gradient = new float[task.Layout.Dimension];
        private (int Client, int Round) _open;

        public Span<float> Point => _point;

        public Span<float> Gradient => _gradient;

        public void Open(int client, int round) => _open = (client, round);

        public void NextBatch() => task.BatchDrawn(_open.Client, _open.Round);

        public double Evaluate()
        {
            var stream = new KeyedStream(5, Purpose.SyntheticData, 0, _open.Client);
            var loss = 0.0;
            for (var j = 0; j < _point.Length; j++)
            {
                var (a, b) = (0.2f + stream.NextSingle(), stream.NextSingle() - 0.5f);
                loss += _point[j] * ((0.5 * a * _point[j]) - b);
                _gradient[j] = (a * _point[j]) - b;
            }

            _gradient[^1] = task.IsBroken(_open.Client, _open.Round) ? float.NaN : _gradient[^1];
            return loss;
        }

        public Score Score(EvaluationSplit split, int batch)
        {
            var evaluation = Interlocked.Increment(ref task._evaluations) - 1;
            return new Score(split == EvaluationSplit.Test ? 30 : 70, task.Correct[Math.Min(evaluation, task.Correct.Length - 1)], 100);
        }

        public void Dispose()
        {
        }
    }
}

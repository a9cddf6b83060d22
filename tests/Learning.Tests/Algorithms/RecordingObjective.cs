using Federated.Learning.Rounds;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>Keeps where gradients were taken, and which.</summary>
internal sealed class RecordingObjective(ILocalObjective<double> inner) : ILocalObjective<double>
{
    public List<(double[] Point, double[] Gradient)> Evaluations { get; } = [];

    public Span<double> Point => inner.Point;

    public Span<double> Gradient => inner.Gradient;

    public void Open(int client, int round) => inner.Open(client, round);

    public void NextBatch() => inner.NextBatch();

    public double Evaluate()
    {
        var loss = inner.Evaluate();
        Evaluations.Add((Point.ToArray(), Gradient.ToArray()));
        return loss;
    }

    public Score Score(EvaluationSplit split, int batch) => inner.Score(split, batch);

    public void Dispose() => inner.Dispose();
}

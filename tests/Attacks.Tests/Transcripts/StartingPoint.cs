using Federated.Learning.Rounds;

namespace Federated.Attacks.Tests.Transcripts;

/// <summary>An oracle that remembers where a client's training began.</summary>
internal sealed class StartingPoint(ILocalObjective<float> inner) : ILocalObjective<float>
{
    private bool _opened;

    /// <summary>The first point of the last client that was opened.</summary>
    public float[] First { get; private set; } = [];

    public Span<float> Point => inner.Point;

    public Span<float> Gradient => inner.Gradient;

    public void Open(int client, int round)
    {
        inner.Open(client, round);
        _opened = true;
    }

    public void NextBatch() => inner.NextBatch();

    public double Evaluate()
    {
        First = _opened ? inner.Point.ToArray() : First;
        _opened = false;
        return inner.Evaluate();
    }

    public Score Score(EvaluationSplit split, int batch) => inner.Score(split, batch);

    public void Dispose() => inner.Dispose();
}

namespace Federated.Learning.Gossip;

/// <summary>Mean of a strip's columns over nodes, and the distance from it.</summary>
/// <param name="means">one per column</param>
/// <param name="distance">sum over nodes and columns of (x - mean)^2</param>
internal readonly ref struct StripMean(ReadOnlySpan<double> means, double distance)
{
    private readonly ReadOnlySpan<double> _means = means;
    private readonly double _distance = distance;

    /// <summary>This strip before mixing, and after.</summary>
    public Consensus Then(StripMean after)
    {
        var (drift, mean) = (0.0, 0.0);
        for (var c = 0; c < _means.Length; c++)
        {
            drift += Math.Pow(after._means[c] - _means[c], 2);
            mean += _means[c] * _means[c];
        }

        return new Consensus(_distance, after._distance, drift, mean);
    }
}

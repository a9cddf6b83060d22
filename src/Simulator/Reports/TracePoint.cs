namespace Federated.Simulator.Reports;

/// <summary>A round with what the run had spent by its end.</summary>
/// <param name="Metrics">the round</param>
/// <param name="Bytes">bytes sent and received by clients from round 1 on; null from the first round that does not say</param>
/// <param name="Seconds">seconds from round 1 on; null from the first round that does not say</param>
internal sealed record TracePoint(RoundMetrics Metrics, double? Bytes, double? Seconds)
{
    /// <summary>Adds up the rounds of a run.</summary>
    public static IReadOnlyList<TracePoint> Accumulate(IReadOnlyList<RoundMetrics> rounds)
    {
        var points = new List<TracePoint>(rounds.Count);
        double? bytes = 0;
        double? seconds = 0;
        foreach (var round in rounds)
        {
            bytes += round.BytesUp is null && round.BytesDown is null ? null : (round.BytesUp ?? 0) + (round.BytesDown ?? 0);
            seconds += round.Seconds;
            points.Add(new TracePoint(round, bytes, seconds));
        }

        return points;
    }
}

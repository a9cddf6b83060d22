using System.Globalization;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using static System.FormattableString;

namespace Federated.Simulator.Progress;

/// <summary>Keeps what a progress line needs: how far, how good, how fast, how long to go.</summary>
internal sealed class RunPace(RunStart start, TimeProvider time)
{
    // The first round warms caches up; it is left out of the estimate once there is another.
    private readonly long _began = time.GetTimestamp();
    private long? _afterFirst;
    private double? _accuracy;
    private double? _best;
    private RoundMetrics? _last;

    /// <summary>Takes a finished round in.</summary>
    public void Add(RoundMetrics metrics)
    {
        _last = metrics;
        _afterFirst ??= time.GetTimestamp();
        _accuracy = metrics.TestAccuracy ?? _accuracy;
        if (_accuracy is { } accuracy && !(accuracy <= _best))
        {
            _best = accuracy;
        }
    }

    /// <summary>One line: round, loss, accuracy, without a server the consensus distance after mixing, throughput, time left.</summary>
    /// <param name="width">columns there are; throughput, then best accuracy, then consensus distance are left out where they would not fit</param>
    public string Line(int width = int.MaxValue)
    {
        if (_last is not { Round: > 0 } last)
        {
            var first = _last is null ? "" : Invariant($"  loss {_last.TestLoss:F4}") + (_accuracy is null ? "" : $"  accuracy {ProgressViews.Percent(_accuracy)}");
            return $"round {start.RoundsDone}/{start.Rounds}{first}";
        }

        var quality = _accuracy is null
            ? Invariant($"loss {last.TestLoss ?? last.TrainLoss:G6}")
            : Invariant($"loss {last.TrainLoss:F4}  accuracy {ProgressViews.Percent(_accuracy)}");
        var head = Invariant($"round {last.Round}/{start.Rounds}  {quality}");
        var best = _accuracy is null ? "" : $" (best {ProgressViews.Percent(_best)})";
        var speed = Invariant($"  {last.Steps / last.SecondsTrain:F0} steps/s");
        var tail = $"  {Left(last.Round)} left" + (last.Rejected > 0 ? $"  {last.Rejected} rejected" : "");
        var apart = last is GossipRoundMetrics gossip ? Invariant($"  consensus {gossip.ConsensusAfter:G3}") : "";
        string[] lines = [head + best + apart + speed + tail, head + best + apart + tail, head + apart + tail];
        return Array.Find(lines, line => line.Length <= width) ?? head + tail;
    }

    private string Left(int round)
    {
        var done = round - start.RoundsDone;
        var perRound = done > 1
            ? time.GetElapsedTime(_afterFirst!.Value) / (done - 1)
            : time.GetElapsedTime(_began);
        var left = perRound * (start.Rounds - round);
        return left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
    }
}

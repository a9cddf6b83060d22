using System.Numerics;
using System.Runtime.InteropServices;
using Federated.Learning.Data.NumPy;
using Federated.Learning.Rounds;

namespace Federated.Learning.Runs;

/// <summary>Writes a run's files while it goes on, and passes the news on.</summary>
/// <param name="directory">where</param>
/// <param name="globalVectors">whether the global vector of every round is written</param>
/// <param name="next">who else wants to know</param>
public sealed class RunRecorder<T>(RunDirectory directory, bool globalVectors, IRoundObserver<T> next) : IRoundObserver<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private MetricsLog? _metrics;

    /// <summary>Sums and bests so far.</summary>
    public RunTotals Totals { get; } = new();

    /// <inheritdoc/>
    public void Started(int round, ReadOnlySpan<T> x)
    {
        // The experiment comes first: whatever else is in the folder, it is known what it belongs to.
        next.Started(round, x);
        _metrics = new MetricsLog(directory.MetricsPath, round, Totals);
        File.Delete(directory.SummaryPath);
        if (round == 0)
        {
            WriteVector(0, x);
        }
    }

    /// <inheritdoc/>
    public void ClientFinished(int round, int finished, int cohort) => next.ClientFinished(round, finished, cohort);

    /// <inheritdoc/>
    public void RoundFinished(RoundMetrics metrics, ReadOnlySpan<T> x)
    {
        Totals.Add(metrics);
        WriteVector(metrics.Round, x);
        _metrics!.Append(metrics);
        next.RoundFinished(metrics, x);
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics?.Dispose();

    private void WriteVector(int round, ReadOnlySpan<T> x)
    {
        if (!globalVectors)
        {
            return;
        }

        var path = directory.VectorPath(round);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (typeof(T) == typeof(float))
        {
            NpyFile.Write(path, MemoryMarshal.Cast<T, float>(x), x.Length);
        }
        else
        {
            NpyFile.Write(path, MemoryMarshal.Cast<T, double>(x), x.Length);
        }
    }
}

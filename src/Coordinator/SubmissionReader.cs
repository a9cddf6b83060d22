using Federated.Coordinator.Telemetry;
using Federated.Protocol;
using Grpc.Core;
using static Federated.Coordinator.Refusal;

namespace Federated.Coordinator;

/// <summary>
/// A submission as it comes in. One of which nothing comes for too long is given up: the web server minds the pace of short calls only.
/// </summary>
/// <param name="inner">messages</param>
/// <param name="patience">longest time between two of them</param>
/// <param name="meter">counts bytes and seconds</param>
/// <param name="time">clock</param>
internal sealed class SubmissionReader(IAsyncStreamReader<SubmitRequest> inner, TimeSpan patience, CoordinatorMeter meter, TimeProvider time)
    : IAsyncStreamReader<SubmitRequest>, IDisposable
{
    private readonly long _began = time.GetTimestamp();
    private long _bytes;

    /// <inheritdoc/>
    public SubmitRequest Current => inner.Current;

    /// <inheritdoc/>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        var next = inner.MoveNext(cancellationToken);
        if (!next.IsCompleted)
        {
            next = WaitAsync(next, cancellationToken);
        }

        if (!await next)
        {
            return false;
        }

        _bytes += inner.Current.Chunk?.Data.Length ?? 0;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Received(_bytes, time.GetElapsedTime(_began));

    private async Task<bool> WaitAsync(Task<bool> next, CancellationToken cancellation)
    {
        try
        {
            return await next.WaitAsync(patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            throw Refused(StatusCode.DeadlineExceeded, $"nothing came for {patience.TotalSeconds:F0} s; go on with Resume");
        }
    }
}

using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>Passes updates on and reports how many have come.</summary>
internal sealed class CountingSink<T>(IUpdateSink<T> next, Action<int> report) : IUpdateSink<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int _count;

    /// <inheritdoc/>
    public void Add(int position, in ClientUpdate<T> update)
    {
        next.Add(position, update);
        report(Interlocked.Increment(ref _count));
    }

    /// <inheritdoc/>
    public void Drop(int position, int client) => next.Drop(position, client);
}

using Federated.Learning.Experiments;
using Federated.Learning.Randomness;

namespace Federated.Learning.Tasks;

/// <summary>The order in which a client goes through its samples: a fresh keyed shuffle per epoch, or file order.</summary>
public sealed class BatchSchedule
{
    private readonly LocalOptions _options;
    private readonly ulong _seed;
    private int[] _order = [];
    private int _count;
    private int _next;
    private KeyedStream _stream;

    /// <param name="options">batch size and order</param>
    /// <param name="seed">seed of the run</param>
    public BatchSchedule(LocalOptions options, ulong seed)
    {
        _options = options;
        _seed = seed;
    }

    /// <summary>Number of batches drawn since <see cref="Open"/>.</summary>
    public int Batch { get; private set; }

    /// <summary>Turns to a client's samples.</summary>
    public void Open(ReadOnlySpan<int> samples, int round, int client)
    {
        if (_order.Length < samples.Length)
        {
            _order = new int[samples.Length];
        }

        samples.CopyTo(_order);
        _count = samples.Length;
        _next = _count;
        _stream = new KeyedStream(_seed, Purpose.BatchOrder, round, client);
        Batch = 0;
    }

    /// <summary>Samples of the next mini-batch; the last batch of an epoch may be smaller.</summary>
    public ReadOnlySpan<int> Next()
    {
        if (_next == _count)
        {
            _next = 0;
            if (_options.Order == BatchOrder.Shuffled)
            {
                _stream.Shuffle(_order.AsSpan(0, _count));
            }
        }

        var size = Math.Min(_options.BatchSize, _count - _next);
        var batch = _order.AsSpan(_next, size);
        _next += size;
        Batch++;
        return batch;
    }
}

using System.Numerics;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>
/// Mixes columns in a worker's memory, strip by strip: three buffers [n, strip] hold the last iterates, and the last step writes the models
/// themselves. The strips that follow are already on their way.
/// </summary>
internal readonly unsafe struct StripMixing<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Enough for memory's answer to be there in time.</summary>
    private const int StripsAhead = 4;

    private readonly MixingPlan<T> _plan;
    private readonly GossipSchedule _schedule;
    private readonly PinnedRows<T> _models;
    private readonly int _size;
    private readonly T* _scratch;
    private readonly T** _rows;

    public StripMixing(MixingPlan<T> plan, GossipSchedule schedule, PinnedRows<T> models, ClientWorker<T> worker)
    {
        (_plan, _schedule, _models) = (plan, schedule, models);
        _size = models.Count * Strip;
        var pointers = (models.Count * sizeof(T*) / sizeof(T)) + 1;
        _scratch = worker.Scratch((3 * _size) + pointers).Address;
        _rows = (T**)(_scratch + (3 * _size));
    }

    private static int Strip => MixingKernels.Columns<T>();

    /// <summary>Takes all steps on some columns.</summary>
    /// <param name="from">the first</param>
    /// <param name="end">the one after the last</param>
    /// <param name="measure">whether to measure consensus before and after</param>
    public Consensus Mix(int from, int end, bool measure)
    {
        var sum = default(Consensus);
        for (; from < end; from += Strip)
        {
            sum = Consensus.Add(sum, MixStrip(from, measure));
        }

        return sum;
    }

    private Consensus MixStrip(int from, bool measure)
    {
        var x = _scratch;
        var next = x + _size;
        var previous = next + _size;
        var width = Load(from, x);
        Span<double> means = stackalloc double[2 * Strip];
        var before = measure ? ConsensusKernels.Measure(x, _models.Count, Strip, means[..width]) : default;
        var inPlace = !measure && width == Strip && _schedule.Extrapolation == 0.0;
        for (var q = 0; q < _schedule.Steps; q++)
        {
            if (inPlace && q + 1 == _schedule.Steps)
            {
                _models.Addresses(from, _rows);
                MixingKernels.Step(_plan, x, _rows);
                return default;
            }

            Step(x, next);
            if (_schedule.Extrapolation != 0.0)
            {
                var e = _schedule.Extrapolation;
                var last = new ReadOnlySpan<T>(q == 0 ? x : previous, _size);
                FlatVector.Combine(new Span<T>(next, _size), 1.0 + e, new ReadOnlySpan<T>(next, _size), -e, last);
            }

            var free = previous;
            previous = x;
            x = next;
            next = free;
        }

        _models.Store(from, width, x, Strip);
        return measure ? before.Then(ConsensusKernels.Measure(x, _models.Count, Strip, means.Slice(Strip, width))) : default;
    }

    private int Load(int from, T* x)
    {
        if (from + Strip > _models.Dimension)
        {
            return _models.Load(from, Strip, x);
        }

        _models.Addresses(from, _rows);
        MixingKernels.Gather(_models.Count, _rows, StripsAhead * Strip, x);
        return Strip;
    }

    private void Step(T* x, T* next)
    {
        for (var i = 0; i < _models.Count; i++)
        {
            _rows[i] = next + (i * Strip);
        }

        MixingKernels.Step(_plan, x, _rows);
    }
}

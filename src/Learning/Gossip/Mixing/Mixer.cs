using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>
/// Mixes the models of all nodes in place, block of columns by block: every model is read once and written once, however many
/// steps there are, because a step mixes column by column. Blocks are independent, so workers do not change a bit.
/// </summary>
/// <param name="pool">workers; not owned</param>
public sealed class Mixer<T>(WorkerPool<ClientWorker<T>> pool)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Strips that a worker takes one after the other.</summary>
    private const int BlockStrips = 64;

    private static readonly int BlockColumns = BlockStrips * MixingKernels.Columns<T>();

    private (MixingMatrix? W, MixingPlan<T>? Plan) _last;

    /// <summary>Takes the steps of a schedule.</summary>
    /// <param name="schedule">weights and number of steps</param>
    /// <param name="models">n models of length d</param>
    public void Mix(GossipSchedule schedule, T[][] models) => Run(schedule, models, null);

    /// <summary>As <see cref="Mix"/>, and measures how far the models are from their mean.</summary>
    public Consensus MixAndMeasure(GossipSchedule schedule, T[][] models)
    {
        var parts = new Consensus[BlockCount(models[0].Length)];
        Run(schedule, models, parts);
        return parts.Aggregate(Consensus.Add);
    }

    /// <summary>Measures models before and after something.</summary>
    public Consensus Compare(T[][] before, T[][] after)
    {
        var parts = new Consensus[BlockCount(before[0].Length)];
        using var first = new PinnedRows<T>(before);
        using var second = new PinnedRows<T>(after);
        pool.ForEach(parts.Length, static _ => { }, (worker, block) => parts[block] = CompareBlock(first, second, block, worker));
        return parts.Aggregate(Consensus.Add);
    }

    private static int BlockCount(int dimension) => ((dimension - 1) / BlockColumns) + 1;

    private static unsafe Consensus CompareBlock(PinnedRows<T> before, PinnedRows<T> after, int block, ClientWorker<T> worker)
    {
        var strip = MixingKernels.Columns<T>();
        var x = worker.Scratch(before.Count * strip).Address;
        Span<double> means = stackalloc double[2 * strip];
        var sum = default(Consensus);
        var end = Math.Min((block + 1) * BlockColumns, before.Dimension);
        for (var from = block * BlockColumns; from < end; from += strip)
        {
            var width = before.Load(from, strip, x);
            var first = ConsensusKernels.Measure(x, before.Count, strip, means[..width]);
            after.Load(from, strip, x);
            sum = Consensus.Add(sum, first.Then(ConsensusKernels.Measure(x, before.Count, strip, means.Slice(strip, width))));
        }

        return sum;
    }

    /// <summary>Most graphs never change.</summary>
    private MixingPlan<T> Plan(MixingMatrix w)
    {
        if (_last.W != w)
        {
            _last = (w, new MixingPlan<T>(w));
        }

        return _last.Plan!;
    }

    private void Run(GossipSchedule schedule, T[][] models, Consensus[]? parts)
    {
        var plan = Plan(schedule.W);
        var dimension = models[0].Length;
        using var pinned = new PinnedRows<T>(models);
        pool.ForEach(BlockCount(dimension), static _ => { }, (worker, block) =>
        {
            var mixing = new StripMixing<T>(plan, schedule, pinned, worker);
            var measured = mixing.Mix(block * BlockColumns, Math.Min((block + 1) * BlockColumns, dimension), parts is not null);
            if (parts is not null)
            {
                parts[block] = measured;
            }
        });
    }
}

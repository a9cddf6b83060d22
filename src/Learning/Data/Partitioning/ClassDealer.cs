using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Partitioning;

/// <summary>
/// Chooses the few classes of each client of a pathological split: uniformly when pools are recycled; when they are exclusive, the
/// classes with the least demand per sample so far, ties and near-ties broken at random, so that the pools run out together.
/// </summary>
internal sealed class ClassDealer(ClassPools pools, PoolPolicy policy)
{
    private readonly int[] _demand = new int[pools.Classes];
    private readonly double[] _keys = new double[pools.Classes];
    private readonly int[] _order = new int[pools.Classes];

    /// <summary>Chooses different classes for the next client; valid until the next call.</summary>
    public ReadOnlySpan<int> Deal(int count, KeyedStream stream)
    {
        for (var c = 0; c < _order.Length; c++)
        {
            _order[c] = c;
            var demand = policy == PoolPolicy.Exclusive ? _demand[c] : 0;
            var supply = policy == PoolPolicy.Exclusive ? pools.Total(c) : 1;
            _keys[c] = supply > 0 ? (demand + stream.NextDouble()) / supply : double.PositiveInfinity;
        }

        _keys.AsSpan().Sort(_order.AsSpan());
        foreach (var c in _order.AsSpan(0, count))
        {
            _demand[c]++;
        }

        return _order.AsSpan(0, count);
    }
}

using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>
/// Sums what a cohort sends, in float64 and in ascending order of client ids whatever the order of arrival: an update that
/// comes early waits in a buffer. Thread-safe.
/// </summary>
public sealed class CohortSum<T> : IUpdateSink<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lock _lock = new();
    private readonly string[] _names;
    private readonly int _dimension;
    private readonly double[] _sums;
    private readonly T[] _means;
    private readonly SortedDictionary<int, (ClientUpdate<T> Update, T[] Copy)> _early = [];
    private readonly Stack<T[]> _free = [];
    private readonly List<int> _rejected = [];
    private readonly List<int> _dropped = [];
    private readonly HashSet<int> _gone = [];
    private double _lossSum;
    private int _next;

    /// <param name="names">vectors that every update consists of</param>
    /// <param name="dimension">d</param>
    public CohortSum(string[] names, int dimension)
    {
        _names = names;
        _dimension = dimension;
        _sums = new double[names.Length * dimension];
        _means = new T[dimension];
    }

    /// <summary>Updates summed.</summary>
    public int Accepted { get; private set; }

    /// <summary>Sum over accepted updates of E n_i / B.</summary>
    public double NominalSteps { get; private set; }

    /// <summary>Local steps done by all clients, also by those that were left out.</summary>
    public long Steps { get; private set; }

    /// <summary>Clients whose updates were not finite, ascending.</summary>
    public IReadOnlyList<int> Rejected => _rejected;

    /// <summary>Clients that were too late.</summary>
    public IReadOnlyList<int> Dropped => _dropped;

    /// <summary>Mean over accepted clients of their mean training loss.</summary>
    public double MeanLoss => _lossSum / Accepted;

    /// <summary>Forgets the last round.</summary>
    public void Reset()
    {
        Array.Clear(_sums);
        _rejected.Clear();
        _dropped.Clear();
        _gone.Clear();
        (_next, Accepted, NominalSteps, Steps, _lossSum) = (0, 0, 0.0, 0, 0.0);
        while (_early.Count > 0)
        {
            Forget(_early.Keys.First());
        }
    }

    /// <inheritdoc/>
    public void Add(int position, in ClientUpdate<T> update)
    {
        lock (_lock)
        {
            if (position != _next)
            {
                Keep(position, update);
                return;
            }

            Sum(update);
            GoOn();
        }
    }

    /// <inheritdoc/>
    public void Drop(int position, int client)
    {
        lock (_lock)
        {
            _dropped.Add(client);
            _gone.Add(position);
            GoOn();
        }
    }

    /// <summary>Mean over accepted clients; valid until the next call.</summary>
    public ReadOnlySpan<T> Mean(string name)
    {
        var sums = _sums.AsSpan(Array.IndexOf(_names, name) * _dimension, _dimension);
        var scale = 1.0 / Accepted;
        for (var i = 0; i < sums.Length; i++)
        {
            _means[i] = T.CreateTruncating(sums[i] * scale);
        }

        return _means;
    }

    /// <summary>Sum over accepted clients, in memory of its own.</summary>
    internal T[] Total(string name) =>
        [.. _sums.AsSpan(Array.IndexOf(_names, name) * _dimension, _dimension).ToArray().Select(T.CreateTruncating)];

    /// <summary>Sums those that waited for the ones before them.</summary>
    private void GoOn()
    {
        while (true)
        {
            if (_early.TryGetValue(_next, out var waiting))
            {
                var position = _next;
                Sum(waiting.Update with { Vectors = waiting.Copy });
                Forget(position);
            }
            else if (_gone.Remove(_next))
            {
                _next++;
            }
            else
            {
                return;
            }
        }
    }

    private void Sum(in ClientUpdate<T> update)
    {
        _next++;
        Steps += update.Steps;
        if (!update.IsFinite)
        {
            _rejected.Add(update.Client);
            return;
        }

        FlatVector.Accumulate(_sums, update.Vectors.Span);
        Accepted++;
        NominalSteps += update.NominalSteps;
        _lossSum += update.MeanLoss;
    }

    private void Keep(int position, in ClientUpdate<T> update)
    {
        var copy = _free.TryPop(out var free) ? free : new T[update.Vectors.Length];
        update.Vectors.Span.CopyTo(copy);
        _early.Add(position, (update with { Vectors = default }, copy));
    }

    private void Forget(int position)
    {
        _early.Remove(position, out var entry);
        _free.Push(entry.Copy);
    }
}

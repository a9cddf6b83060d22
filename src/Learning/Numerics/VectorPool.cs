using System.Collections.Concurrent;

namespace Federated.Learning.Numerics;

/// <summary>Vectors that are used again: as many arrive in every step or round. Thread-safe.</summary>
/// <param name="dimension">floats of each</param>
public sealed class VectorPool(int dimension)
{
    private readonly ConcurrentBag<float[]> _free = [];

    /// <summary>One with arbitrary content.</summary>
    public float[] Rent() => _free.TryTake(out var vector) ? vector : new float[dimension];

    /// <summary>It is not looked at any more.</summary>
    public void Return(float[] vector) => _free.Add(vector);
}

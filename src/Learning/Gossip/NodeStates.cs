using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>What nodes keep between rounds: each its model x and the algorithm's named vectors, all of length d.</summary>
public sealed class NodeStates<T> : INamedVectors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly string[] _names;
    private readonly Dictionary<string, T[][]> _vectors;

    /// <summary>All nodes start from the same model; everything else is zero.</summary>
    /// <param name="initial">x^0</param>
    /// <param name="nodes">n</param>
    /// <param name="names">the algorithm's vectors besides x</param>
    public NodeStates(ReadOnlySpan<T> initial, int nodes, IEnumerable<string> names)
    {
        var dimension = initial.Length;
        Models = Matrix(nodes, dimension);
        foreach (var model in Models)
        {
            initial.CopyTo(model);
        }

        _names = [.. names];
        _vectors = _names.ToDictionary(name => name, _ => Matrix(nodes, dimension));
    }

    /// <summary>The nodes' models.</summary>
    public T[][] Models { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, T[]>> All =>
        from matrix in _vectors.Prepend(new("x", Models))
        from node in Enumerable.Range(0, matrix.Value.Length)
        select KeyValuePair.Create($"{matrix.Key}-{node}", matrix.Value[node]);

    /// <summary>A vector of all nodes by name.</summary>
    public T[][] this[string name] => _vectors[name];

    /// <summary>A node's vectors: its model, then the algorithm's in its order.</summary>
    /// <param name="index">the node's place</param>
    public IEnumerable<T[]> Of(int index) => [Models[index], .. _names.Select(name => _vectors[name][index])];

    /// <summary>n vectors of zeros.</summary>
    public static T[][] Matrix(int nodes, int dimension) => [.. Enumerable.Range(0, nodes).Select(_ => new T[dimension])];

    /// <summary>Takes other vectors for the models and hands the old ones out.</summary>
    internal T[][] Exchange(T[][] models)
    {
        var old = Models;
        Models = models;
        return old;
    }
}

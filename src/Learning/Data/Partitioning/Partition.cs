namespace Federated.Learning.Data.Partitioning;

/// <summary>Which training samples each client holds: lists of indices in one flat array.</summary>
public sealed class Partition
{
    private readonly int[] _indices;
    private readonly int[] _offsets;

    /// <param name="indices">samples of client 0, then of client 1, ...</param>
    /// <param name="offsets">length clients + 1; client i holds indices[offsets[i] .. offsets[i + 1])</param>
    public Partition(int[] indices, int[] offsets)
    {
        _indices = indices;
        _offsets = offsets;
    }

    /// <summary>Number of clients.</summary>
    public int Clients => _offsets.Length - 1;

    /// <summary>Number of samples that clients hold, with repetitions.</summary>
    public int Samples => _indices.Length;

    /// <summary>The samples of one client.</summary>
    public ReadOnlySpan<int> this[int client] =>
        _indices.AsSpan(_offsets[client], _offsets[client + 1] - _offsets[client]);

    /// <summary>The partition of a machine that only has one client's samples: others are elsewhere.</summary>
    /// <param name="client">who has them</param>
    /// <param name="samples">how many there are</param>
    public static Partition OfOne(int client, int samples)
    {
        var offsets = new int[client + 2];
        offsets[^1] = samples;
        return new Partition([.. Enumerable.Range(0, samples)], offsets);
    }

    /// <summary>Checks that every client can be trained.</summary>
    /// <exception cref="InputException">A client has no samples.</exception>
    public void RequireSamples()
    {
        for (var client = 0; client < Clients; client++)
        {
            if (this[client].IsEmpty)
            {
                throw new InputException($"partition: client {client} has no samples; expected at least one for each");
            }
        }
    }

    /// <summary>Builds a partition from a list per client.</summary>
    public static Partition FromLists(IReadOnlyList<IReadOnlyList<int>> lists)
    {
        var offsets = new int[lists.Count + 1];
        for (var i = 0; i < lists.Count; i++)
        {
            offsets[i + 1] = checked(offsets[i] + lists[i].Count);
        }

        var indices = new int[offsets[^1]];
        for (var i = 0; i < lists.Count; i++)
        {
            for (var j = 0; j < lists[i].Count; j++)
            {
                indices[offsets[i] + j] = lists[i][j];
            }
        }

        return new Partition(indices, offsets);
    }
}

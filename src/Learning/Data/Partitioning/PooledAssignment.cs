using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Partitioning;

/// <summary>
/// Fills clients one sample at a time: a client that is not full is picked uniformly, draws a class from its mix and takes
/// that class's next sample, until all are full. Picking at random keeps late clients from getting only leftovers.
/// </summary>
internal sealed class PooledAssignment
{
    private readonly ClassMixes _mixes;
    private readonly ClassPools _pools;
    private KeyedStream _stream;

    private PooledAssignment(ClassMixes mixes, ClassPools pools, KeyedStream stream)
    {
        _mixes = mixes;
        _pools = pools;
        _stream = stream;
    }

    /// <summary>Gives every client of <paramref name="mixes"/> exactly <paramref name="size"/> samples.</summary>
    public static Partition Run(ClassMixes mixes, ClassPools pools, int size, KeyedStream stream) =>
        new PooledAssignment(mixes, pools, stream).Fill(size);

    private Partition Fill(int size)
    {
        var clients = _mixes.Clients;
        var indices = new int[clients * size];
        var offsets = new int[clients + 1];
        var filled = new int[clients];
        var open = new int[clients];
        for (var client = 0; client < clients; client++)
        {
            offsets[client + 1] = offsets[client] + size;
            open[client] = client;
        }

        for (var left = clients; left > 0;)
        {
            var position = _stream.NextInt32(left);
            var client = open[position];
            indices[offsets[client] + filled[client]] = Take(client);
            if (++filled[client] == size)
            {
                open[position] = open[--left];
            }
        }

        return new Partition(indices, offsets);
    }

    private int Take(int client)
    {
        int sample;
        while (!_pools.TryTake(DrawClass(client), out sample))
        {
            // The pool was empty and has been filled again: draw the class anew. Exclusive pools never get here.
        }

        return sample;
    }

    private int DrawClass(int client)
    {
        var mix = _mixes[client];
        var mass = 0.0;
        for (var c = 0; c < mix.Length; c++)
        {
            mass += _pools.IsOpen(c) ? mix[c] : 0.0;
        }

        if (mass <= 0.0)
        {
            return DrawLeftover();
        }

        var threshold = _stream.NextDouble() * mass;
        var last = -1;
        for (var c = 0; c < mix.Length; c++)
        {
            if (mix[c] > 0f && _pools.IsOpen(c))
            {
                last = c;
                threshold -= mix[c];
                if (threshold < 0.0)
                {
                    return c;
                }
            }
        }

        return last;
    }

    /// <summary>All classes of the client's mix have run out: any sample that is left, each with equal probability.</summary>
    private int DrawLeftover()
    {
        var left = 0;
        for (var c = 0; c < _pools.Classes; c++)
        {
            left += LeftoverWeight(c);
        }

        var position = _stream.NextInt32(left);
        for (var c = 0; ; c++)
        {
            position -= LeftoverWeight(c);
            if (position < 0)
            {
                return c;
            }
        }
    }

    private int LeftoverWeight(int label) => _pools.Policy == PoolPolicy.Exclusive ? _pools.Left(label) : _pools.Total(label);
}

using System.Runtime.InteropServices;

namespace Federated.Learning.Gossip;

/// <summary>The nodes' models, held in place while columns of them are read and written.</summary>
internal sealed unsafe class PinnedRows<T> : IDisposable
    where T : unmanaged
{
    private readonly GCHandle[] _handles;
    private readonly nint[] _addresses;

    /// <param name="models">n models of length d</param>
    public PinnedRows(T[][] models)
    {
        Dimension = models[0].Length;
        _handles = Array.ConvertAll(models, model => GCHandle.Alloc(model, GCHandleType.Pinned));
        _addresses = Array.ConvertAll(_handles, handle => handle.AddrOfPinnedObject());
    }

    /// <summary>Number of models n.</summary>
    public int Count => _addresses.Length;

    /// <summary>Length d of a model.</summary>
    public int Dimension { get; }

    /// <summary>Copies columns of all models; what is beyond the last column is zero.</summary>
    /// <param name="from">first column</param>
    /// <param name="columns">number of columns</param>
    /// <param name="x">[n, columns], overwritten</param>
    /// <returns>number of columns that there are</returns>
    public int Load(int from, int columns, T* x)
    {
        var width = Math.Min(columns, Dimension - from);
        for (var i = 0; i < Count; i++)
        {
            var row = new Span<T>(x + (i * columns), columns);
            new ReadOnlySpan<T>((T*)_addresses[i] + from, width).CopyTo(row);
            row[width..].Clear();
        }

        return width;
    }

    /// <summary>Writes columns of all models.</summary>
    /// <param name="from">first column</param>
    /// <param name="width">number of columns</param>
    /// <param name="x">[n, stride]</param>
    /// <param name="stride">from one model to the next</param>
    public void Store(int from, int width, T* x, int stride)
    {
        for (var i = 0; i < Count; i++)
        {
            new ReadOnlySpan<T>(x + (i * stride), width).CopyTo(new Span<T>((T*)_addresses[i] + from, width));
        }
    }

    /// <summary>Where a column of each model is.</summary>
    /// <param name="column">which column</param>
    /// <param name="rows">n addresses, overwritten</param>
    public void Addresses(int column, T** rows)
    {
        for (var i = 0; i < Count; i++)
        {
            rows[i] = (T*)_addresses[i] + column;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_handles, handle => handle.Free());
}

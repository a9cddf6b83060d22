namespace Federated.Learning.ZerothOrder;

/// <summary>Divides a vector into slices of whole tiles, one for each thread.</summary>
internal static class TileThreads
{
    /// <summary>Runs <paramref name="body"/> on each slice, given its first index and its length.</summary>
    public static void ForEach(int length, int threads, Action<int, int> body)
    {
        var tiles = ((length - 1) / Rademacher.Tile) + 1;
        var parts = Math.Min(threads, tiles);
        if (parts == 1)
        {
            body(0, length);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
        {
            var from = (int)((long)tiles * part / parts * Rademacher.Tile);
            var end = (int)Math.Min(length, (long)tiles * (part + 1) / parts * Rademacher.Tile);
            body(from, end - from);
        });
    }
}

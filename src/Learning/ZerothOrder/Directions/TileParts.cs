namespace Federated.Learning.ZerothOrder;

/// <summary>A slice's share of one tile, or a run of whole tiles.</summary>
/// <param name="Tile">the first tile</param>
/// <param name="Tiles">number of tiles</param>
/// <param name="Start">first element within the slice</param>
/// <param name="Length">number of elements</param>
/// <param name="Offset">of the first element within its tile</param>
internal readonly record struct TileParts(long Tile, int Tiles, int Start, int Length, int Offset)
{
    /// <summary>Whether no tile is cut.</summary>
    public bool IsWhole => Length == Tiles * Rademacher.Tile;

    /// <summary>Divides a slice: the end of a tile, whole tiles, the beginning of another.</summary>
    /// <param name="first">index of the slice's first parameter</param>
    /// <param name="length">number of parameters</param>
    public static IEnumerable<TileParts> Of(long first, int length)
    {
        var start = 0;
        while (start < length)
        {
            var tile = (first + start) / Rademacher.Tile;
            var offset = (int)((first + start) % Rademacher.Tile);
            var whole = offset == 0 ? (length - start) / Rademacher.Tile : 0;
            var count = whole > 0 ? whole * Rademacher.Tile : Math.Min(length - start, Rademacher.Tile - offset);
            yield return new TileParts(tile, Math.Max(whole, 1), start, count, offset);
            start += count;
        }
    }

    /// <summary>Divides a slice into parts of one tile each.</summary>
    /// <param name="first">index of the slice's first parameter</param>
    /// <param name="length">number of parameters</param>
    public static IEnumerable<TileParts> OneByOne(long first, int length)
    {
        foreach (var part in Of(first, length))
        {
            for (var tile = 0; tile < part.Tiles; tile++)
            {
                yield return part with
                {
                    Tile = part.Tile + tile,
                    Tiles = 1,
                    Start = part.Start + (tile * Rademacher.Tile),
                    Length = Math.Min(part.Length, Rademacher.Tile),
                };
            }
        }
    }
}

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// The samples of a round in groups, and each group's sums for every combination of signs: a register's lookup replaces one masked
/// subtraction for each sample.
/// </summary>
internal sealed class SignTables
{
    /// <summary>Samples of the largest group.</summary>
    public const int MostInGroup = 4;

    /// <summary>Table entries for a group, whatever its size.</summary>
    public const int EntriesPerGroup = 1 << MostInGroup;

    private readonly Contribution[] _samples;
    private readonly int _size;

    /// <param name="samples">the round's samples, in any order; their |P| add up to 31 bits at most, see <see cref="SumRange"/></param>
    /// <param name="groupSize">how many bits of an index a lookup takes</param>
    public SignTables(ReadOnlySpan<Contribution> samples, int groupSize)
    {
        _samples = samples.ToArray();
        _size = groupSize;
        Groups = (samples.Length + groupSize - 1) / groupSize;
        Entries = new int[Groups * EntriesPerGroup];
        for (var entry = 0; entry < Entries.Length; entry++)
        {
            var members = Members(entry / EntriesPerGroup);
            for (var m = 0; m < members.Length; m++)
            {
                Entries[entry] += ((entry >> m) & 1) == 0 ? (int)members[m].P : -(int)members[m].P;
            }
        }
    }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Sums, [groups, 16]; bit m of an index set means that member m's sign is -1.</summary>
    public int[] Entries { get; }

    /// <summary>Words that two tiles' packed signs take.</summary>
    public int PackedWords => Groups * 2 * Rademacher.TilePacked;

    /// <summary>The samples of a group.</summary>
    public ReadOnlySpan<Contribution> Members(int group) =>
        _samples.AsSpan(group * _size, Math.Min(_size, _samples.Length - (group * _size)));
}

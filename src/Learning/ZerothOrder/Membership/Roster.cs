namespace Federated.Learning.ZerothOrder;

/// <summary>Who takes part in which round, 1-based.</summary>
/// <param name="options">arrivals, departures, absences</param>
/// <param name="machines">number of machines that ever take part; their ids are 0, 1, ...</param>
internal sealed class Roster(MembershipOptions options, int machines)
{
    /// <summary>Machines that belong to a round, present or not, ids ascending.</summary>
    public IReadOnlyList<ushort> Members(int round) => Where(machine =>
        !options.Join.Any(arrival => arrival.Machine == machine && round < arrival.Round)
        && !options.Leave.Any(departure => departure.Machine == machine && round > departure.Round));

    /// <summary>Members that send something.</summary>
    public IReadOnlyList<ushort> Present(int round) =>
    [
        .. Members(round).Where(machine => !options.Absent.Any(absence => absence.Machine == machine && round >= absence.From && round <= absence.To)),
    ];

    /// <summary>Machines that belong to the next round and not to this.</summary>
    public IReadOnlyList<ushort> Joining(int round) => [.. Members(round + 1).Except(Members(round))];

    /// <summary>Machines that belong to this round and not to the next.</summary>
    public IReadOnlyList<ushort> Leaving(int round) => [.. Members(round).Except(Members(round + 1))];

    private List<ushort> Where(Func<int, bool> belongs) => [.. Enumerable.Range(0, machines).Where(belongs).Select(machine => (ushort)machine)];
}

using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>Checks arrivals, departures, absences and faults against the number of machines and rounds.</summary>
internal static class MembershipValidator
{
    /// <summary>Everything that does not fit.</summary>
    /// <param name="options">what is asked for</param>
    /// <param name="rounds">rounds of the run</param>
    /// <param name="machines">number of machines; null: not known yet</param>
    public static IEnumerable<ExperimentProblem> Check(MembershipOptions options, int rounds, int? machines) =>
    [
        .. options.Join.SelectMany((o, i) => Check($"membership.join[{i}]", o.Machine, o.Round, rounds, machines)),
        .. options.Leave.SelectMany((o, i) => Check($"membership.leave[{i}]", o.Machine, o.Round, rounds, machines)),
        .. options.Absent.SelectMany((o, i) => Check($"membership.absent[{i}]", o.Machine, o.From, rounds, machines)),
        .. options.Faults.SelectMany((o, i) => Check($"membership.faults[{i}]", o.Machine, o.Round, rounds, machines)),
        .. options.Absent.Index().Where(o => o.Item.To < o.Item.From).Select(o => new ExperimentProblem(
            $"membership.absent[{o.Index}].to", $"{o.Item.To} is not accepted; expected a round from {o.Item.From} on")),
        .. Twice(options.Join.Select(o => o.Machine), "join", "joins"),
        .. Twice(options.Leave.Select(o => o.Machine), "leave", "leaves"),
        .. options.Leave.Index().Where(o => options.Join.Any(a => a.Machine == o.Item.Machine && a.Round > o.Item.Round)).Select(o => new ExperimentProblem(
            $"membership.leave[{o.Index}].round", $"machine {o.Item.Machine} leaves before it joins; expected a later round: ids are not used again")),
    ];

    private static IEnumerable<ExperimentProblem> Check(string key, int machine, int round, int rounds, int? machines)
    {
        if (machine >= machines)
        {
            yield return new ExperimentProblem($"{key}.machine", $"{machine} is not accepted; expected a machine in [0, {machines})");
        }

        if (round > rounds)
        {
            yield return new ExperimentProblem(key, $"round {round} is not accepted; expected one of the run's {rounds}");
        }
    }

    private static IEnumerable<ExperimentProblem> Twice(IEnumerable<int> machines, string key, string does) => machines.Index()
        .GroupBy(item => item.Item)
        .Where(group => group.Count() > 1)
        .Select(group => new ExperimentProblem($"membership.{key}[{group.Last().Index}].machine", $"machine {group.Key} {does} twice; expected once: ids are not used again"));
}

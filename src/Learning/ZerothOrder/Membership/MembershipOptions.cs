namespace Federated.Learning.ZerothOrder;

/// <summary>Who is there when: without this section every machine takes part in every round. Rounds are counted from 1.</summary>
public sealed record MembershipOptions
{
    /// <summary>Machines that join late.</summary>
    public ArrivalOptions[] Join { get; init; } = [];

    /// <summary>Machines that leave for good.</summary>
    public DepartureOptions[] Leave { get; init; } = [];

    /// <summary>Machines that send nothing for a while.</summary>
    public AbsenceOptions[] Absent { get; init; } = [];

    /// <summary>Accidents to put in.</summary>
    public FaultOptions[] Faults { get; init; } = [];
}

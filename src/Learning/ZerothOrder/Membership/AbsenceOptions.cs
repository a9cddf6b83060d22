using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>Rounds in which a machine sends nothing; it applies what others sent.</summary>
public sealed record AbsenceOptions
{
    /// <summary>Its id.</summary>
    [Accepts("[0, 65534]")]
    public required int Machine { get; init; }

    /// <summary>The first such round.</summary>
    [Accepts("[1, 10000000]")]
    public required int From { get; init; }

    /// <summary>The last.</summary>
    [Accepts("[1, 10000000]")]
    public required int To { get; init; }
}

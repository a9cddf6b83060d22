namespace Federated.Learning.Experiments;

/// <summary>The functions of a quadratic task, one per client.</summary>
public sealed record QuadraticOptions
{
    /// <summary>x^0, length d.</summary>
    public required double[] Start { get; init; }

    /// <summary>One function per client.</summary>
    public required QuadraticClient[] Clients { get; init; }
}

namespace Federated.Learning.Experiments;

/// <summary>When the run can be resumed from, and what is kept in memory.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Write a checkpoint after every n-th round; 0 writes one only when interrupted.</summary>
    [Accepts("[0, 10000000]")]
    public int Every { get; init; } = 10;

    /// <summary>Client state kept in memory, in MiB; what is beyond lies on disk.</summary>
    [Accepts("[1, 1048576]")]
    public int ClientStateMemory { get; init; } = 1024;
}

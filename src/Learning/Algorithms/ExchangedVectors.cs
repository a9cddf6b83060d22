namespace Federated.Learning.Algorithms;

/// <summary>Names of the vectors of length d that an algorithm moves and keeps.</summary>
public sealed record ExchangedVectors
{
    /// <summary>From the server to every client of the cohort: <c>x</c>, then server states of the same name.</summary>
    public string[] Down { get; init; } = ["x"];

    /// <summary>From a client to the server.</summary>
    public string[] Up { get; init; } = ["delta"];

    /// <summary>Kept by a client between its rounds; zero at first.</summary>
    public string[] ClientState { get; init; } = [];

    /// <summary>Kept by the server besides <c>x</c>; zero at first.</summary>
    public string[] ServerState { get; init; } = [];
}

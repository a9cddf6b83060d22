namespace Federated.Coordinator.Hosts;

/// <summary>Where the run is when a host reports a round.</summary>
internal enum RoundTurn
{
    /// <summary>In this round.</summary>
    Now,

    /// <summary>Beyond it: nobody needs the report.</summary>
    Over,
}

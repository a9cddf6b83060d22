namespace Federated.Coordinator;

/// <summary>Why a coordinator stops to listen.</summary>
public enum CoordinatorEnd
{
    /// <summary>The run is over: nodes go home.</summary>
    Done,

    /// <summary>The run will be resumed: nodes wait for it.</summary>
    Interrupted,
}

using System.Numerics;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>An objective whose weights change over the run.</summary>
internal interface IRampedObjective<T> : IObjective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sets how much of the run is over, in [0, 1].</summary>
    void Begin(double share);
}

using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>What comes up from one client.</summary>
/// <param name="Client">its id</param>
/// <param name="Vectors">the vectors that go up, one after the other, each of length d; only valid during the call that delivers it</param>
/// <param name="MeanLoss">mean over local steps of the mini-batch loss</param>
/// <param name="Steps">local steps done</param>
/// <param name="NominalSteps">E n_i / B as a real number</param>
/// <param name="IsFinite">false if any value is NaN or infinite: such an update is left out</param>
public readonly record struct ClientUpdate<T>(
    int Client, ReadOnlyMemory<T> Vectors, double MeanLoss, int Steps, double NominalSteps, bool IsFinite)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

namespace Federated.Learning.ZerothOrder;

/// <summary>What machines have to know before they evaluate a round.</summary>
/// <param name="Round">t, 0-based</param>
/// <param name="Machines">who takes part, ids ascending</param>
/// <param name="Coefficients">numbers that change from round to round, see <see cref="SealedRound.Coefficients"/></param>
public sealed record RoundStart(long Round, IReadOnlyList<ushort> Machines, IReadOnlyList<float> Coefficients);

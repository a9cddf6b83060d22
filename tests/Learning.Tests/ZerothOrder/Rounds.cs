using Federated.Learning.Randomness;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Sealed rounds that never were a run's.</summary>
internal static class Rounds
{
    public static LogHeader Header { get; } = new(Reference.Key, new string('a', 64), 4096, WeightHash.Of(Reference.Start()), new SealedScheme());

    /// <summary>The hundred rounds whose hash is known.</summary>
    public static IEnumerable<SealedRound> Golden() => Enumerable.Range(0, 100).Select(t =>
    {
        var codes = Enumerable.Range(0, 4).Select(m => (byte)Philox4x32.Block(0, (uint)m << 16, (uint)t, 0x7F000000, 0x01234567, 0x89ABCDEF).X0).ToArray();
        return new SealedRound
        {
            Round = t,
            Machines = [.. codes.Select((code, m) => new SealedBytes((ushort)m, [code]))],
            Alpha = SealedRound.StepSize(1e-3, codes.Count(code => code != GradientByte.Absent)),
        };
    });

    /// <summary>Everything that a round can hold.</summary>
    public static SealedRound Full(long number) => new()
    {
        Round = number,
        Alpha = 1e-6f,
        Decay = 0.999f,
        AgreedHash = 0x0123456789ABCDEF,
        Coefficients = [0.5f, 1.0f],
        Machines = [new(0, [1, 0x80, 255]), new(7, []), new(65535, [0x7F])],
        Joining = [8, 9],
        Leaving = [7],
    };
}

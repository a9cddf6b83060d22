using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>What a checkpoint of a shared-seed run holds: the weights. All else is in the log.</summary>
internal sealed class SharedSeedState(float[] theta) : INamedVectors<float>
{
    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, float[]>> All => [new("x", theta)];
}
